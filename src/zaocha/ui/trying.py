"""An action tried from a form: what refuses it stands at the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms

from zaocha.kernel.errors import Conflict, Invalid

Made = TypeVar("Made")


def tried(form: forms.Form, do: Callable[[], Made]) -> Made | None:
    """What the action made, or None with the refusal and its remedy at the field, else above the form."""
    try:
        return do()
    except (Invalid, Conflict) as refusal:
        words = f"{refusal} {refusal.remedy or ''}".strip()
        form.add_error(refusal.field if refusal.field in form.fields else None, words)
        return None
