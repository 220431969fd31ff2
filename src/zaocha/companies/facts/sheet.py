"""One company's facts as a reader sees them: every fact of the dictionary, its value or its absence, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person
from zaocha.companies.facts import (
    access,
    codes,
    deriving,
    groups,
    inputs,
    periods,
    purposes,
    queries,
    register,
)
from zaocha.companies.models import Company, FactValue
from zaocha.kernel import clock
from zaocha.kernel.models import Event
from zaocha.rules.facts import FactDefinition, dictionary

HIDDEN = "••••"
WORKED_OUT_DIGITS = 2


@dataclass(frozen=True)
class Line:
    """A fact of a company. `value` is "" when it is not known, or not for this reader (`is_hidden`)."""

    fact: FactDefinition
    state: str  # see groups.STATES
    circle: str  # see access.CIRCLES
    value: str = ""
    text: str = ""
    is_hidden: bool = False
    period: str = ""
    as_of: date | None = None
    source: str = ""  # see FactValue.Source
    evidence: str = ""
    confidence: str = ""
    recorded_at: datetime | None = None
    recorded_by: str = ""
    fact_id: int | None = None
    steps: Sequence[str] = ()
    earlier: Sequence[FactValue] = ()

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return groups.label(self.fact)

    @property
    def heading(self) -> Any:
        """Its group."""
        return groups.heading(self.fact)

    @property
    def state_label(self) -> Any:
        """Where it stands, in words."""
        return groups.STATES[self.state]

    @property
    def tone(self) -> str:
        """The colour of that."""
        return groups.TONES[self.state]

    @property
    def source_label(self) -> Any:
        """Whose word it is."""
        return FactValue.Source(self.source).label if self.source else ""

    @property
    def circle_label(self) -> Any:
        """Who may see it."""
        return access.LABELS[self.circle]

    @property
    def is_known(self) -> bool:
        """Whether there is a value, whoever may see it."""
        return self.state in {"known", "stale", "worked_out"}

    @property
    def can_change(self) -> bool:
        """Whether a value may be entered: it is neither worked out nor fixed by the register."""
        if self.fact.derived:
            return False
        return self.source != "register" or self.fact.name in register.COLUMNS

    @property
    def is_estimate(self) -> bool:
        """Whether it is known as an estimate only."""
        return self.confidence == FactValue.Confidence.ESTIMATED


def lines(*, by: Actor, company: Company, on: date, only: FactDefinition | None = None) -> list[Line]:
    """Every fact of the dictionary in its order, or one of them: three statements."""
    reader = Reader(by, company, on=on)
    return [reader.line(only)] if only else reader.lines()


def for_unit(*, by: Actor, company: Company, on: date) -> list[Line]:
    """What the unit that works on a demand of the company is shown: known facts meant for units, if it agreed.

    Whoever calls has made sure that the reader holds the demand.
    """
    if not purposes.is_agreed("units", company_id=company.pk):
        return []
    reader = Reader(by, company, on=on, circles=frozenset({"public", "desk"}))
    return [line for line in reader.lines() if line.is_known and not line.is_hidden]


def names_of(marks: Collection[str]) -> Mapping[str, str]:
    """Marks of actors → who that is: a person's name, the company by its link, or the machine."""
    ids = {int(mark.partition(":")[2]) for mark in marks if mark.startswith("person:")}
    found = {f"person:{pk}": name for pk, name in Person.objects.filter(pk__in=ids).values_list("pk", "name")}
    links = {mark: _("the company by its link") for mark in marks if mark.startswith("link:")}
    return {**found, **links}


class Reader:
    """What is known of a company (`known`), and what this reader may see of it."""

    def __init__(
        self, by: Actor, company: Company, *, on: date, circles: frozenset[str] | None = None
    ) -> None:
        self.tenant, self.on = by.tenant, on
        self.circles = access.circles(by, company) if circles is None else circles
        self.rows: dict[str, list[FactValue]] = defaultdict(list)
        for row in FactValue.objects.filter(company=company, ended_at=None).order_by("name", "-period"):
            self.rows[row.name].append(row)
        self.register = register.values(company)
        self.changed = _register_changes(company)
        marks = {row.recorded_by for own in self.rows.values() for row in own}
        self.names = names_of(marks | {event.actor for event in self.changed.values()})
        told = [
            (row.name, row.period, row.value, row.as_of, row.source)
            for own in self.rows.values()
            for row in reversed(own)
            if row.is_known
        ]
        self.known = queries.fact_set(company, told, on=on, enjoyed=frozenset())

    def lines(self) -> list[Line]:
        """Every fact of the dictionary in its order."""
        return [self.line(fact) for fact in dictionary().facts.values()]

    def sees(self, names: Sequence[str]) -> bool:
        """Whether the reader may see the values of all these facts."""
        return all(self._circle(name) in self.circles for name in names)

    def line(self, fact: FactDefinition) -> Line:
        """Where one fact stands: the register first, then what was said, then what follows from others."""
        if fact.name in self.register:
            return self._of_register(fact)
        own = self.rows.get(fact.name, [])
        said = next((row for row in own if row.is_known), None)
        if said is not None:
            return self._of_row(fact, said, [row for row in own if row.pk != said.pk and row.is_known])
        if fact.name in self.known.values:
            return self._drawn(fact)
        if own:
            return self._asked(fact, own[0])
        return Line(fact, "missing", fact.visible_to, steps=deriving.lacking(fact.name, self.known))

    def _of_register(self, fact: FactDefinition) -> Line:
        event = self.changed.get(fact.name)
        line = Line(
            fact, "known", fact.visible_to, source="register", earlier=self.rows.get(fact.name, ()),
            as_of=event.at.astimezone(clock.SHANGHAI).date() if event else None,
            recorded_at=event.at if event else None, recorded_by=self.names.get(event.actor, "") if event else "",
        )  # fmt: skip
        return self._with_value(line, self.register[fact.name])

    def _of_row(self, fact: FactDefinition, row: FactValue, earlier: Sequence[FactValue]) -> Line:
        stale = periods.is_stale(fact, row.period, row.as_of, on=self.on)
        line = Line(
            fact, "stale" if stale else "known", row.visible_to or fact.visible_to, period=row.period, as_of=row.as_of,
            source=row.source, evidence=row.evidence, confidence=row.confidence, recorded_at=row.recorded_at,
            recorded_by=self.names.get(row.recorded_by, ""), fact_id=row.pk, earlier=earlier,
        )  # fmt: skip
        return self._with_value(line, row.value)

    def _asked(self, fact: FactDefinition, row: FactValue) -> Line:
        return Line(
            fact, "asked", row.visible_to or fact.visible_to, period=row.period, source=row.source, fact_id=row.pk,
            recorded_at=row.recorded_at, recorded_by=self.names.get(row.recorded_by, ""),
        )  # fmt: skip

    def _drawn(self, fact: FactDefinition) -> Line:
        value = self.known.values[fact.name]
        line = Line(
            fact, "worked_out", self._drawn_circle(fact), source="derived", period=value.period or self._newest(fact),
            steps=deriving.steps(fact.name, self.known) if self.sees(deriving.sources(fact.name)) else (),
        )  # fmt: skip
        return self._with_value(line, inputs.stored(value.value))

    def _newest(self, fact: FactDefinition) -> str:
        """The period of what a fact comes from, when it is a fact of a period."""
        found = [
            self.known.values[name].period
            for name in deriving.sources(fact.name)
            if name in self.known.values
        ]
        return max(found, default="") if fact.period in {"year", "month"} else ""

    def _circle(self, name: str) -> str:
        own = self.rows.get(name, [])
        said = next((row.visible_to for row in own if row.is_known and row.visible_to), "")
        return said or dictionary()[name].visible_to

    def _drawn_circle(self, fact: FactDefinition) -> str:
        """A quotient would give away its parts: it is for nobody who may not see them. A class or a yes is not."""
        if not fact.is_numeric:
            return fact.visible_to
        order = list(access.CIRCLES)
        circles = [self._circle(name) for name in deriving.sources(fact.name)]
        return max([fact.visible_to, *circles], key=order.index)

    def _with_value(self, line: Line, value: str) -> Line:
        if line.circle not in self.circles:
            return replace(line, text=HIDDEN, is_hidden=True, evidence="", steps=(), earlier=())
        known = codes.choices(line.fact, self.tenant)
        digits = WORKED_OUT_DIGITS if line.state == "worked_out" else inputs.DECIMALS
        text = inputs.shown(line.fact, value, language=groups.language(), choices=known, digits=digits)
        return replace(line, value=value, text=text)


def _register_changes(company: Company) -> dict[str, Event]:
    """Fact → the event that last set its column: when, and by whom."""
    found: dict[str, Event] = {}
    events = Event.objects.filter(
        tenant_id=company.tenant_id, subject_kind="company", subject_id=company.pk,
        kind__in=["company_registered", "company_changed"],
    )  # fmt: skip
    for event in events.order_by("seq"):
        for name, columns in register.SOURCES.items():
            if event.kind == "company_registered" or set(columns) & set(event.ids.get("fields", ())):
                found[name] = event
    return found
