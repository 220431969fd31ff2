"""The working calendar of a tenant: shipped days, and its own office hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from functools import lru_cache

from zaocha.accounts.models import Tenant
from zaocha.kernel.calendar import WorkingCalendar


def of(tenant: Tenant) -> WorkingCalendar:
    """The calendar of a tenant.

    `settings["sessions"]`: pairs of `HH:MM`, such as `[["08:30", "12:00"], ["14:00", "17:30"]]`.
    """
    sessions = tenant.settings.get("sessions")
    return _with_sessions(tuple((a, b) for a, b in sessions)) if sessions else _shipped()


@lru_cache(maxsize=1)
def _shipped() -> WorkingCalendar:
    return WorkingCalendar.default()


@lru_cache(maxsize=64)
def _with_sessions(sessions: tuple[tuple[str, str], ...]) -> WorkingCalendar:
    hours = tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in sessions)
    return replace(_shipped(), sessions=hours)
