"""API of the suggestions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from zaocha.accounts.access import actor_of
from zaocha.help import suggestions
from zaocha.kernel import clock

router = Router(tags=["help"])


@router.get("/help/suggest", url_name="help-suggest")
def suggest(request: HttpRequest, text: str = "", company_id: int | None = None) -> dict[str, Any]:
    """Category, lead unit, companies named, similar demands, policies and offers that fit a line.

    At most 500 characters are read. Policies are compared with the company, or with the one that the line names.
    """
    found = suggestions.suggest(by=actor_of(request), text=text, at=clock.now(), company_id=company_id)
    return asdict(found)
