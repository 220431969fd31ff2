"""Looks at everything that is sent to the program, before any page sees it: reports of corruption are handed over.

One place for all intakes, those to come included; actions below refuse a second time what certainly is a report.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from zaocha.accounts import links
from zaocha.accounts.handing_over import AsksWriter, HandedOver
from zaocha.accounts.models import Tenant
from zaocha.integrity import queries
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.lang import corruption

METHODS = frozenset({"POST", "PUT", "PATCH"})
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
SECRET = frozenset({"csrfmiddlewaretoken", "password", "old_password", "new_password"})
VOUCHED = "not_a_report"
"""The writer has been asked and says that it is no report of corruption."""


class HandingOver:
    """Answers 422 with the way to the discipline authorities, or with the question whether it is a report."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """Nothing that was typed is written, logged or kept in the session."""
        if request.method not in METHODS:
            return None
        found = _gravest(_texts(request))
        if not found.kind or (found.kind == "may_be" and _is_vouched(request)):
            return None
        answer = _answer(request, found, kwargs)
        add_never_cache_headers(answer)
        return answer


def _gravest(texts: Iterator[str]) -> corruption.Finding:
    found = corruption.NOTHING
    for text in texts:
        one = corruption.look(text)
        if one.kind == "report":
            return one
        found = found if found.kind else one
    return found


def _texts(request: HttpRequest) -> Iterator[str]:
    if request.content_type in FORMS:
        for name, values in request.POST.lists():
            yield from () if name in SECRET else (str(value) for value in values)
    elif request.content_type == "application/json":
        yield from _strings(_parsed(request.body))


def _parsed(body: bytes) -> Any:
    """What the body holds; one that cannot be read is refused further on."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _strings(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            waiting += [inner for name, inner in one.items() if name not in SECRET]
        elif isinstance(one, list):
            waiting += one


def _is_vouched(request: HttpRequest) -> bool:
    if request.content_type in FORMS:
        return request.POST.get(VOUCHED) == "1"
    return request.headers.get("Not-A-Report") == "1"


def _answer(request: HttpRequest, found: corruption.Finding, kwargs: Mapping[str, Any]) -> HttpResponse:
    refusal: Refused = HandedOver() if found.kind == "report" else AsksWriter()
    if request.content_type == "application/json":
        return JsonResponse(refusal.as_dict(), status=422)
    tenant = _tenant(request, kwargs)
    context = {
        "asks": found.kind == "may_be", "passage": found.passage, "tenant": tenant, "path": request.get_full_path(),
        "office": queries.office(tenant_id=tenant.pk) if tenant else None, "vouched": VOUCHED,
        "typed": [
            (name, value) for name, values in request.POST.lists() if name not in SECRET for value in values
        ],
        "has_files": bool(request.FILES), "multipart": request.content_type == "multipart/form-data",
    }  # fmt: skip
    answer = render(request, "integrity/handed_over.html", context, status=422)
    if request.headers.get("HX-Request"):
        # A page in place of the fragment that was asked for.
        answer["HX-Retarget"], answer["HX-Reswap"] = "body", "innerHTML"
    return answer


def _tenant(request: HttpRequest, kwargs: Mapping[str, Any]) -> Tenant | None:
    """Whose desk it was sent to: of the signed-in person, or of the link."""
    actor = getattr(request, "actor", None)
    if actor is not None:
        return actor.tenant  # type: ignore[no-any-return]
    if "token" not in kwargs:
        return None
    try:
        return links.resolve(token=str(kwargs["token"]), at=clock.now()).tenant
    except Refused:
        return None
