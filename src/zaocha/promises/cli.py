"""Commands of the promise ledger."""

from __future__ import annotations

import json

import click

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.kernel import clock
from zaocha.promises import queries


@click.group()
def promises() -> None:
    """The promise ledger."""


@promises.command("list")
@click.option("--tab", type=click.Choice(list(queries.STANDINGS)), help="Only this standing.")
@click.option("--tenant", help="Short name of one tenant; all without it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def list_(tab: str | None, tenant: str | None, as_json: bool) -> None:
    """List promises, the most pressing first.

    Example: zaocha promises list --tab late --json
    """
    at = clock.now()
    rows = []
    for one in Tenant.objects.filter(**({"slug": tenant} if tenant else {})):
        found = queries.page(by=actors.system(one), tab=tab or "", on=at.date(), at=at)
        for promise in found.iterator(chunk_size=1000):
            rows.append(
                {
                    "id": promise.pk,
                    "standing": queries.standing(promise, at=at).code,
                    "due_on": promise.due_on.isoformat() if promise.due_on else None,
                    "trigger": promise.trigger,
                    "what": promise.what,
                    "giver": promise.giver or str(promise.unit or promise.person or ""),
                    "company": str(promise.company or ""),
                }
            )
    if as_json:
        click.echo(json.dumps({"promises": rows}, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['id']}\t{row['standing']}\t{row['due_on'] or row['trigger']}\t{row['what']}")
