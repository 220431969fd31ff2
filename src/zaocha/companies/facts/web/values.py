"""One fact of a company: its value, its history, its correction; and what the company agreed to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.companies import queries as company_queries
from zaocha.companies.facts import access, actions, history, sheet
from zaocha.companies.facts.faults import FactsFaulty
from zaocha.companies.facts.forms import CorrectionForm, FactsForm
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.rules.facts import FactDefinition, dictionary


@require_http_methods(["GET", "POST"])
@signed_in("facts.read")
def value(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """What is known, since when and from whom; whoever may write corrects it here."""
    by, at = actor_of(request), clock.now()
    company = company_queries.one(by, pk)
    fact = fact_of(name)
    line = sheet.lines(by=by, company=company, on=at.date(), only=fact)[0]
    may_write = by.may("facts.write") and line.can_change
    form = CorrectionForm(
        sent(request), line=line, circles=sorted(access.circles(by, company)), tenant=by.tenant, on=at.date()
    )
    if request.method == "POST":
        by.need("facts.write")
        if form.is_valid():
            try:
                actions.record(
                    company_id=pk,
                    entries=form.entries(),
                    by=by,
                    at=at,
                    reason=form.cleaned_data.get("reason", ""),
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect("company-fact", pk=pk, name=name)
    context = {
        "company": company, "line": line, "form": form, "may_write": may_write,
        "past": history.of_fact(by=by, company=company, fact=fact),
    }  # fmt: skip
    return render(request, "companies/facts/value.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in("facts.write")
def withdraw(request: HttpRequest, pk: int, fact_id: int) -> HttpResponse:
    """Take a value back."""
    by = actor_of(request)
    company_queries.one(by, pk)
    reason = request.POST.get("reason", "")
    row = actions.withdraw(company_id=pk, fact_id=fact_id, reason=reason, by=by, at=clock.now())
    messages.success(request, _("The value was taken back. It stays in the history."))
    return redirect("company-fact", pk=pk, name=row.name)


@require_POST
@signed_in("facts.write")
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what the company said to a use of its facts, on the telephone or on paper."""
    by = actor_of(request)
    company_queries.one(by, pk)
    actions.decide(
        company_id=pk, purpose=request.POST.get("purpose", ""), is_agreed=request.POST.get("agreed") == "yes",
        by=by, at=clock.now(),
    )  # fmt: skip
    return redirect("company-facts", pk=pk)


def fact_of(name: str) -> FactDefinition:
    """A fact of the dictionary; 404 when there is none."""
    fact = dictionary().get(name)
    if fact is None:
        raise NotFound()
    return fact


def sent(request: HttpRequest) -> QueryDict | None:
    """What was posted: an empty form was sent too."""
    return request.POST if request.method == "POST" else None


def show_refusal(form: FactsForm, refusal: Refused) -> None:
    """Put every fault at its field."""
    if isinstance(refusal, FactsFaulty):
        for fault in refusal.faults:
            name = f"v-{fault.name}"
            form.add_error(name if name in form.fields else None, fault.text())
        return
    form.add_error(None, str(refusal))
