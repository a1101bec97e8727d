"""Form controls in our look: the label says what a field is, so placeholders go."""

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()

CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxInput, ""),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.Widget, "input"),
]


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget of `field`, with the class that its kind has in ui.css."""
    css = next(css for kind, css in CLASSES if isinstance(field.field.widget, kind))
    return field.as_widget(attrs={"class": css or False, "placeholder": False})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)
