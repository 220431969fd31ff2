"""A step without a form of its own, and a filter above a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from zaocha.kernel.errors import NotAllowed, NotFound, Refused


def done(request: HttpRequest, do: Callable[[], Any], said: Any = "") -> bool:
    """Whether it was done; what refuses it stands above the page that follows."""
    try:
        do()
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    if said:
        messages.success(request, said)
    return True


def number(request: HttpRequest, name: str) -> int:
    """A whole number of the form, 0 when there is none."""
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
