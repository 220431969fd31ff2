"""Response headers that a browser enforces for us."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def tiles_of(address: str) -> str:
    """The origin of the tile server, for the policy; empty when none is configured."""
    found = re.match(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?=/)", address)
    return f" {found.group()}" if found else ""


POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        f"img-src 'self' data:{tiles_of(settings.TILES)}",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class SecurityHeaders:
    """Add the policies of content, permissions, frames and caches to every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("X-Frame-Options", "DENY")
        # What is shown to one person stays out of shared caches; static files say their own.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
