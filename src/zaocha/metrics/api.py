"""API of the wall."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from zaocha.accounts.access import actor_of
from zaocha.kernel import clock
from zaocha.metrics import periods, queries, reports, scopes
from zaocha.metrics.definitions import METRICS
from zaocha.results import kinds

router = Router(tags=["metrics"])


@router.get("/metrics", url_name="metrics")
def metrics(request: HttpRequest, period: str = "year", scope: str = "") -> dict[str, Any]:
    """Every figure of a period: numerator, denominator, rate with interval, median in working minutes, sums of results.

    `scope`: empty, `chain-<code>` or `alliance-<id>`.
    """
    by, at = actor_of(request), clock.now()
    by.need("metrics.read")
    chosen = periods.of(period, on=at.date())
    of = scopes.chosen(scope, among=scopes.choices(by))
    figures = queries.figures(METRICS, by=by, period=chosen, at=at, scope=of)
    items = [_item(figure) for figure in figures]
    return {
        "period": chosen.code,
        "scope": of.code,
        "from": chosen.first_on,
        "until": chosen.until_on,
        "items": items,
    }


@router.get("/reports/{period}", url_name="report")
def report(request: HttpRequest, period: str) -> dict[str, Any]:
    """The report of a year (`2026`), quarter (`2026-Q1`) or month (`2026-03`), as the tenant's template has it."""
    by, at = actor_of(request), clock.now()
    by.need("metrics.read")
    found = reports.report(period=reports.the_period(period), by=by, at=at)
    return {
        "period": found.period.code,
        "from": found.period.first_on,
        "until": found.period.until_on,
        "title": found.title,
        "parts": found.template.parts,
        "items": [_item(figure) for figure, _tile in found.lines],
        "categories": [{"label": label, "demands": count} for label, count in found.categories],
    }


def _item(figure: queries.Figure) -> dict[str, Any]:
    return {
        "metric": figure.metric.code,
        "label": str(figure.metric.label),
        "explanation": str(figure.metric.explanation),
        "left_out": str(figure.metric.left_out),
        "counted": kinds.plain(figure.counted),
        "unit": figure.metric.unit,
        "among": figure.among,
        "share": figure.share,
        "interval": figure.interval,
        "median_minutes": figure.median,
    }
