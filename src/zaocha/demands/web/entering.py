"""A demand is entered by hand; what helps a half-typed line comes from the area `help`, by its address."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies import queries as company_queries
from zaocha.demands import access, actions, forms
from zaocha.demands import companies as companies_meant
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused


@require_http_methods(["GET", "POST"])
@signed_in("demands.raise")
def new(request: HttpRequest) -> HttpResponse:
    """The form for a call or a visit; a second submit makes no second demand."""
    by, at = actor_of(request), clock.now()
    company = companies_meant.numbered(request.GET.get("company", ""), by=by)
    initial = {"client_key": f"form-{secrets.token_urlsafe(12)}", "channel": "phone"}
    if company:
        initial |= {"company_id": str(company.pk), "company_text": company.name}
    form = forms.DemandForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                demand = actions.raise_demand(new=_new(form.cleaned_data, by=by), by=by, at=at)
            except Refused as refusal:
                names = {"company": "company_text"}
                name = names.get(refusal.field, refusal.field)
                form.add_error(name if name in form.fields else None, str(refusal))
                status = refusal.status
            else:
                messages.success(
                    request, _("The demand is in the pool: %(number)s.") % {"number": demand.number}
                )
                seen = access.visible(by).filter(pk=demand.pk).exists()
                return redirect("demand", pk=demand.pk) if seen else redirect("demands")
    return render(request, "demands/new.html", {"form": form}, status=status)


@require_GET
@signed_in("demands.raise")
def companies(request: HttpRequest) -> HttpResponse:
    """Companies by name, pinyin, initials or code, as a list to choose from (htmx)."""
    text = request.GET.get("company_text", "").strip()[:60]
    found = company_queries.lookup(tenant_id=actor_of(request).tenant_id, text=text) if text else []
    return render(request, "demands/companies.html", {"companies": found, "text": text})


def _new(data: dict[str, Any], *, by: Actor) -> actions.NewDemand:
    company = companies_meant.numbered(data["company_id"] or "", by=by) or companies_meant.named(
        data["company_text"], by=by
    )
    return actions.NewDemand(
        words=data["words"], channel=data["channel"], company_id=company.pk if company else None,
        raised_by=data["raised_by"], category=data["category"], preset=data["preset"],
        hide_author=data["hide_author"], client_key=data["client_key"],
    )  # fmt: skip
