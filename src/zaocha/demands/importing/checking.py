"""Judges the rows of a ledger that comes back: what changed here, what changed there, what cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from zaocha.accounts import calendars
from zaocha.accounts.models import Tenant, Unit
from zaocha.companies.models import Company
from zaocha.demands import ledger, lifecycle
from zaocha.demands.importing import cells
from zaocha.demands.ledger import EDITABLE, Base
from zaocha.demands.models import Demand
from zaocha.imports.kinds import Draft
from zaocha.kernel import clock
from zaocha.lang import corruption

LONGEST = {"words": 20_000, "raised_by": 60, "answer_draft": 20_000, "note": 20_000}


@dataclass(frozen=True)
class Known:
    """What the rows are compared with."""

    tenant: Tenant
    demands: Mapping[int, Demand]
    units: Mapping[str, Unit]
    companies: Mapping[str, list[Company]]


def check(tenant: Tenant, drafts: Sequence[Draft]) -> None:
    """Judge some hundred rows: three statements whatever their number."""
    known = Known(tenant, _demands(tenant, drafts), _units(tenant), _companies(tenant, drafts))
    with translation.override(tenant.language):
        for draft in drafts:
            _check_lengths(draft)
            if cells.demand_id(draft.given) is None:
                _check_new(draft, known)
            else:
                _check_known(draft, known)


def _check_new(draft: Draft, known: Known) -> None:
    """A row without key and number becomes a demand."""
    words = cells.text(draft.given, "words")
    if not words:
        draft.problem("words_missing", field="words")
    elif corruption.look(words).kind:
        draft.questions.append("may_be_report")
    if cells.text(draft.given, "state") and cells.state(draft.given) != "raised":
        draft.problem("state_change", field="state", state=ledger.state_name("raised"))
    found = _editable(draft, known, now={})
    if found.get("unit") and not _may_hand("raised", known.units[found["unit"]]):
        draft.problem("unit_not_now", field="unit", state=ledger.state_name("raised"))
    draft.values = {
        "words": words, "raised_by": cells.text(draft.given, "raised_by"),
        "company_id": _company(draft, known), "note": cells.text(draft.given, "note"), "set": found,
    }  # fmt: skip


def _check_known(draft: Draft, known: Known) -> None:
    pk = cells.demand_id(draft.given)
    demand = known.demands.get(pk or 0)
    if demand is None:
        draft.problem("no_such_demand", field="number")
        return
    draft.subject_id, draft.key = demand.pk, str(demand.pk)
    base = Base.read(cells.text(draft.given, "base"))
    if base is None:
        draft.problem("base_spoilt", field="base", note=True)
    _check_kept(draft, demand, base)
    now = ledger.values_of(demand)
    found = _editable(draft, known, now=now)
    changed = {}
    for name, new in found.items():
        if new == now[name] or (base and base.digests[name] == ledger.digest(new)):
            continue  # the same, or untouched in the table: what is here stays
        changed[name] = new
        draft.changes[name] = [_shown(name, now[name]), _shown(name, new)]
        if base and base.digests[name] != ledger.digest(now[name]):
            draft.questions.append(f"conflict_{name}")
    if "unit" in changed:
        _check_unit(draft, demand, known.units.get(changed["unit"]))
    if note := cells.text(draft.given, "note"):
        draft.changes["note"] = ["", note]
    draft.values = {"version": demand.version, "note": note, "set": changed}


def _check_kept(draft: Draft, demand: Demand, base: Base | None) -> None:
    """What the ledger shows and does not change."""
    words = cells.text(draft.given, "words")
    if words and cells.squeezed(words) != cells.squeezed(demand.words):
        draft.problem("words_kept", field="words", note=True)
    company = cells.text(draft.given, "company")
    if company and company != (demand.company.name if demand.company else ""):
        draft.problem("company_kept", field="company", note=True)
    state, was = cells.state(draft.given), base.state if base else demand.state
    if cells.text(draft.given, "state") and state not in {was, demand.state}:
        draft.problem("state_change", field="state", state=ledger.state_name(demand.state))


def _editable(draft: Draft, known: Known, *, now: Mapping[str, str]) -> dict[str, str]:
    """Editable values of the row, by name; those in columns that the file does not have are left out."""
    found = {}
    for name in EDITABLE:
        if name not in draft.given:
            continue
        value = _value(name, draft, known, now.get(name, ""))
        if value is not None and (value or now):
            found[name] = value
    return found


def _value(name: str, draft: Draft, known: Known, now: str) -> str | None:
    """One editable value in its stored form; None when it cannot be read, which is said in the draft."""
    text = cells.text(draft.given, name)
    if name == "category" and text:
        code = cells.category(text)
        if code is None:
            draft.problem("unknown_category", field=name, text=text)
        return code
    if name == "unit" and text and text not in known.units:
        draft.problem("unknown_unit", field=name, text=text)
        return None
    if name == "unit" and text:
        return known.units[text].name
    if name == "next_on" and text and text != now:
        return _day(draft, text, known)
    return text


def _day(draft: Draft, text: str, known: Known) -> str | None:
    day, calendar = cells.day(text), calendars.of(known.tenant)
    if day is None:
        draft.problem("not_a_date", field="next_on", text=text)
    elif day <= clock.now().astimezone(calendar.tz).date():
        draft.problem("past_day", field="next_on", day=day.isoformat())
    elif not calendar.is_workday(day):
        following = calendar.add_workdays(day, 1).isoformat()
        draft.problem("rest_day", field="next_on", day=day.isoformat(), next=following)
    else:
        return day.isoformat()
    return None


def _check_unit(draft: Draft, demand: Demand, unit: Unit | None) -> None:
    if unit is None:
        draft.problem("unit_emptied", field="unit")
    elif not _may_hand(demand.state, unit):
        draft.problem("unit_not_now", field="unit", state=ledger.state_name(demand.state))


def _may_hand(state: str, unit: Unit) -> bool:
    state = "accepted" if state == "raised" else state
    steps = ("ask",) if unit.kind == Unit.Kind.OUTSIDE else ("assign", "reassign")
    return any(lifecycle.allowed(state, step) for step in steps)


def _check_lengths(draft: Draft) -> None:
    for name, longest in LONGEST.items():
        if len(draft.given.get(name) or "") > longest:
            draft.problem("too_long", field=name, n=longest)


def _company(draft: Draft, known: Known) -> int | None:
    text = cells.text(draft.given, "company")
    if not text:
        return None
    found = known.companies.get(text, [])
    if len(found) == 1:
        return found[0].pk
    draft.problem("several_companies" if found else "unknown_company", field="company", text=text)
    return None


def _shown(name: str, value: str) -> str:
    return ledger.category_name(value) if name == "category" else value


def _demands(tenant: Tenant, drafts: Sequence[Draft]) -> dict[int, Demand]:
    wanted = {pk for draft in drafts if (pk := cells.demand_id(draft.given))}
    rows = Demand.objects.filter(tenant=tenant, pk__in=wanted).select_related("unit", "company")
    return {demand.pk: demand for demand in rows}


def _units(tenant: Tenant) -> dict[str, Unit]:
    rows = list(Unit.objects.filter(tenant=tenant, is_active=True))
    return {
        **{unit.short_name: unit for unit in rows if unit.short_name},
        **{unit.name: unit for unit in rows},
    }


def _companies(tenant: Tenant, drafts: Sequence[Draft]) -> dict[str, list[Company]]:
    names = {cells.text(draft.given, "company") for draft in drafts} - {""}
    found: dict[str, list[Company]] = {}
    rows: Any = Company.objects.filter(tenant=tenant, merged_into=None)
    for company in rows.filter(name__in=names) | rows.filter(short_name__in=names):
        for name in {company.name, company.short_name} & names:
            found.setdefault(name, []).append(company)
    return found
