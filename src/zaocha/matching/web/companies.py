"""What policies say to one company, for the desk; and the benefits that it has had."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.companies import queries as company_queries
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.matching import showing
from zaocha.matching.actions import enjoyed as actions
from zaocha.matching.forms import EnjoyedForm
from zaocha.matching.models import Enjoyed
from zaocha.matching.queries import companies as queries


@require_GET
@signed_in("matches.read")
def policies(request: HttpRequest, pk: int) -> HttpResponse:
    """All policies against this company: eligible first, near misses, what is missing, the rest."""
    return _page(request, pk, EnjoyedForm(by=actor_of(request)))


@require_POST
@signed_in("matches.write")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a benefit that it has had."""
    by = actor_of(request)
    company_queries.one(by, pk)
    form = EnjoyedForm(request.POST, by=by)
    if form.is_valid():
        try:
            actions.record(company_id=pk, new=form.new(), by=by, at=clock.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Recorded. What it excludes is taken into account at once."))
            return redirect("company-policies", pk=pk)
    return _page(request, pk, form)


@require_POST
@signed_in("matches.write")
def end(request: HttpRequest, pk: int, enjoyed_id: int) -> HttpResponse:
    """A benefit that was recorded in error, or paid back."""
    by = actor_of(request)
    company = company_queries.one(by, pk)
    if not Enjoyed.objects.filter(company=company, pk=enjoyed_id).exists():
        raise NotFound()
    actions.end(enjoyed_id=enjoyed_id, by=by, at=clock.now())
    messages.success(request, _("It no longer counts."))
    return redirect("company-policies", pk=pk)


def _page(request: HttpRequest, pk: int, form: EnjoyedForm) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    company = company_queries.one(by, pk)
    context = {
        "company": company,
        "entitled": queries.entitled(company, by=by, at=at),
        "enjoyed": queries.enjoyed(company),
        "form": form,
        "notice": showing.notice(),
        "may_write": by.may("matches.write"),
    }
    return render(request, "matching/company.html", context, status=422 if form.errors else 200)
