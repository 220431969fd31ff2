"""Form controls in the look of the house."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CHECKS = (forms.CheckboxInput,)
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
SELECTS = (forms.Select, forms.SelectMultiple)


def control_class(widget: forms.Widget) -> str:
    """The classes that a widget of this kind carries; "" for a hidden one."""
    if widget.is_hidden:
        return ""
    if isinstance(widget, (*CHECKS, *GROUPS)):
        return "form-check-input"
    return "form-select" if isinstance(widget, SELECTS) else "form-control"


class StyledForm(forms.Form):
    """A form whose widgets carry the house's classes and, when wrong, say so to the eye and the ear."""

    required_css_class = "required"
    error_css_class = "is-invalid"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            style(field.widget)
            if isinstance(field.widget, forms.DateInput) and field.widget.input_type == "date":
                field.widget.format = "%Y-%m-%d"  # whatever the language: a browser's control takes no other
            _speak_plainly(field)


# Django's own words → ours, which say what to do; a form's own messages stay.
PLAIN: dict[tuple[type[forms.Field], str], Any] = {
    (forms.Field, "required"): _("Please fill this in."),
    (forms.ChoiceField, "required"): _("Please choose one."),
    (forms.FileField, "required"): _("Please choose a file."),
    (forms.DateField, "invalid"): _("There is no such date. Write it like 2026-03-05."),
    (forms.DateTimeField, "invalid"): _("There is no such date and time. Write it like 2026-03-05 09:30."),
    (forms.TimeField, "invalid"): _("There is no such time. Write it like 09:30."),
    (forms.IntegerField, "invalid"): _("Please write a whole number, digits only."),
    (forms.DecimalField, "invalid"): _("Please write a number, like 12.5."),
    (forms.FileField, "empty"): _("This file is empty. Please choose another one."),
    (forms.ChoiceField, "invalid_choice"): _("This choice is no longer there. Please choose again."),
}


def _speak_plainly(field: forms.Field) -> None:
    for (kind, code), text in PLAIN.items():
        given = field.error_messages.get(code)
        if isinstance(field, kind) and given is not None and _is_of_django(type(field), code, given):
            field.error_messages[code] = text


def _is_of_django(kind: type[forms.Field], code: str, given: Any) -> bool:
    """Whether a field still says what Django's class (or an earlier line of PLAIN) gave it."""
    stock = [base.__dict__.get("default_error_messages", {}).get(code) for base in kind.__mro__]
    return any(given is one for one in stock) or any(given is one for one in PLAIN.values())


def style(widget: forms.Widget) -> None:
    """Give one widget its classes, beside those that it has."""
    if isinstance(widget, forms.MultiWidget):
        for part in widget.widgets:
            style(part)
        return
    own = str(widget.attrs.get("class", "")).split()
    wanted = [name for name in control_class(widget).split() if name not in own]
    if own or wanted:
        widget.attrs["class"] = " ".join([*wanted, *own])
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") in (None, "10", 10):
        widget.attrs["rows"] = "4"
        widget.attrs.pop("cols", None)
