"""The demo people: made once, with random passwords that the data folder keeps."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress

from accounts.models import Role, User
from exam_platform.secret_key import kept_secret

CHANGED = "(the password you chose)"


@dataclass(frozen=True)
class DemoPerson:
    title: str
    email: str
    password: str

    def __str__(self) -> str:
        return f"{self.title:<12}{self.email:<30}{self.password}"


def demo_people(folder: Path) -> list[DemoPerson]:
    return [_demo_person(folder, role) for role in (Role.CANDIDATE, Role.INSTRUCTOR)]


def _demo_person(folder: Path, role: Role) -> DemoPerson:
    email = f"{role.value}@rehearsal.example"
    password = kept_secret(folder / f"{role.value}_password", secrets.token_urlsafe(12))
    user = User.objects.filter(email=email).first() or _made(email, password, role)
    shown = password if user.check_password(password) else CHANGED
    return DemoPerson(role.label, email, shown)


def _made(email: str, password: str, role: Role) -> User:
    user = User.objects.create_user(email, password, role=role, display_name=f"Demo {role.value}")
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
