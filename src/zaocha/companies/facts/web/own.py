"""The company's own page of facts, by its link: what is known, who sees it, correct it, take it back, answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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
from zaocha.companies.facts import access, actions, asking, history, purposes, scoring, sheet
from zaocha.companies.facts.forms import CorrectionForm, FactsForm
from zaocha.companies.facts.web.asking import chosen, tell
from zaocha.companies.facts.web.sheets import sections
from zaocha.companies.facts.web.values import fact_of, sent, show_refusal
from zaocha.companies.models import Company
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, NotFound, Refused


@never_cache
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that is known of the company; a POST carries a `verb`: answer, consent, withdraw."""
    at = clock.now()
    by, company = holder(token, at)
    state: dict[str, Any] = {}
    if request.method == "POST":
        try:
            done = _act(request, by=by, company=company, at=at, state=state)
        except Refused as refusal:
            state["refusal"] = refusal
        else:
            if done:
                return redirect(_back(request), token=token)
    reader = sheet.Reader(by, company, on=at.date())
    lines = reader.lines()
    context = {
        "company": company, "tenant": by.tenant, "token": token,
        "sections": sections([line for line in lines if line.is_known]),
        "score": scoring.scored(reader.known, tenant=by.tenant),
        "decisions": purposes.decisions(company.pk),
        "question": state.get("question") or _questions(request, company, at=at),
        **state,
    }  # fmt: skip
    failed = "refusal" in state or "question" in state
    return render(request, "companies/facts/own.html", context, status=422 if failed else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def fact(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """One fact: its value and history, and the form that corrects it."""
    at = clock.now()
    by, company = holder(token, at)
    line = sheet.lines(by=by, company=company, on=at.date(), only=fact_of(name))[0]
    circles = sorted(access.circles(by, company))
    form = CorrectionForm(sent(request), line=line, circles=circles, tenant=by.tenant, on=at.date())
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data.get("reason", "")
            actions.record(company_id=company.pk, entries=form.entries(), by=by, at=at, reason=reason)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Thank you, it is corrected."))
            return redirect("link-company-facts", token=token)
    context = {
        "company": company, "tenant": by.tenant, "token": token, "line": line, "form": form,
        "past": history.of_fact(by=by, company=company, fact=line.fact),
    }  # fmt: skip
    return render(request, "companies/facts/own_fact.html", context, status=422 if form.errors else 200)


def holder(token: str, at: datetime) -> tuple[Actor, Company]:
    """Whoever holds a company's link, and the company as it is kept now."""
    link = links.resolve(token=token, at=at, purpose="company")
    by = actors.of_company_link(link)
    company = Company.objects.filter(tenant=by.tenant, pk=by.company_id or 0).first()
    if company is not None and company.merged_into_id is not None:
        company = Company.objects.filter(pk=company.merged_into_id).first()
    if company is None:
        raise NotFound()
    return replace(by, company_id=company.pk), company


def next_question(company: Company, *, at: datetime) -> dict[str, Any] | None:
    """The one missing fact that would settle most, with its form; None when nothing is left to ask."""
    found = asking.questions(company=company, at=at)
    if not found:
        return None
    form = FactsForm(facts=[found[0].fact], tenant=company.tenant, on=at.date())
    return {"form": form, "decides": found[0].decides, "titles": found[0].titles}


def _questions(request: HttpRequest, company: Company, *, at: datetime) -> dict[str, Any] | None:
    """What a page sent the company here for (`?names=a,b`), as far as it is missing; else the next question."""
    if "names" not in request.GET:
        return next_question(company, at=at)
    facts = asking.missing(company=company, names=request.GET["names"].split(",")[:60], at=at)
    form = FactsForm(facts=facts[: asking.AT_ONCE], tenant=company.tenant, on=at.date())
    return {"form": form, "decides": 0, "titles": ()} if facts else None


def _act(request: HttpRequest, *, by: Actor, company: Company, at: datetime, state: dict[str, Any]) -> bool:
    verbs: dict[str, Callable[..., bool]] = {"answer": _answer, "consent": _consent, "withdraw": _withdraw}
    verb = request.POST.get("verb", "")
    if verb not in verbs:
        raise Invalid(remedy=_("Load the page again."))
    return verbs[verb](request, by=by, company=company, at=at, state=state)


def _answer(
    request: HttpRequest, *, by: Actor, company: Company, at: datetime, state: dict[str, Any]
) -> bool:
    form = FactsForm(
        request.POST, facts=chosen(request, company)[: asking.AT_ONCE], tenant=by.tenant, on=at.date()
    )
    if form.is_valid():
        try:
            tell(request, actions.record(company_id=company.pk, entries=form.entries(), by=by, at=at))
            return True
        except Refused as refusal:
            show_refusal(form, refusal)
    if not form.facts:
        raise Invalid(remedy=_("Load the page again."))
    state["question"] = {"form": form, "decides": 0, "titles": ()}
    return False


def _consent(
    request: HttpRequest, *, by: Actor, company: Company, at: datetime, state: dict[str, Any]
) -> bool:
    agreed = request.POST.get("agreed") == "yes"
    actions.decide(
        company_id=company.pk, purpose=request.POST.get("purpose", ""), is_agreed=agreed, by=by, at=at
    )
    messages.success(
        request, _("Noted: you agree.") if agreed else _("Noted: it is no longer used for this.")
    )
    return True


def _withdraw(
    request: HttpRequest, *, by: Actor, company: Company, at: datetime, state: dict[str, Any]
) -> bool:
    text = request.POST.get("number", "0")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    actions.withdraw(
        company_id=company.pk, fact_id=number, reason=request.POST.get("reason", ""), by=by, at=at
    )
    messages.success(request, _("The value was taken back."))
    return True


def _back(request: HttpRequest) -> str:
    return "link-company" if request.POST.get("back") == "company" else "link-company-facts"
