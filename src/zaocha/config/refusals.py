"""Turns a refusal of an action into an answer that the reader can use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from zaocha.kernel.errors import Invalid, Refused

BEYOND = 2**63  # no database holds such an id, and some fail on it


class RefusalMiddleware:
    """A `Refused` that no page caught becomes its own error page, in the reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> None:
        """An address with a number that cannot be an id leads nowhere."""
        if any(str(value).isdecimal() and int(value) >= BEYOND for value in kwargs.values()):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render the page for a refusal; anything else is Django's business."""
        refusal = unkept() if isinstance(exception, DataError) else exception
        if not isinstance(refusal, Refused):
            return None
        name = f"{refusal.status}.html" if refusal.status in {403, 404, 409} else "400.html"
        return render(request, name, {"refusal": refusal}, status=refusal.status)


def unkept() -> Invalid:
    """What to say when the database cannot keep a text that no form has looked at; nothing was written."""
    return Invalid(
        remedy=_("A text is too long, or it holds signs that cannot be kept. Change it and try again.")
    )
