"""The report of a period: the figures of the wall that the tenant's template wants, as the reader sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.kernel.errors import NotFound
from zaocha.metrics import periods, queries, report_template, scopes, showing
from zaocha.metrics.definitions import BY_CODE
from zaocha.metrics.outcomes import OUTCOMES
from zaocha.metrics.periods import Period
from zaocha.metrics.queries import Figure
from zaocha.metrics.report_template import ReportTemplate

RESULTS = {metric.code for metric in OUTCOMES}


@dataclass(frozen=True)
class Report:
    """`lines`: each figure with its tile (`label`, `value`, `unit`, `note`, `explanation`, `left_out`)."""

    period: Period
    title: str
    scope: str
    template: ReportTemplate
    lines: list[tuple[Figure, dict[str, Any]]]
    categories: list[tuple[str, int]]

    @property
    def service(self) -> list[tuple[Figure, dict[str, Any]]]:
        """The figures of how companies were served."""
        return [line for line in self.lines if line[0].metric.code not in RESULTS]

    @property
    def outcomes(self) -> list[tuple[Figure, dict[str, Any]]]:
        """The figures of what changed."""
        return [line for line in self.lines if line[0].metric.code in RESULTS]


def the_period(name: str) -> Period:
    """The period of a name such as `2026-Q1`; 404 otherwise."""
    found = periods.named(name)
    if found is None:
        raise NotFound(remedy=_("Name a period like 2026, 2026-Q1 or 2026-03."))
    return found


def report(*, period: Period, by: Actor, at: datetime, template: ReportTemplate | None = None) -> Report:
    """The report as the reader sees it: some nine statements, whatever the number of rows."""
    by.need("metrics.read")
    wanted = template or report_template.of(by.tenant)
    scope = scopes.choices(by)[0]
    metrics = [metric for code, metric in BY_CODE.items() if code in wanted.figures]
    found = queries.figures(metrics, by=by, period=period, at=at, scope=scope)
    minutes = int(calendars.of(by.tenant).day_length.total_seconds() // 60)
    counted = queries.by_category(by=by, period=period, scope=scope) if "categories" in wanted.parts else []
    return Report(
        period=period,
        title=wanted.title or _("Report of the desk for companies"),
        scope=scope.label,
        template=wanted,
        lines=[(one, showing.tile(one, query={"period": period.code, "scope": scope.code}, day_minutes=minutes)) for one in found],
        categories=showing.categories_of(counted),
    )  # fmt: skip
