"""Rows of values become what holds on a day: the newest that serves, and the series of years. No database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zaocha.companies.facts import inputs, periods
from zaocha.rules.facts import FactValue, dictionary

YEAR_BEFORE: Mapping[str, str] = {"revenue_last_year": "revenue"}
"""Fact → the fact of which it is the value one year earlier: not asked when that year is there."""

Told = Sequence[tuple[str, str, str, date, str]]
"""Rows (fact, period, stored value, as of, source), the periods of a fact rising."""

Series = Mapping[str, Mapping[str, FactValue]]
"""Fact → year → value, of facts by the year."""


def series(told: Told) -> Series:
    """The years of each fact; a name that the dictionary has lost is left out."""
    facts = dictionary()
    found: dict[str, dict[str, FactValue]] = {}
    for name, period, value, as_of, source in told:
        fact = facts.get(name)
        if fact is not None:
            known = FactValue(inputs.known(fact, value), as_of, period, source)
            found.setdefault(name, {})[period] = known
    return found


def present(held: Series, *, on: date) -> dict[str, FactValue]:
    """Of each fact the newest value that serves on a day, and what the year before says."""
    facts = dictionary()
    newest: dict[str, FactValue] = {}
    for name, by_period in held.items():
        serving = [period for period in by_period if periods.serves(facts[name], period, on=on)]
        if serving:
            newest[name] = by_period[max(serving)]
    for name, of in YEAR_BEFORE.items():
        last = newest.get(of)
        earlier = held[of].get(periods.before(last.period)) if last and last.period else None
        if last is not None and earlier is not None:
            newest[name] = FactValue(
                earlier.value, earlier.as_of, last.period, earlier.source, worked_out=True
            )
    return newest
