"""Who: people, what they may do, how they like their pages, and the tokens of their programs."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower


class Role(models.TextChoices):
    CANDIDATE = "candidate"
    INSTRUCTOR = "instructor"
    ADMINISTRATOR = "administrator"


class Theme(models.TextChoices):
    SYSTEM = "system", "Like the device"
    LIGHT = "light"
    DARK = "dark"


class TextScale(models.IntegerChoices):
    """Percent of the usual size of question text."""

    SMALL = 90, "Smaller"
    NORMAL = 100, "Normal"
    LARGE = 115, "Larger"
    LARGER = 130, "Much larger"
    LARGEST = 160, "Largest"


class ExtraTime(models.TextChoices):
    """More time than the exam's own minutes; `attempts.timing` says how much each is."""

    NONE = "none", "Standard time"
    PLUS_30_MIN = "plus_30_min", "30 minutes more"
    TIMES_1_25 = "times_1_25", "A quarter more"
    TIMES_1_5 = "times_1_5", "Half as much again"
    TIMES_2 = "times_2", "Double time"


CLOCK_ALERTS = (60, 30, 15, 10, 5, 1)  # minutes before the end that a clock can announce


def usual_alerts() -> list[int]:
    return [30, 10, 5, 1]


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who signs in with `email`; without a password nobody can, until it is reset."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        fields |= {"role": Role.ADMINISTRATOR, "is_superuser": True}
        return self.create_user(email, password, **fields)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser, PermissionsMixin):
    """A person: candidate, instructor or administrator."""

    email = models.EmailField("e-mail address", unique=True)
    display_name = models.CharField("name", max_length=80, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.CANDIDATE)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    theme = models.CharField(max_length=10, choices=Theme, default=Theme.SYSTEM)
    text_scale = models.PositiveSmallIntegerField(
        "size of question text", choices=TextScale, default=TextScale.NORMAL
    )
    single_key_shortcuts = models.BooleanField("single-key shortcuts", default=True)
    clock_alerts = models.JSONField("minutes left to announce", default=usual_alerts, blank=True)
    clock_returns = models.BooleanField("hidden clock returns for the last 5 minutes", default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="one_account_per_email_in_any_case"
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    @property
    def is_instructor(self) -> bool:
        """May write questions: instructors, and administrators who run the place."""
        return self.role in {Role.INSTRUCTOR, Role.ADMINISTRATOR}

    @property
    def is_staff(self) -> bool:
        """Django's word: may see how the program itself is doing."""
        return self.role == Role.ADMINISTRATOR

    @property
    def initials(self) -> str:
        """One or two letters for the corner of the page."""
        words = (self.display_name or self.email.partition("@")[0]).replace(".", " ").split()
        return "".join(word[0] for word in words[:2]).upper() or "?"


class Accommodation(models.Model):
    """What a candidate is granted in every exam, by whom and why. Private to these two."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="accommodation")
    extra_time = models.CharField(max_length=12, choices=ExtraTime, default=ExtraTime.NONE)
    reason = models.CharField(max_length=300)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user}: {self.get_extra_time_display()}"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)


class ApiToken(models.Model):
    """A key for a program. The secret is shown once; this row can only recognise it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)  # SHA-256 of the whole token, in hex
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="token_expires_after_it_is_made",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class GuessCount(models.Model):
    """How many wrong passwords came for one account, or at all, from one network lately.

    `key` is a hash: this table knows no addresses. The count holds until `ends_at`, in seconds
    since 1970, and is of no use to anybody after it.
    """

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField()
    ends_at = models.PositiveBigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.tries} tries"


class AuditEntry(models.Model):
    """One thing that was done to an account or to somebody's rights. Never changed, never deleted.

    People stand here by the numbers of their accounts, which says nothing any more about one who is
    gone. `digest` covers the entry and `previous`, the digest of the entry before.
    """

    number = models.PositiveBigIntegerField(primary_key=True)  # from 1, without gaps
    event = models.CharField(max_length=40)
    actor_id = models.BigIntegerField(null=True)
    subject_id = models.BigIntegerField(null=True, db_index=True)
    happened_at = models.DateTimeField()
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.event} at {self.happened_at:%F %T}"
