"""Our agreement, on a company's own page: the text to agree to, and both sides' clauses with where each stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.agreements import access, papers
from zaocha.agreements.actions import agreements as actions
from zaocha.agreements.queries import agreements as queries
from zaocha.agreements.web.agreements import docx, say
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused


@never_cache
@require_http_methods(["GET", "POST"])
def agreements(request: HttpRequest, token: str) -> HttpResponse:
    """A POST agrees, objects, or speaks of one day of a clause."""
    by, at = _by(token), clock.now()
    state: dict[str, Any] = {}
    if request.method == "POST":
        try:
            place = _acted(request, by=by)
            messages.success(request, _("Noted down."))
            return redirect(f"{reverse('link-company-agreements', args=[token])}{place}")
        except Refused as refusal:
            state = {
                "refusal": refusal,
                "words": request.POST.get("words", ""),
                "number": request.POST.get("number", ""),
            }
    rows = queries.agreements(by=by, on=at.date())[:10]
    shown = [(queries.progress(by=by, found=one, at=at), queries.tone(one, on=at.date())) for one in rows]
    context = {"tenant": by.tenant, "token": token, "shown": shown, "us": by.company_id, **state}
    return render(request, "agreements/link_agreements.html", context, status=422 if state else 200)


@require_GET
def paper(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The .docx of an own agreement."""
    by, at = _by(token), clock.now()
    found = queries.progress(by=by, found=access.the_agreement(by, pk), at=at)
    return docx(papers.agreement(found, tenant=by.tenant, at=at), found.agreement)


def _acted(request: HttpRequest, *, by: Actor) -> str:
    text, verb = request.POST.get("number", ""), request.POST.get("verb", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
    if verb in {"agrees", "objects"}:
        words = request.POST.get("words", "")
        actions.answer(agreement_id=number, agrees=verb == "agrees", words=words, by=by, at=clock.now())
        return f"#agreement-{number}"
    say(request, number, by=by)
    return f"#due-{number}"


def _by(token: str) -> Actor:
    by = actors.of_company_link(links.resolve(token=token, at=clock.now(), purpose="company"))
    return replace(by, name=str(access.own_companies(by).first() or ""))


urlpatterns = [
    path("c/<str:token>/agreements/", agreements, name="link-company-agreements"),
    path("c/<str:token>/agreements/<int:pk>/agreement.docx", paper, name="link-company-agreement-paper"),
]
