"""The facts of one company, narrowed by group and by where they stand; and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zaocha.accounts.access import actor_of, signed_in
from zaocha.companies import queries as company_queries
from zaocha.companies.facts import exporting, groups, purposes, scoring
from zaocha.companies.facts import sheet as sheets
from zaocha.companies.facts.sheet import Line
from zaocha.kernel import clock
from zaocha.sheets import tables

# Tabs: code, words, and the states that stand below it.
TABS = (
    ("known", _("Known"), frozenset({"known", "stale", "worked_out"})),
    ("missing", _("Missing"), frozenset({"missing", "asked"})),
    ("stale", _("Grown old"), frozenset({"stale"})),
    ("worked_out", _("Worked out"), frozenset({"worked_out"})),
    ("all", _("All"), frozenset(groups.STATES)),
)


@require_GET
@signed_in("facts.read")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Every fact with value, period, source and reader; `?state=` one of TABS, `?group=` a heading."""
    by, at = actor_of(request), clock.now()
    kept = company_queries.successor(tenant_id=by.tenant_id, company_id=pk)
    if kept not in (None, pk):
        return redirect("company-facts", pk=kept)
    company = company_queries.one(by, pk)
    reader = sheets.Reader(by, company, on=at.date())
    every = reader.lines()
    group, state = _chosen(request)
    of_group = [line for line in every if not group or line.fact.group == group]
    states = next(states for code, _label, states in TABS if code == state)
    shown = [line for line in of_group if line.state in states]
    context = {
        "company": company,
        "sections": sections(shown),
        "tabs": [
            {"code": code, "label": label, "count": sum(line.state in held for line in of_group)}
            for code, label, held in TABS
        ],
        "state": state,
        "group": group,
        "groups": [(code, label) for code, label in groups.GROUPS.items() if groups.facts_of(code) and code],
        "decisions": purposes.decisions(pk),
        "may_write": by.may("facts.write"),
        "score": scoring.scored(reader.known, tenant=by.tenant) if reader.sees(scoring.FACTS) else None,
        "hidden": any(line.is_hidden for line in every),
    }
    return render(request, "companies/facts/sheet.html", context)


@require_GET
@signed_in("facts.read")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as .xlsx; what the reader may not see is not in it."""
    by, at = actor_of(request), clock.now()
    company = company_queries.one(by, pk)
    content = exporting.of_company(by, company, on=at.date())
    return _file(content, f"facts-{pk}-{at.date().isoformat()}.xlsx")


@require_GET
@signed_in("facts.read")
def export_all(request: HttpRequest) -> HttpResponse:
    """Facts of all companies as one table, with the headings that the import knows again; `?group=` narrows."""
    by, at = actor_of(request), clock.now()
    group, _state = _chosen(request)
    return _file(exporting.of_all(by, group=group, on=at.date()), f"facts-{at.date().isoformat()}.xlsx")


def sections(lines: Sequence[Line]) -> list[tuple[Any, list[Line]]]:
    """The lines below their headings, both in the order of the dictionary."""
    order = list(groups.GROUPS)
    ranked = sorted(lines, key=lambda line: order.index(line.fact.group if line.fact.group in order else ""))
    return [(heading, list(own)) for heading, own in groupby(ranked, key=lambda line: line.heading)]


def _chosen(request: HttpRequest) -> tuple[str, str]:
    group, state = request.GET.get("group", ""), request.GET.get("state", "known")
    known = {code for code, _label, _states in TABS}
    return group if group in groups.GROUPS else "", state if state in known else "known"


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=tables.XLSX_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
