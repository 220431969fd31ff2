"""Facts that follow from others: the year before, the highest year, and what the rules work out. No database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zaocha.companies.facts import inputs, periods
from zaocha.rules.facts import FactValue, dictionary

YEAR_BEFORE: Mapping[str, str] = {"revenue_last_year": "revenue"}
"""Fact → the fact of which it is the value one year earlier: not asked when that year is there."""

Told = Sequence[tuple[str, str, str, date, str]]
"""Rows (fact, period, stored value, as of, source), the periods of a fact rising."""


def present(told: Told, *, on: date) -> dict[str, FactValue]:
    """Of each fact the newest value that serves on a day, and what the years before say."""
    facts = dictionary()
    newest: dict[str, FactValue] = {}
    by_period: dict[tuple[str, str], FactValue] = {}
    for name, period, value, as_of, source in told:
        fact = facts.get(name)
        if fact is None or (period and not periods.serves(fact, period, on=on)):
            # A name that the dictionary has lost, or a year that is too old, says nothing about today.
            if fact is None or fact.period != "year" or period > str(on.year):
                continue
            by_period[name, period] = _value(name, period, value, as_of, source)
            continue
        known = _value(name, period, value, as_of, source)
        by_period[name, period] = known
        if name not in newest or newest[name].period <= period:
            newest[name] = known
    for name, of in YEAR_BEFORE.items():
        last = newest.get(of)
        earlier = by_period.get((of, periods.before(last.period))) if last and last.period else None
        if earlier is not None and last is not None:
            newest[name] = FactValue(
                earlier.value, earlier.as_of, last.period, earlier.source, worked_out=True
            )
    return newest


def _value(name: str, period: str, value: str, as_of: date, source: str) -> FactValue:
    return FactValue(inputs.known(dictionary()[name], value), as_of, period, source)
