from django import forms

from accounts.models import User


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["display_name", "theme", "text_scale", "single_key_shortcuts"]
        help_texts = {
            "display_name": "Shown in the corner of the page and to your instructor.",
            "single_key_shortcuts": "When off, the same keys work with Alt and Shift.",
        }
        widgets = {"display_name": forms.TextInput(attrs={"autocomplete": "name"})}
