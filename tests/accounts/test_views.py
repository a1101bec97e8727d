import pytest

from accounts.models import Theme

pytestmark = pytest.mark.django_db
MINE = {"display_name": "Alice L.", "theme": "dark", "text_scale": "130"}


def test_the_account_page_keeps_what_i_chose(as_alice, alice):
    answer = as_alice.post("/account/", MINE, follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    alice.refresh_from_db()
    assert (alice.display_name, alice.theme, alice.text_scale) == ("Alice L.", Theme.DARK, 130)
    assert not alice.single_key_shortcuts
    assert 'data-theme="dark"' in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "wrong"), [("theme", "pink"), ("text_scale", "99"), ("display_name", "x" * 81)]
)
def test_a_wrong_value_is_said_beside_its_field_and_changes_nothing(as_alice, alice, field, wrong):
    answer = as_alice.post("/account/", MINE | {field: wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "<title>Error: " in page
    assert f'href="#id_{field}"' in page
    alice.refresh_from_db()
    assert alice.display_name == "Alice"


def test_nobody_raises_their_own_role(as_alice, alice):
    as_alice.post("/account/", MINE | {"role": "administrator", "is_superuser": "on"})
    alice.refresh_from_db()
    assert not alice.is_instructor
    assert not alice.is_superuser


def test_a_name_is_shown_and_never_run(as_alice, alice):
    as_alice.post("/account/", MINE | {"display_name": "<script>alert(1)</script>"})
    page = as_alice.get("/account/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_account_page_is_for_people_who_are_signed_in(client):
    answer = client.get("/account/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/account/"


def test_every_post_changes_only_ones_own_account(as_bob, alice, bob):
    as_bob.post("/account/", MINE | {"id": alice.pk, "email": alice.email})
    alice.refresh_from_db()
    bob.refresh_from_db()
    assert alice.display_name == "Alice"
    assert bob.email == "bob@example.org"


def test_signing_out_clears_the_device_when_the_page_has_looked_what_is_not_sent(as_alice):
    answer = as_alice.post("/accounts/logout/", {"forget": "device"})
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"storage"')
    assert as_alice.get("/account/").status_code == 302


def test_signing_out_before_the_page_could_look_leaves_the_device_alone(as_alice):
    answer = as_alice.post("/accounts/logout/")
    assert (answer.status_code, answer.has_header("Clear-Site-Data")) == (302, False)
    assert as_alice.get("/account/").status_code == 302


def test_looking_at_the_sign_out_page_clears_nothing(as_alice):
    answer = as_alice.get("/accounts/logout/?forget=device")
    assert (answer.status_code, answer.has_header("Clear-Site-Data")) == (200, False)
