"""The only place that reads the clock; everywhere else the time is an argument."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, shown in Chinese time (all of China keeps UTC+8)."""
    return datetime.now(tz=SHANGHAI)


def today() -> date:
    """The calendar day that it is in China now."""
    return now().date()
