"""Which year, month or day a value is of: what is typed, what is offered, and how long a value serves. No database."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from zaocha.companies.facts.faults import Unreadable
from zaocha.rules.facts import FactDefinition

EARLIEST = 1990
# These are asked of the running year; all others of the last full one.
RUNNING_GROUPS = {"investment"}
RUNNING = {"graduates_hired", "qualifying_hires", "above_scale", "company_size"}
# A value of an earlier year than this many back no longer stands for the present one.
YEARS_BACK, MONTHS_BACK = 2, 12
STALE_DAYS = {"day": 180, "none": 730}
LASTING = {"date", "text"}  # a day in the past does not grow old


def read(fact: FactDefinition, typed: str, *, on: date) -> str:
    """The period as it is stored: "2025", "2026-05", or "" for a fact without one; raises Unreadable."""
    text = typed.strip().rstrip("年月").replace("年", "-").replace("/", "-")
    if fact.period not in {"year", "month"}:
        if text:
            raise Unreadable("period_none", fact=fact.label.zh)
        return ""
    if not text:
        raise Unreadable("period_missing", fact=fact.label.zh)
    shape = r"(\d{4})" if fact.period == "year" else r"(\d{4})-?(\d{1,2})"
    found = re.fullmatch(shape, text)
    if found is None or (fact.period == "month" and not 1 <= int(found[2]) <= 12):
        raise Unreadable(f"period_{fact.period}", found=typed)
    period = found[1] if fact.period == "year" else f"{found[1]}-{int(found[2]):02d}"
    if int(found[1]) < EARLIEST:
        raise Unreadable("period_early", found=typed)
    if period > _now(fact, on):
        raise Unreadable("period_future", found=typed)
    return period


def usual(fact: FactDefinition, *, on: date) -> str:
    """The period that is asked for when nothing else is said."""
    if fact.period == "year":
        running = fact.group in RUNNING_GROUPS or fact.name in RUNNING
        return str(on.year if running else on.year - 1)
    if fact.period == "month":
        before = on.replace(day=1) - timedelta(days=1)
        return f"{before.year}-{before.month:02d}"
    return ""


def offered(fact: FactDefinition, *, on: date) -> list[str]:
    """The periods that a form offers, the newest first."""
    if fact.period == "year":
        return [str(on.year - back) for back in range(6)]
    if fact.period == "month":
        month = on.year * 12 + on.month - 1
        return [f"{(month - back) // 12}-{(month - back) % 12 + 1:02d}" for back in range(13)]
    return []


def last_day(period: str, *, on: date) -> date:
    """The day as of which a value of a period holds: its end, or today while it runs."""
    if not period:
        return on
    year, _dash, month = period.partition("-")
    number = int(month or 12)
    return min(on, date(int(year), number, calendar.monthrange(int(year), number)[1]))


def before(period: str) -> str:
    """The year before."""
    return str(int(period) - 1)


def serves(fact: FactDefinition, period: str, *, on: date) -> bool:
    """Whether a value of this period stands for the present: neither ahead of `on` nor too old."""
    if fact.period == "year":
        return str(on.year - YEARS_BACK) <= period <= str(on.year)
    if fact.period == "month":
        first = on.year * 12 + on.month - 1 - MONTHS_BACK
        return f"{first // 12}-{first % 12 + 1:02d}" <= period <= _now(fact, on)
    return True


def is_stale(fact: FactDefinition, period: str, as_of: date | None, *, on: date) -> bool:
    """Whether it is time to ask again: a newer period is over, or the day lies long back."""
    if fact.period in {"year", "month"}:
        return period < usual(fact, on=on)
    if fact.type in LASTING or as_of is None:
        return False
    return (on - as_of).days > STALE_DAYS[fact.period]


def _now(fact: FactDefinition, on: date) -> str:
    return str(on.year) if fact.period == "year" else f"{on.year}-{on.month:02d}"
