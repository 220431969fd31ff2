"""The JSON API: one NinjaAPI, to which each area adds its router."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from zaocha import __version__
from zaocha.accounts.tokens import bearer_or_session
from zaocha.config import refusals
from zaocha.kernel.errors import Refused

api = NinjaAPI(
    title="Zaocha",
    version=__version__,
    description="Demands, promises, meetings and companies. Writes take an `Idempotency-Key` header.",
    auth=bearer_or_session,
    urls_namespace="api",
    docs_url=None,  # its page would fetch a viewer from elsewhere; docs/api.md and openapi.json say it all
)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return api.create_response(request, refusal.as_dict(), status=refusal.status)


@api.exception_handler(DataError)
def _unkept(request: HttpRequest, error: DataError) -> HttpResponse:
    return _refused(request, refusals.unkept())


for area in settings.AREAS:
    if find_spec(f"zaocha.{area}.api"):
        api.add_router("", import_module(f"zaocha.{area}.api").router)
