"""On which days a clause falls due. Knows no database."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def days(first: date, *, months: int, until: date) -> list[date]:
    """The first day, and every so many months after it until the last day of the term; nought: the first alone."""
    if first > until:
        return []
    if months <= 0:
        return [first]
    found, number = [], 0
    while (day := later(first, months * number)) <= until:
        found.append(day)
        number += 1
    return found


def later(day: date, months: int) -> date:
    """The same day so many months later; the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
