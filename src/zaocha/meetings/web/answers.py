"""JSON answers of the table: bodies in, rows or refusals out."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from zaocha.kernel.errors import Invalid, NotAllowed, Refused

LARGEST = 64 * 1024


def as_json(right: str) -> Callable[[Callable[..., dict[str, Any]]], Callable[..., HttpResponseBase]]:
    """Guard an endpoint that a script calls: 401 for a stranger, refusals as JSON with their status."""

    def wrap(endpoint: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponseBase]:
        @wraps(endpoint)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = getattr(request, "actor", None)
            if actor is None:
                return JsonResponse(_signed_out(), status=401)
            try:
                actor.need(right)
                return JsonResponse(endpoint(request, *args, **kwargs))
            except Refused as refusal:
                return JsonResponse(refusal.as_dict(), status=refusal.status)

        answered.right = right  # type: ignore[attr-defined]
        return answered

    return wrap


def body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent; anything else is refused."""
    if len(request.body) > LARGEST:
        raise Invalid(_("This is too long to save as one line."), field="words")
    try:
        data = json.loads(request.body)
    except ValueError as error:
        raise Invalid(_("The page sent something unreadable."), remedy=_("Load the page again.")) from error
    if not isinstance(data, dict):
        raise Invalid(_("The page sent something unreadable."), remedy=_("Load the page again."))
    return data


def text(data: dict[str, Any], name: str) -> str:
    """A text out of the body; empty when it is missing."""
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Invalid(field=name)
    return value


def text_or_none(data: dict[str, Any], name: str) -> str | None:
    """A text, or None when it was not sent."""
    return text(data, name) if name in data else None


def number(data: dict[str, Any], name: str) -> int | None:
    """An id out of the body, None when it is missing or empty."""
    value = data.get(name)
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not isinstance(value, (int, str)) or not str(value).isdecimal():
        raise Invalid(field=name)
    found = int(value)
    if found >= 2**63:
        raise Invalid(field=name)
    return found


def _signed_out() -> dict[str, Any]:
    return {
        **NotAllowed(
            _("You are signed out."), remedy=_("Sign in again in another window; nothing here is lost.")
        ).as_dict(),
        "error": "signed_out",
    }
