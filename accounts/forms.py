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
