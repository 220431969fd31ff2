"""Questions to a company that somebody of the town asks, at the table or on a visit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.companies import queries as company_queries
from zaocha.companies.facts import actions, asking, groups
from zaocha.companies.facts.forms import FactsForm
from zaocha.companies.facts.web.values import sent, show_refusal
from zaocha.companies.models import Company
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.rules.facts import FactDefinition, dictionary


@require_http_methods(["GET", "POST"])
@signed_in("facts.write")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """A form of missing facts: `?group=` of one heading, `?names=a,b` of these, else what would settle most."""
    by, at = actor_of(request), clock.now()
    company = company_queries.one(by, pk)
    facts = chosen(request, company)
    form = FactsForm(sent(request), facts=facts, tenant=by.tenant, on=at.date())
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.record(company_id=pk, entries=form.entries(), by=by, at=at)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            tell(request, done)
            return redirect((request.POST.get("back") == "company" and "company") or "company-facts", pk=pk)
    context = {
        "company": company, "form": form, "group": groups.GROUPS.get(request.GET.get("group", "-")),
        "back": request.POST.get("back", ""),
    }  # fmt: skip
    return render(request, "companies/facts/ask.html", context, status=422 if form.errors else 200)


def chosen(request: HttpRequest, company: Company) -> list[FactDefinition]:
    """The facts of the form: those that were asked when it comes back, else those that are missing now."""
    at = clock.now()
    if request.method == "POST":
        posted = (dictionary().get(name) for name in request.POST.get("names", "").split(",")[:60])
        return [fact for fact in posted if fact is not None and fact.derived is None]
    if "names" in request.GET:
        return asking.missing(company=company, names=request.GET["names"].split(",")[:60], at=at)
    if "group" in request.GET:
        names = [fact.name for fact in groups.facts_of(request.GET["group"])]
        return asking.missing(company=company, names=names, at=at)
    return _most_useful(company)


def tell(request: HttpRequest, done: actions.Recorded) -> None:
    """Say how much came in."""
    count = done.new + done.corrected
    if count:
        messages.success(
            request, ngettext("%(n)d answer was noted.", "%(n)d answers were noted.", count) % {"n": count}
        )
    else:
        messages.info(request, _("Nothing new was entered."))


def _most_useful(company: Company) -> list[FactDefinition]:
    return [one.fact for one in asking.questions(company=company, at=clock.now())[: asking.AT_ONCE]]
