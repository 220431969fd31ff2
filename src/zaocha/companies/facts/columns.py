"""What is known of many companies as columns for the planes: the same as `queries.known_of_all`, read as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from zaocha.companies.facts import derived, deriving, inputs, periods, purposes, register
from zaocha.companies.models import Company, FactValue
from zaocha.rules.facts import FactDefinition, Known, dictionary
from zaocha.rules.facts import FactValue as Value
from zaocha.rules.planes import columns, companies, whole
from zaocha.rules.planes.columns import Column, Numbers

CHUNK = 5000
NEEDED: Mapping[str, tuple[str, ...]] = {
    "above_scale": ("industry", "revenue"),
    "first_above_scale_year": ("industry", "revenue", "founded_on"),
    **{name: (of,) for name, of in derived.YEAR_BEFORE.items()},
}
"""What `deriving.complete` works out beyond the dictionary, and from what."""


@dataclass(frozen=True)
class Table:
    """Companies in the order of their ids, and columns of the facts that were asked for."""

    ids: tuple[int, ...]
    columns: Mapping[str, Column]


def known(
    *, tenant_id: int, on: date, company_ids: Sequence[int], names: Collection[str], purpose: str = "policies"
) -> Table:
    """Some companies' facts of these names as they hold on a day: two statements.

    Facts that the dictionary derives are left to whoever evaluates; those of NEEDED are filled in here. Raises
    `columns.ValueTooLarge` for numbers that do not fit 64 bits with their decimal places.
    """
    rows = Company.objects.filter(tenant_id=tenant_id, merged_into=None, pk__in=company_ids)
    registered = list(
        rows.annotate(agreed=purposes.agreed(purpose)).order_by("pk").values_list(*register.FIELDS, "agreed")
    )
    names = [name for name in names if name in dictionary()]
    wanted = set(names).union(*(NEEDED.get(name, ()) for name in names))
    held = _Held([row[0] for row in registered if row[-1]], on=on)
    told = FactValue.objects.filter(
        tenant_id=tenant_id, ended_at=None, is_known=True, company_id__in=company_ids, name__in=wanted
    )
    for company_id, name, period, value in told.values_list("company_id", "name", "period", "value").iterator(
        chunk_size=CHUNK
    ):
        held.take(company_id, name, period, value)
    ids = tuple(row[0] for row in registered)
    held.settle()
    for row in registered:
        company = Company(**dict(zip(register.FIELDS, row, strict=False)))
        for name, text in register.values(company).items():
            held.newest.setdefault(name, {})[row[0]] = ("", text)
    filled = {name: [_text(held.newest.get(name, {}).get(pk)) for pk in ids] for name in wanted}
    found = {name: column(dictionary()[name], filled[name]) for name in wanted if name in names}
    return Table(ids, {**found, **_worked_out(names, ids, filled, held, on=on)})


class _Held:
    """Of each fact and company the newest value that serves on a day, and all years of what is needed by the year."""

    def __init__(self, ids: Iterable[int], *, on: date) -> None:
        self.on = on
        self.agreed = frozenset(ids)
        self.newest: dict[str, dict[int, tuple[str, str]]] = {}
        self.years: dict[str, dict[int, dict[str, str]]] = {name: {} for name in {"revenue"}}
        self._serving: dict[tuple[str, str], bool] = {}

    def take(self, company_id: int, name: str, period: str, value: str) -> None:
        """One row."""
        if company_id not in self.agreed:
            return
        if name in self.years:
            self.years[name].setdefault(company_id, {})[period] = value
        key = (name, period)
        serves = self._serving.get(key)
        if serves is None:
            fact = dictionary().get(name)
            serves = fact is not None and periods.serves(fact, period, on=self.on)
            self._serving[key] = serves
        if serves:
            there = self.newest.setdefault(name, {})
            before = there.get(company_id)
            if before is None or before[0] <= period:
                there[company_id] = (period, value)

    def settle(self) -> None:
        """What the year before says of facts that are its value."""
        for name, of in derived.YEAR_BEFORE.items():
            for company_id, (period, _value) in self.newest.get(of, {}).items():
                years = self.years[of].get(company_id, {})
                earlier = years.get(periods.before(period)) if period else None
                if earlier is not None:
                    self.newest.setdefault(name, {})[company_id] = (period, earlier)


def column(fact: FactDefinition, texts: Sequence[str | None]) -> Column:
    """Stored values of a fact as a column; None is missing."""
    if not any(one is not None for one in texts):
        return companies.missing(fact, len(texts))
    if fact.is_numeric:
        return _numbers(texts)
    if fact.type == "set":
        return columns.sets([None if one is None else frozenset(one.split(",")) for one in texts])
    if fact.type == "date":
        return _each(texts, lambda text: date.fromisoformat(text).toordinal())
    return _each(texts, lambda text: text == "true") if fact.type == "boolean" else columns.texts(texts)


def _each(texts: Sequence[str | None], number: Callable[[str], int]) -> Numbers:
    read = {text: int(number(text)) for text in set(texts) if text is not None}
    values = np.array([0 if one is None else read[one] for one in texts], np.int64)
    return Numbers(columns.narrow(values), np.array([one is not None for one in texts], bool))


def _numbers(texts: Sequence[str | None]) -> Numbers:
    different = {text: Decimal(text) for text in set(texts) if text is not None}
    scale = max((max(0, -int(one.as_tuple().exponent)) for one in different.values()), default=0)
    read = {text: int(one.scaleb(scale)) for text, one in different.items()}
    if any(abs(one) > whole.LARGEST for one in read.values()):
        raise columns.ValueTooLarge(f"a value does not fit with {scale} decimal places")
    values = np.array([0 if one is None else read[one] for one in texts], np.int64)
    return Numbers(columns.narrow(values), np.array([one is not None for one in texts], bool), scale)


def _text(held: tuple[str, str] | None) -> str | None:
    return None if held is None else held[1]


def _worked_out(
    names: Collection[str],
    ids: Sequence[int],
    filled: Mapping[str, Sequence[str | None]],
    held: _Held,
    *,
    on: date,
) -> dict[str, Column]:
    """What `deriving.complete` adds, where nobody said it."""
    facts = dictionary()
    if not {"above_scale", "first_above_scale_year"} & set(names):
        return {}

    def value(name: str, row: int) -> Known | None:
        text = filled[name][row]
        return None if text is None else inputs.known(facts[name], text)

    rows = range(len(ids))
    above = [deriving.above_scale(value("industry", row), value("revenue", row)) for row in rows]
    found: dict[str, Column] = {}
    if "above_scale" in names:
        said = [None if one is None else inputs.stored(one) for one in above]
        found["above_scale"] = _over(facts["above_scale"], filled["above_scale"], said)
    if "first_above_scale_year" in names:
        years: list[str | None] = []
        for row in rows:
            series = held.years["revenue"].get(ids[row], {}) if above[row] is not None else {}
            revenues = {year: Value(Decimal(text)) for year, text in series.items()}
            year = deriving.first_year(value("founded_on", row), revenues, on=on) if revenues else None
            years.append(None if year is None else str(year))
        found["first_above_scale_year"] = _over(
            facts["first_above_scale_year"], filled["first_above_scale_year"], years
        )
    return found


def _over(fact: FactDefinition, said: Sequence[str | None], worked_out: Sequence[str | None]) -> Column:
    """What was said, and else what was worked out."""
    return column(
        fact, [own if own is not None else other for own, other in zip(said, worked_out, strict=True)]
    )
