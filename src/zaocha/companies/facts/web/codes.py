"""Industry codes to choose from: found by code or word, or level by level. Public data, so nobody signs in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zaocha.companies import industries


@require_GET
def industries_(request: HttpRequest) -> HttpResponse:
    """`?q=` (or the field itself): entries that fit; `?under=`: the entries below one; neither: the sections."""
    text, under = (
        (request.GET.get("q") or request.GET.get("v-industry", ""))[:60].strip(),
        request.GET.get("under", "")[:5].strip(),
    )
    above: tuple[industries.Industry, ...] = ()
    if text:
        hits = industries.search(text, limit=30)
    else:
        hits = industries.below(under)
        above = industries.path(under) if hits and under else ()
    context = {
        "hits": [(hit, industries.path(hit.code), bool(industries.below(hit.code))) for hit in hits],
        "above": above, "text": text, "target": request.GET.get("for", "")[:80],
    }  # fmt: skip
    return render(request, "companies/facts/industries.html", context)
