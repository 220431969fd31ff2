"""What the pages of this area do alike with a POST: find the verb, try it, say what was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from zaocha.kernel.errors import Invalid, Refused

Verbs = Mapping[str, Callable[[], Any]]


def done(request: HttpRequest, verbs: Verbs) -> bool:
    """Do what the button says. Refusals of rights go on; others are told above the page, which comes back."""
    verb = request.POST.get("verb", "")
    try:
        if verb not in verbs:
            raise Invalid(remedy=_("Load the page again."))
        verbs[verb]()
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("Noted down."))
    return True


def number(request: HttpRequest, name: str = "number") -> int:
    """An id out of a form; nought for nonsense."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def words(request: HttpRequest) -> str:
    """The few words that go with a step."""
    return request.POST.get("words", "").strip()[:400]
