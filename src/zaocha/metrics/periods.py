"""Periods of the wall: a month, a quarter, a year, everything, or from day to day."""

from __future__ import annotations

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
