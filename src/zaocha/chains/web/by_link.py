"""A company's own page: its chain, where it stands, its own supplies, the plan, alliances, and what it may ask."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.chains import actions, forms, queries, showing
from zaocha.chains.models import Alliance, Term
from zaocha.chains.queries import waiting
from zaocha.chains.web import acting
from zaocha.companies import chains
from zaocha.companies.models import Company
from zaocha.dealings import queries as dealing_queries
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Without an account. Of other companies it shows leader, convener and anchor, and counts of five and more."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="company")
    by = actors.of_company_link(link)
    form = forms.AskForm(request.POST if request.method == "POST" else None)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _ask(request, form, by=by, at=at)
        except Refused as told:
            refusal = told
        else:
            messages.success(request, _("The desk has it. You will read the answer here."))
            return redirect("link-company-chain", token=token)
    context = {"token": token, "tenant": link.tenant, "form": form, "refusal": refusal, **_shown(by, at=at)}
    return render(request, "chains/by_link.html", context, status=422 if request.method == "POST" else 200)


def _shown(by: Actor, *, at: datetime) -> dict[str, Any]:
    company = Company.objects.get(tenant=by.tenant, pk=by.company_id or 0)
    belongings = list(queries.of_company(company_id=company.pk))
    joined = {one.alliance_id for one in belongings if one.to_on is None}
    open_ = Alliance.objects.filter(tenant=by.tenant, to_on=None).exclude(pk__in=joined)
    requests = list(queries.requests(by=by).order_by("-asked_at")[:10])
    chain = next((one for one in chains.of(by.tenant) if one.code == company.chain), None)
    context: dict[str, Any] = {
        "company": company, "chain": chain, "belongings": belongings, "requests": [(one, waiting.what(one, by)) for one in requests],
        "others": list(open_.filter(chain__in=["", company.chain]).order_by("name")),
        "chains": [one for one in chains.of(by.tenant) if one.code != company.chain],
        "asked_chain": any(one.state == "asked" and one.alliance_id is None for one in requests),
        "asked_alliances": {one.alliance_id for one in requests if one.state == "asked"},
    }  # fmt: skip
    if chain is None:
        return context
    found = queries.chain_map(by=by, chain=chain.code)
    [stood] = queries.rows_of([company], chain=chain.code)
    return context | {
        "stood": stood, "holders": queries.holders(by=by, chain=chain.code).get(chain.code, {}),
        "roles": Term.Role.choices, "map": found, "maps": showing.maps(found),
        "planned": queries.plan(by=by, chain=chain.code, at=at),
        "supplies": dealing_queries.own_supplies(by=by), "us": company.pk,
    }  # fmt: skip


def _ask(request: HttpRequest, form: forms.AskForm, *, by: Actor, at: datetime) -> None:
    kind, _colon, chain = request.POST.get("verb", "").partition(":")
    new = actions.NewRequest(
        kind=kind, chain=chain[:20],
        alliance_id=acting.number(request, "alliance") or None, words=form.cleaned_data["words"],
    )  # fmt: skip
    actions.ask(new=new, by=by, at=at)
