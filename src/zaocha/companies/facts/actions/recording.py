"""Values come in: new, corrected, or asked for and not known. What was there before is kept as history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.companies import checks
from zaocha.companies.actions import writing
from zaocha.companies.facts import access, inputs, periods, register
from zaocha.companies.facts.faults import FactFault, FactsFaulty, Unreadable
from zaocha.companies.models import Company, FactValue
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.rules.facts import FactDefinition, dictionary

Key = tuple[int, str, str]  # company, fact, period


@dataclass(frozen=True)
class Entry:
    """One value in its stored spelling (see `inputs`); None: asked for, and the company does not know.

    `as_of` None: the end of the period, or today. `visible_to` "": as before, or as the dictionary says.
    """

    name: str
    value: str | None
    period: str = ""
    as_of: date | None = None
    evidence: str = ""
    confidence: str = "stated"
    visible_to: str = ""


@dataclass(frozen=True)
class Recorded:
    """How many values were new, replaced another one, or said nothing new."""

    new: int = 0
    corrected: int = 0
    same: int = 0

    def __add__(self, other: Recorded) -> Recorded:
        return Recorded(self.new + other.new, self.corrected + other.corrected, self.same + other.same)


def record(
    *,
    company_id: int,
    entries: Sequence[Entry],
    by: Actor,
    at: datetime,
    source: str = "desk",
    reason: str = "",
) -> Recorded:
    """Record values of one company, all or none; raises FactsFaulty with every fault.

    A company by its link is its own source. The same value of the same day says nothing new (idempotent).
    `reason` says why what was there before is replaced.
    """
    access.need_write(by, company_id)
    with work.begin(by=by, at=at) as w:
        company = writing.locked(company_id, by=by)
        for entry in entries:
            access.need_circle(by, company, entry.visible_to)
        source = "company" if by.company_id is not None else source
        return _write(w, [(company, one) for one in entries], source=source, reason=reason)


def take(*, rows: Sequence[tuple[int, Entry]], by: Actor, at: datetime) -> Recorded:
    """Record (company id, entry) of many companies out of a checked table, in the running transaction."""
    by.need("facts.write")
    ids = {company_id for company_id, _entry in rows}
    with work.begin(by=by, at=at) as w:
        found = Company.objects.select_for_update(of=("self",)).filter(
            pk__in=ids, tenant_id=by.tenant_id, merged_into=None
        )
        companies = {company.pk: company for company in found.order_by("pk")}
        told = [(companies[pk], entry) for pk, entry in rows]
        return _write(w, told, source="import", reason=_("a newer table"))


def _write(w: work.Work, told: Sequence[tuple[Company, Entry]], *, source: str, reason: str) -> Recorded:
    on = w.at.astimezone(SHANGHAI).date()
    told = _checked(told, on)
    recorded = _to_register(w, [pair for pair in told if _belongs_to_register(pair[1], on)])
    stored = [pair for pair in told if not _belongs_to_register(pair[1], on)]
    live = _live(stored)
    fresh: dict[Key, FactValue] = {}
    replaced: dict[Key, FactValue] = {}
    same = 0
    for company, entry in stored:
        key = (company.pk, entry.name, entry.period)
        old = fresh.get(key) or live.get(key)
        if old is not None and _says_the_same(old, entry, at=w.at):
            same += 1
            continue
        fresh[key] = _row(w, company, entry, old=live.get(key), source=source)
        if key in live:
            replaced[key] = live[key]
    _store(w, fresh, replaced, reason=reason)
    _record_events(w, list(fresh.values()), source=source)
    return recorded + Recorded(len(fresh) - len(replaced), len(replaced), same)


def _checked(told: Sequence[tuple[Company, Entry]], on: date) -> list[tuple[Company, Entry]]:
    faults: list[FactFault] = []
    good = []
    for company, entry in told:
        fact = dictionary().get(entry.name)
        if fact is None:
            faults.append(FactFault(entry.name, "fact_unknown", {"found": entry.name}))
            continue
        fault = _refusal(company, fact, entry, on)
        if fault:
            faults.append(fault)
            continue
        try:
            period = periods.read(fact, entry.period, on=on)
        except Unreadable as wrong:
            faults.append(wrong.at(entry.name))
            continue
        as_of = entry.as_of or periods.last_day(period, on=on)
        good.append((company, replace(entry, period=period, as_of=as_of)))
    if faults:
        raise FactsFaulty(faults)
    return good


def _refusal(company: Company, fact: FactDefinition, entry: Entry, on: date) -> FactFault | None:
    """Why this fact of this company cannot be recorded, if so."""
    label = {"fact": fact.label.zh}
    if fact.derived:
        return FactFault(fact.name, "fact_worked_out", label)
    held = register.READERS.get(fact.name)
    if held and fact.name not in register.COLUMNS and held(company):
        return FactFault(fact.name, "fact_of_register", label)
    if entry.as_of is not None and entry.as_of > on:
        return FactFault(fact.name, "as_of_future", {"found": entry.as_of.isoformat()})
    return None


def _belongs_to_register(entry: Entry, on: date) -> bool:
    """The present value of a fact with a column of its own; of earlier years it is kept as a fact."""
    if entry.name not in register.COLUMNS or entry.value is None:
        return False
    return not entry.period or entry.period >= str(on.year - 1)


def _to_register(w: work.Work, told: Sequence[tuple[Company, Entry]]) -> Recorded:
    done = Recorded()
    for company, entry in told:
        column = register.COLUMNS[entry.name]
        out = checks.examine({column: entry.value}, tenant=company.tenant)
        if out.faults:
            raise FactsFaulty([FactFault(entry.name, "too_large", {"found": entry.value})])
        known = bool(register.READERS[entry.name](company))
        if getattr(company, column) == out.values[column]:
            done += Recorded(same=1)
            continue
        writing.write_changes(w, company, {column: out.values[column]})
        done += Recorded(corrected=1) if known else Recorded(new=1)
    return done


def _live(told: Sequence[tuple[Company, Entry]]) -> dict[Key, FactValue]:
    if not told:
        return {}
    found = FactValue.objects.filter(
        company_id__in={company.pk for company, _entry in told},
        name__in={entry.name for _company, entry in told},
        ended_at=None,
    )
    return {(one.company_id, one.name, one.period): one for one in found}


def _says_the_same(old: FactValue, entry: Entry, *, at: datetime) -> bool:
    if entry.value is None:  # what is known is not forgotten because somebody else does not know it
        return old.is_known or old.recorded_at >= at
    if not old.is_known:
        return False
    same = old.value == entry.value and (not entry.evidence or entry.evidence == old.evidence)
    kept = entry.visible_to in {"", old.visible_to}
    return same and kept and entry.as_of is not None and entry.as_of <= old.as_of


def _row(w: work.Work, company: Company, entry: Entry, *, old: FactValue | None, source: str) -> FactValue:
    return FactValue(
        tenant_id=company.tenant_id, company_id=company.pk, name=entry.name, period=entry.period,
        value=entry.value or "", is_known=entry.value is not None, as_of=entry.as_of or w.at.date(), source=source,
        evidence=inputs.tidy(entry.evidence, 120), confidence=entry.confidence,
        visible_to=entry.visible_to or (old.visible_to if old else ""), recorded_at=w.at, recorded_by=w.by.mark,
    )  # fmt: skip


def _store(
    w: work.Work, fresh: Mapping[Key, FactValue], replaced: Mapping[Key, FactValue], *, reason: str
) -> None:
    if replaced:
        FactValue.objects.filter(pk__in=[one.pk for one in replaced.values()]).update(
            ended_at=w.at, ended_by=w.by.mark, end_reason=inputs.tidy(reason, 200)
        )
    FactValue.objects.bulk_create(list(fresh.values()), batch_size=500)
    for key, old in replaced.items():
        old.superseded_by = fresh[key]
    FactValue.objects.bulk_update(list(replaced.values()), ["superseded_by"], batch_size=200)


def _record_events(w: work.Work, rows: Sequence[FactValue], *, source: str) -> None:
    by_company: dict[int, list[FactValue]] = {}
    for row in rows:
        by_company.setdefault(row.company_id, []).append(row)
    for company_id, own in by_company.items():
        w.record(
            "facts_recorded",
            subject=("company", company_id),
            ids={"facts": [[one.pk, one.name, one.period] for one in own], "source": source},
            fields={f"{one.name} {one.period}".strip(): one.value for one in own},
        )
