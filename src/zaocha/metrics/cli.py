"""Commands: the figures of the wall."""

from __future__ import annotations

import json
from typing import Any

import click

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.kernel import clock
from zaocha.metrics import periods, queries
from zaocha.metrics.definitions import METRICS
from zaocha.results import kinds


@click.group()
def metrics() -> None:
    """Figures."""


@metrics.command()
@click.option("--period", type=click.Choice([code for code, _label in periods.CHOICES]), default="year")
@click.option("--tenant", help="Short name of one tenant; all without it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def show(period: str, tenant: str | None, as_json: bool) -> None:
    """Show the figures of a period, with numerator and denominator.

    Example: zaocha metrics show --period year --json
    """
    at = clock.now()
    chosen = periods.of(period, on=at.date())
    rows: list[dict[str, Any]] = []
    for place in Tenant.objects.filter(**({"slug": tenant} if tenant else {})).order_by("pk"):
        by = actors.system(place)
        figures = queries.figures(METRICS, by=by, period=chosen, at=at)
        rows += [
            {
                "tenant": place.slug,
                "metric": figure.metric.code,
                "counted": kinds.plain(figure.counted),
                "among": figure.among,
                "share": figure.share,
                "interval": figure.interval,
                "median_minutes": figure.median,
            }
            for figure in figures
        ]
    if as_json:
        click.echo(json.dumps({"period": period, "figures": rows}, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['tenant']}\t{row['metric']}\t{row['counted']}/{row['among']}")
