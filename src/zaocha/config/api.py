"""The JSON API: one NinjaAPI, to which each area adds its router."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from zaocha import __version__
from zaocha.accounts.tokens import bearer_or_session
from zaocha.config import api_faults, refusals
from zaocha.kernel.errors import NotFound, Refused

REFUSED = {
    "description": "Refused, in the language of Accept-Language: 401 not signed in, 403 without the right, 404 not "
    "there, 409 overtaken, 410 a link that has ended, 422 not usable.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
}
_TEXT = {"type": "string"}
_FAULT = {
    "type": "object",
    "required": ["field", "message"],
    "properties": {"field": _TEXT, "message": _TEXT},
}
REFUSAL = {
    "type": "object",
    "required": ["error", "message", "remedy", "field"],
    "properties": {
        **dict.fromkeys(("error", "message", "remedy", "field"), _TEXT),
        "faults": {"type": "array", "items": _FAULT, "description": "Every fault of a body or query (422)."},
    },
}


class Api(NinjaAPI):
    """The API, whose schema says how every endpoint refuses."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        found = super().get_openapi_schema(*args, **kwargs)
        found["components"]["schemas"]["Refusal"] = REFUSAL
        found["components"]["responses"] = {"Refused": REFUSED}
        for methods in found["paths"].values():
            for one in methods.values():
                one["responses"]["4XX"] = {"$ref": "#/components/responses/Refused"}
        return found


api = Api(
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


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    remedy = _("Send a token of `zaocha people token LOGIN`: Authorization: Bearer zc_…")
    answer = {"error": "signed_out", "message": _("You are not signed in."), "remedy": remedy, "field": ""}
    return api.create_response(request, answer, status=401)


@api.exception_handler(ValidationError)
def _unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return api.create_response(request, api_faults.answer(error.errors), status=422)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    remedy = _("Send a body that is JSON in UTF-8, with Content-Type: application/json.")
    answer = {"error": "unreadable", "message": _("The body cannot be read."), "remedy": remedy, "field": ""}
    return api.create_response(request, answer, status=error.status_code)


@api.exception_handler(Http404)
def _nowhere(request: HttpRequest, error: Http404) -> HttpResponse:
    return _refused(request, NotFound())


@api.exception_handler(DataError)
def _unkept(request: HttpRequest, error: DataError) -> HttpResponse:
    return _refused(request, refusals.unkept())


for area in settings.AREAS:
    if find_spec(f"zaocha.{area}.api"):
        api.add_router("", import_module(f"zaocha.{area}.api").router)
