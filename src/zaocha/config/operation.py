"""Commands of the operator: audit, background work, Django's own."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from django.core.management import call_command, execute_from_command_line

from zaocha.accounts.models import Tenant
from zaocha.kernel import audit as chain
from zaocha.kernel import clock, models
from zaocha.kernel import tasks as background


@click.group()
def audit() -> None:
    """The tamper-evident chain of events."""


@audit.command()
@click.option("--tenant", help="Short name of one tenant; all without it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def verify(tenant: str | None, as_json: bool) -> None:
    """Prove that nothing was changed or removed. Exit code 1 names the first link that was.

    Example: zaocha audit verify --json
    """
    rows: list[dict[str, Any]] = []
    for one in Tenant.objects.filter(**({"slug": tenant} if tenant else {})).order_by("pk"):
        verdict = chain.verify(tenant_id=one.pk)
        problem = verdict.finding and {"seq": verdict.finding.seq, "problem": verdict.finding.problem}
        rows.append({"tenant": one.slug, "checked": verdict.checked, "finding": problem})
    if as_json:
        click.echo(json.dumps({"tenants": rows}, ensure_ascii=False))
    for row in rows if not as_json else []:
        state = f"entry {row['finding']['seq']} {row['finding']['problem']}" if row["finding"] else "whole"
        click.echo(f"{row['tenant']}: {row['checked']} entries, {state}")
    if any(row["finding"] for row in rows):
        sys.exit(1)


@click.group()
def tasks() -> None:
    """Background work."""


@tasks.command()
def run() -> None:
    """Run everything that is ready, then stop.

    Example: zaocha tasks run
    """
    click.echo(f"{background.run_all(at=clock.now())} steps")


@tasks.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def list_(as_json: bool) -> None:
    """Show what waits and what failed, with the reason.

    Example: zaocha tasks list --json
    """
    names = ("id", "name", "state", "attempts", "done", "total", "error")
    rows = [
        dict(zip(names, row, strict=True))
        for row in models.Job.objects.exclude(state="done").order_by("id").values_list(*names)
    ]
    if as_json:
        click.echo(json.dumps({"jobs": rows}, ensure_ascii=False))
        return
    for row in rows:
        last = str(row["error"]).strip().splitlines()[-1:] or [""]
        click.echo(f"{row['id']}\t{row['name']}\t{row['state']}\t{row['attempts']}\t{last[0]}")


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's own commands.

    Example: zaocha manage makemigrations
    """
    execute_from_command_line(["zaocha manage", *arguments])


def migrate() -> None:
    """Bring the database to the present schema."""
    call_command("migrate", verbosity=0, interactive=False)
