"""The fragment that the drawer of the table and of the demand form shows while a line is typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from zaocha.accounts.access import actor_of, signed_in
from zaocha.help import suggestions
from zaocha.kernel import clock
from zaocha.matching import showing


@require_GET
@signed_in("demands.raise")
def suggest(request: HttpRequest) -> HttpResponse:
    """`?text=…&company_id=…`: an HTML fragment; it never takes the cursor."""
    text, company = request.GET.get("text", ""), request.GET.get("company_id", "")
    found = suggestions.suggest(
        by=actor_of(request),
        text=text,
        at=clock.now(),
        company_id=int(company) if company.isascii() and company.isdigit() and len(company) < 19 else None,
    )
    return render(
        request, "help/drawer.html", {"found": found, "typed": text.strip(), "notice": showing.notice()}
    )


urlpatterns = [path("help/suggest", suggest, name="help-suggest")]
