from typing import Any

from allauth.account import forms as allauth
from django import forms

from accounts.models import CLOCK_ALERTS, User


class AccountForm(forms.ModelForm):
    clock_alerts = forms.TypedMultipleChoiceField(
        label="Minutes left to announce",
        choices=[(minutes, f"{minutes} min") for minutes in CLOCK_ALERTS],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields = [
            "display_name",
            "theme",
            "text_scale",
            "single_key_shortcuts",
            "clock_alerts",
            "clock_returns",
        ]
        help_texts = {
            "display_name": "Shown in the corner of the page and to your instructor.",
            "single_key_shortcuts": "When off, the same keys work with Alt and Shift.",
        }
        widgets = {"display_name": forms.TextInput(attrs={"autocomplete": "name"})}


class InOurWords:
    """Mixed into forms of allauth, which say "Email" where the rest of the site says "e-mail"."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = self.fields.get("login") or self.fields["email"]
        address.label = "E-mail"
        address.error_messages["invalid"] = "Enter an e-mail address like name@example.org."


class SignInForm(InOurWords, allauth.LoginForm):
    pass


class SignUpForm(InOurWords, allauth.SignupForm):
    pass


class AddressForm(InOurWords, allauth.AddEmailForm):
    pass


class ResetForm(InOurWords, allauth.ResetPasswordForm):
    pass
