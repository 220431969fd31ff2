"""Commands of the pool: list, show."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

import click

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.demands import lifecycle, queries, schemas
from zaocha.demands.models import Demand
from zaocha.kernel import clock


@click.group()
def demands() -> None:
    """The pool of demands."""


@demands.command("list")
@click.option(
    "--state", type=click.Choice([str(state) for state in lifecycle.State]), help="Only this state."
)
@click.option("--group", type=click.Choice(list(queries.GROUPS)), help="Only this group of states.")
@click.option("--category", default="", help="Two or four digits, such as 12 or 1201.")
@click.option("--late", is_flag=True, help="Only what is past its day.")
@click.option("--text", default="", help="Words that are in the demand or its answer.")
@click.option("--limit", type=click.IntRange(1), default=None, help="So many at most; all without it.")
@click.option("--tenant", help="Short name of one tenant; all without it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def list_(tenant: str | None, limit: int | None, as_json: bool, **wishes: Any) -> None:
    """List demands, the newest first.

    Example: zaocha demands list --state working --json
    """
    at = clock.now()
    filters = queries.Filters(
        state=wishes["state"] or "", group=wishes["group"] or "", category=wishes["category"],
        text=wishes["text"], colour="red" if wishes["late"] else "",
    )  # fmt: skip
    found: list[queries.Row] = []
    for one in Tenant.objects.filter(**({"slug": tenant} if tenant else {})).order_by("pk"):
        by = actors.system(one)
        rows = queries.narrowed(queries.visible(by), filters, by=by, at=at).order_by("-pk")
        found += queries.rows_of(rows, by=by, at=at, limit=limit)
    found = found[:limit]
    if as_json:
        click.echo(
            json.dumps(
                {"demands": [schemas.listed(row) for row in found]}, ensure_ascii=False, default=_plain
            )
        )
        return
    for row in found:
        words = " ".join(row.words.split())[:60]
        click.echo(f"{row.number}\t{row.state}\t{row.clock.words}\t{row.company or '-'}\t{words}")


@demands.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def show(number: str, as_json: bool) -> None:
    """Show one demand with its way, by number or id.

    Example: zaocha demands show 2026-00042 --json
    """
    tail = number.rpartition("-")[2]
    demand = (
        Demand.objects.filter(pk=int(tail)).select_related("tenant").first() if tail.isdecimal() else None
    )
    if demand is None:
        click.echo(
            json.dumps({"error": "not_found"}) if as_json else f"there is no demand {number}", err=not as_json
        )
        sys.exit(1)
    detail = queries.detail(by=actors.system(demand.tenant), pk=demand.pk, at=clock.now())
    shown = schemas.detailed(detail)
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False, default=_plain))
        return
    click.echo(
        f"{shown['number']}\t{shown['state']}\t{detail.total.words}\t{shown['company']}\n{shown['words']}"
    )
    for step in shown["steps"]:
        click.echo(f"{step['at']:%Y-%m-%d %H:%M}\t{step['step']}\t{step['by']}\t{step['note']}")


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else asdict(value)
