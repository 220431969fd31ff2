"""Periods of the wall: a month, a quarter, a year, everything, or from day to day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.kernel.clock import SHANGHAI

CHOICES: list[tuple[str, Any]] = [
    ("month", _("this month")),
    ("quarter", _("this quarter")),
    ("year", _("this year")),
    ("all", _("everything")),
]


@dataclass(frozen=True)
class Period:
    """Half-open: `first_on` inclusive, `until_on` exclusive; None is without end."""

    code: str
    first_on: date | None
    until_on: date | None

    @property
    def last_on(self) -> date | None:
        """Its last day."""
        return self.until_on - timedelta(days=1) if self.until_on else None

    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """The same as moments, at midnight in Shanghai."""
        return _midnight(self.first_on), _midnight(self.until_on)


def of(code: str, *, on: date) -> Period:
    """The period of a code that contains a day; an unknown code is this year."""
    if code == "all":
        return Period("all", None, None)
    if code == "month":
        return Period(code, on.replace(day=1), _month_after(on.replace(day=1), 1))
    if code == "quarter":
        first = date(on.year, 3 * ((on.month - 1) // 3) + 1, 1)
        return Period(code, first, _month_after(first, 3))
    return Period("year", date(on.year, 1, 1), date(on.year + 1, 1, 1))


def last_months(count: int, *, on: date) -> list[Period]:
    """The last months, the present one last."""
    first = on.replace(day=1)
    months = []
    for _step in range(count):
        months.append(Period("month", first, _month_after(first, 1)))
        first = (first - timedelta(days=1)).replace(day=1)
    return months[::-1]


def _month_after(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, SHANGHAI) if day else None


def named(text: str) -> Period | None:
    """The period of a name: `2026`, `2026-Q1` or `2026-03`; None for anything else."""
    found = re.fullmatch(r"(2[0-9]{3})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", text, re.ASCII)
    if found is None:
        return None
    year, quarter, month = int(found[1]), found[2], found[3]
    first = date(year, int(month) if month else 3 * int(quarter or 1) - 2, 1)
    return Period(text, first, _month_after(first, 1 if month else 3 if quarter else 12))


def recent(*, on: date) -> list[tuple[Any, list[Period]]]:
    """What a report may be about: the last years, quarters and months, the present ones first."""
    months = last_months(13, on=on)[::-1]
    quarters = dict.fromkeys(f"{m.first_on:%Y}-Q{(m.first_on.month + 2) // 3}" for m in months if m.first_on)
    names = {
        _("Year"): [str(on.year - back) for back in range(3)],
        _("Quarter"): list(quarters),
        _("Month"): [f"{month.first_on:%Y-%m}" for month in months],
    }
    return [(label, [one for one in map(named, codes) if one]) for label, codes in names.items()]
