"""API of the suggestions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from zaocha.accounts.access import actor_of
from zaocha.help import suggestions

router = Router(tags=["help"])


@router.get("/help/suggest", url_name="help-suggest")
def suggest(request: HttpRequest, text: str = "", company_id: int | None = None) -> dict[str, Any]:
    """Category, lead unit, companies named and similar demands for a line; at most 500 characters are read."""
    return asdict(suggestions.suggest(by=actor_of(request), text=text, company_id=company_id))
