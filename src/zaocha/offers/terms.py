"""After how many working days without a word something counts as stale; a tenant may set its own."""

from __future__ import annotations

from datetime import datetime, time

from zaocha.accounts import calendars
from zaocha.accounts.models import Tenant

OFFER_DAYS, SOURCE_DAYS = 20, 7


def offer_days(tenant: Tenant) -> int:
    """Working days after which the owner of an offer is asked (`settings["offer_days"]`)."""
    return _days(tenant, "offer_days", OFFER_DAYS)


def source_days(tenant: Tenant) -> int:
    """Working days after which a source that nobody looked at turns amber (`settings["source_days"]`)."""
    return _days(tenant, "source_days", SOURCE_DAYS)


def stale_before(tenant: Tenant, *, at: datetime) -> datetime:
    """Offers of which nothing was heard since this moment are stale."""
    return before(tenant, days=offer_days(tenant), at=at)


def unseen_before(tenant: Tenant, *, at: datetime) -> datetime:
    """Sources that were not looked at since this moment are amber."""
    return before(tenant, days=source_days(tenant), at=at)


def before(tenant: Tenant, *, days: int, at: datetime) -> datetime:
    """What lies before this moment has seen so many working days go by since."""
    calendar = calendars.of(tenant)
    today = at.astimezone(calendar.tz).date()
    back = days - 1 if calendar.is_workday(today) else days
    return datetime.combine(calendar.add_workdays(today, -back), time.min, tzinfo=calendar.tz)


def _days(tenant: Tenant, name: str, usual: int) -> int:
    value = tenant.settings.get(name, usual)
    return value if isinstance(value, int) and 1 <= value <= 250 else usual
