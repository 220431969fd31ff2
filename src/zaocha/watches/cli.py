"""Commands of the watches: who waits for what, and which sources are due."""

from __future__ import annotations

import json
from typing import Any

import click

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.kernel import clock
from zaocha.offers import conditions, facts
from zaocha.offers.queries import sources as source_queries
from zaocha.watches import access, queries

STANDINGS = ["live", "watching", "amber", "ended", "all"]


@click.group()
def watches() -> None:
    """Watches: standing promises over offers."""


@watches.command("list")
@click.option("--kind", type=click.Choice(list(facts.kinds())), help="Only for this kind of offers.")
@click.option(
    "--standing", type=click.Choice(STANDINGS), default="live", show_default=True,
    help="amber: the source is unseen, or there is none.",
)  # fmt: skip
@click.option("--tenant", help="Short name of one tenant; all without it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def list_(kind: str | None, standing: str, tenant: str | None, as_json: bool) -> None:
    """List watches with their rule, their standing and how often they fired.

    Example: zaocha watches list --standing amber --json
    """
    at, rows = clock.now(), []
    for town in _towns(tenant):
        by = actors.system(town)
        found = queries.narrowed(access.visible(by), queries.Filters(kind or "", standing), by=by, at=at)
        rows += [_row(row, town) for row in queries.rows(list(found), by=by, at=at)]
    if as_json:
        click.echo(json.dumps({"watches": rows}, ensure_ascii=False))
        return
    for row in rows:
        click.echo(
            f"{row['id']}\t{row['standing']}\t{row['who']}\t{row['kind']}\t{row['rule']}\t{row['fired']}"
        )


@watches.command()
@click.option("--due", is_flag=True, help="Only those that somebody should look at today.")
@click.option("--tenant", help="Short name of one tenant; all without it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def sources(due: bool, tenant: str | None, as_json: bool) -> None:
    """List the sources of news, who looks, and the working days since the last look. Exit code 1: one is unseen.

    Example: zaocha watches sources --due --json
    """
    at = clock.now()
    rows: list[dict[str, Any]] = []
    for town in _towns(tenant):
        for row in source_queries.rows(by=actors.system(town), at=at):
            if row.due or not due:
                rows.append(
                    {
                        "tenant": town.slug, "id": row.source.pk, "name": row.source.name, "kind": row.source.kind,
                        "who": str(row.source.person or ""), "working_days_since": row.days, "due": row.due,
                        "unseen": row.unseen,
                    }
                )  # fmt: skip
    if as_json:
        click.echo(json.dumps({"sources": rows}, ensure_ascii=False))
    for one in rows if not as_json else ():
        mark = "amber" if one["unseen"] else "due" if one["due"] else "-"
        click.echo(f"{one['id']}\t{mark}\t{one['name']}\t{one['who']}\t{one['working_days_since']}")
    if any(one["unseen"] for one in rows):
        raise click.exceptions.Exit(1)


def _towns(tenant: str | None) -> Any:
    return Tenant.objects.filter(**({"slug": tenant} if tenant else {})).order_by("pk")


def _row(row: queries.Row, town: Tenant) -> dict[str, Any]:
    one = row.watch
    return {
        "tenant": town.slug, "id": one.pk, "standing": row.standing, "who": str(row.who), "kind": one.kind,
        "must": one.must, "rule": conditions.all_said(one.kind, one.must), "source": str(one.source or ""),
        "fired": row.fired, "created_at": one.created_at.isoformat(),
    }  # fmt: skip
