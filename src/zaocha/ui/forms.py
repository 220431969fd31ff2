"""Form controls in the look of the house."""

from __future__ import annotations

from typing import Any

from django import forms

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
