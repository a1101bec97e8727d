import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, identify_hasher

from accounts.passwords import Argon2Hasher
from exam_platform import settings as product

PASSWORD = "correct horse battery staple"


@pytest.fixture
def as_the_product(settings):
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS


@pytest.mark.usefixtures("as_the_product")
def test_a_password_is_kept_by_argon2id_as_owasp_asks_at_least(alice):
    alice.set_password(PASSWORD)
    assert isinstance(identify_hasher(alice.password), Argon2Hasher)
    assert alice.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.usefixtures("as_the_product")
def test_a_password_kept_in_another_way_is_kept_anew_at_sign_in(client, alice):
    alice.password = Argon2PasswordHasher().encode(PASSWORD, "some-other-salt-than-ours")
    alice.save()
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    alice.refresh_from_db()
    assert "m=19456,t=2,p=1" in alice.password
    assert alice.check_password(PASSWORD)
