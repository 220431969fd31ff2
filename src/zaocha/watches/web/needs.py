"""A need out of a demand: what its company looks for, with weighted wishes."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.demands import access as demand_access
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.offers import facts
from zaocha.offers.forms import conditions as condition_forms
from zaocha.offers.forms.needs import NeedForm
from zaocha.watches import proposing
from zaocha.watches.actions import needing


@require_http_methods(["GET", "POST"])
@signed_in("offers.write")
def of_demand(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the company of a demand needs; what its words say is filled in."""
    by, at = actor_of(request), clock.now()
    demand = demand_access.visible(by).select_related("company").filter(pk=pk).first()
    if demand is None:
        raise NotFound()
    proposals = proposing.of(demand.words)
    code = request.GET.get("kind", "") or (proposals[0].kind if proposals else "")
    if code not in facts.kinds():
        return render(request, "offers/choose.html", {"kinds": facts.kinds().values(), "asking": True})
    proposal = next((one for one in proposals if one.kind == code), None)
    start = {
        "client_key": secrets.token_hex(12), "words": demand.words[:8000],
        "company": demand.company.name if demand.company else demand.raised_by,
        **(condition_forms.initial(proposal.must) if proposal else {}),
    }  # fmt: skip
    form = NeedForm(request.POST or None, kind=code, by=by, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = needing.of_demand(demand_id=pk, new=form.new(), by=by, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The need is recorded. Below is what fits it."))
            return redirect("need", pk=made.pk)
    context = {"form": form, "kind": facts.kind_of(code)}
    return render(request, "offers/need_edit.html", context, status=422 if form.errors else 200)


urlpatterns = [path("needs/of-demand/<int:pk>/", of_demand, name="need-of-demand")]
