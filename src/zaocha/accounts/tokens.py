"""Sign-in of the API: a bearer token, or the browser's session (with CSRF)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from zaocha.accounts import actors
from zaocha.accounts.models import ApiToken, Person


def create(*, person: Person, name: str, at: datetime) -> str:
    """Make a token and return it; it cannot be shown again."""
    token = f"zc_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(person=person, name=name, digest=_digest(token), created_at=at)
    return token


class Bearer(HttpBearer):
    """`Authorization: Bearer zc_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        actor = actors.of_token(_digest(token))
        if actor is not None:
            request.actor = actor  # type: ignore[attr-defined]
        return actor


class Session(APIKeyCookie):
    """The session of a signed-in person; writes need the CSRF token."""

    param_name = "zaocha_session"

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return getattr(request, "actor", None)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


bearer_or_session = [Bearer(), Session()]
