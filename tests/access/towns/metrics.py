"""A period for the reports."""

from __future__ import annotations

from typing import Any


def fill(town: Any) -> None:
    """The year of the small world, and the year before, published."""
    from zaocha.metrics import actions, publishing, reports

    by, at = town.world.leader, town.world.at
    contents = publishing.contents(period=reports.the_period("2025"), by=by, at=at)
    made = actions.publish(period="2025", seen=publishing.digest(contents), by=by, at=at)
    town.rows |= {"report_period": "2026", "publication": made.pk, "town_slug": town.world.tenant.slug}
