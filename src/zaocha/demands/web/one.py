"""One demand: its page, and the steps that are taken on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies.facts import sheet
from zaocha.demands import access, actions, companies, forms, labels, lifecycle, queries, stepping
from zaocha.demands.web import showing
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.promises import queries as promise_queries


@require_GET
@signed_in("demands.read")
def demand(request: HttpRequest, pk: int) -> HttpResponse:
    """The words, the clocks, what was done, what is promised, and the steps that are open to the reader."""
    return _shown(request, pk)


@require_POST
@signed_in("demands.read")
def take(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take a step; a refusal shows the page again with what was typed."""
    by = actor_of(request)
    if verb not in stepping.VERBS:
        raise NotFound()
    found = queries.found(by=by, pk=pk)
    by_desk = by.may("demands.reply")
    form = forms.step_form(verb, tenant=by.tenant, demand=found, by_desk=by_desk, data=request.POST)
    if not form.is_valid():
        return _shown(request, pk, form=form, status=422)
    try:
        taken = stepping.take(verb, demand_id=pk, given=form.given(), by=by, at=clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _shown(request, pk, form=form, status=refusal.status)
    messages.success(
        request,
        _("Done: %(step)s. The demand is now: %(state)s.")
        % {"step": stepping.VERBS[verb].label, "state": showing.state_label(taken.state, taken.closed_as)},
    )
    if access.reachable(by).filter(pk=pk).exists():
        return redirect("demand", pk=pk)
    return redirect("demands")


@require_POST
@signed_in("demands.read")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is not a step: category, author, draft, next date, a note."""
    by = actor_of(request)
    found = queries.found(by=by, pk=pk)
    form = forms.CorrectForm(demand=found, by_desk=by.may("demands.dispatch"), data=request.POST)
    if not form.is_valid():
        return _shown(request, pk, correcting=form, status=422)
    changes = form.changes()
    try:
        if "company" in changes:
            company = companies.named(changes.pop("company"), by=by)
            changes["company_id"] = company.pk if company else None
        actions.correct(
            demand_id=pk, version=form.cleaned_data["version"], changes=changes, by=by, at=clock.now()
        )
    except Refused as refusal:
        form.refuse(refusal)
        return _shown(request, pk, correcting=form, status=refusal.status)
    messages.success(request, _("The changes are saved."))
    return redirect("demand", pk=pk)


def _shown(
    request: HttpRequest, pk: int, *, form: Any = None, correcting: Any = None, status: int = 200
) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    detail = queries.detail(by=by, pk=pk, at=at)
    if status == 409:
        (form or correcting).renew(detail.demand.version)
    by_desk = by.may("demands.dispatch")
    may_correct = by_desk or bool(access.capacities(by, detail.demand))
    context = {
        "detail": detail,
        "demand": detail.demand,
        "category": forms.category_label(detail.demand.category),
        "state": showing.state_label(detail.demand.state, detail.demand.closed_as),
        "tone": showing.tone(detail.demand.state, detail.demand.closed_as),
        "result": labels.RESULTS.get(detail.demand.result, ""),
        "word": labels.WORDS.get(detail.demand.word, ""),
        "satisfaction": labels.SATISFACTION.get(detail.demand.satisfaction or 0, ""),
        "entries": showing.entries(detail),
        "verbs": _verbs(detail, by=by, form=form),
        "barred": showing.joined(
            stepping.VERBS[name].label for name in stepping.verbs_of([one.name for one in detail.barred])
        ),
        "promises": [(one, promise_queries.standing(one, at=at)) for one in detail.promises],
        "correcting": correcting or _correcting(detail, by_desk=by_desk, may=may_correct),
        "correcting_open": correcting is not None,
        "company_link": by.may("companies.read"),
        "company_facts": _company_facts(detail, by=by, at=at),
        "call_back_form": by.may("demands.call_back") and detail.demand.state in lifecycle.ANSWERED,
        "slip": by_desk and any(a.ended_at is None for a in detail.assignments),
    }
    return render(request, "demands/one.html", context, status=status)


def _company_facts(detail: queries.Detail, *, by: Actor, at: datetime) -> list[sheet.Line]:
    """What a unit is shown of the company whose matter it holds; whoever reads the register looks there."""
    company = detail.demand.company
    if company is None or detail.hidden or by.may("facts.read") or not by.unit_ids:
        return []
    return sheet.for_unit(by=by, company=company, on=at.date())


def _verbs(detail: queries.Detail, *, by: Actor, form: Any) -> list[dict[str, Any]]:
    """The steps open to the reader as forms; the one that was refused is open with what was typed."""
    names = stepping.verbs_of([step.name for step in detail.steps])
    table = stepping.USUAL if by.may("demands.dispatch") else stepping.USUAL_OF_UNIT
    usual = next((name for name in table.get(detail.demand.state, ()) if name in names), "")
    names.sort(key=lambda name: name != usual)
    if form is not None and form.verb not in names:
        names.insert(0, form.verb)
    shown = []
    for name in names:
        own = form is not None and form.verb == name
        one = form if own else forms.step_form(
            name, tenant=by.tenant, demand=detail.demand, by_desk=by.may("demands.reply")
        )  # fmt: skip
        shown.append(
            {
                "name": name, "label": stepping.VERBS[name].label, "icon": stepping.VERBS[name].icon, "form": one,
                "open": own or (form is None and name == usual), "first": name == usual,
                "out": name in {"merge", "withdraw", "reject"},
            }
        )  # fmt: skip
    return shown


def _correcting(detail: queries.Detail, *, by_desk: bool, may: bool) -> Any:
    return forms.CorrectForm(demand=detail.demand, by_desk=by_desk) if may else None
