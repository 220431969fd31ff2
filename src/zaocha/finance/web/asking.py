"""What the pages of this area share: a number out of a form, a form turned into an action's argument."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest

from zaocha.finance import actions
from zaocha.ui import trying

Do = Callable[[Any], Any]


def number(request: HttpRequest, name: str) -> int:
    """A number that a form carries; 400 for anything else."""
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadRequest(f"{name} is no number")
    return int(text)


def filled(form: forms.Form, do: Do) -> bool:
    """Whether a form was right and its action went through; else it holds why not."""
    return form.is_valid() and trying.tried(form, lambda: do(form.cleaned_data) or True) is not None


def new_credit(given: dict[str, Any], company_id: int) -> actions.NewCredit:
    """What was filled in of a dossier."""
    names = ("purpose", "words", "amount", "months", "needed_by", "client_key")
    return actions.NewCredit(company_id=company_id, **{name: given[name] for name in names})


def new_upgrade(given: dict[str, Any], company_id: int) -> actions.NewUpgrade:
    """What was filled in of an upgrade."""
    names = (
        "title",
        "machines",
        "planned",
        "words",
        "supplier",
        "spent",
        "starts_on",
        "due_on",
        "client_key",
    )
    return actions.NewUpgrade(company_id=company_id, **{name: given[name] for name in names})


def new_count(given: dict[str, Any]) -> actions.NewCount:
    """What was filled in of a count."""
    return actions.NewCount(given["machines"], given["what"], given["on_day"], given["evidence"])
