"""Guards for pages: who may come in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from zaocha.accounts.actors import Actor

Page = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a page that `signed_in` guards."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def signed_in(right: str) -> Callable[[Page], Page]:
    """Let a person with this right in; a stranger is sent to sign in, others get 403."""

    def guard(page: Page) -> Page:
        @wraps(page)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = getattr(request, "actor", None)
            if actor is None:
                return redirect_to_login(request.get_full_path())
            actor.need(right)
            return page(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]
        return guarded

    return guard
