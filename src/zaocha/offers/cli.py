"""Commands of the offers: list, export, and read a notice of an auction."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext

from zaocha.accounts import actors
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Tenant
from zaocha.kernel import clock
from zaocha.lang import cli as notices
from zaocha.lang import parcels
from zaocha.offers import access, exporting, facts
from zaocha.offers.models import Offer
from zaocha.offers.queries import sites as queries
from zaocha.sheets.messages import Unreadable

STATES = ["live", "over", "all", *Offer.State.values]


@click.group()
def offers() -> None:
    """Offers: land, plant, farmhouses, equipment, loans."""


@offers.command("list")
@click.option("--kind", type=click.Choice(list(facts.kinds())), help="Only this kind.")
@click.option(
    "--state", type=click.Choice(STATES), default="live", show_default=True, help="Only in this state."
)
@click.option("--stale", is_flag=True, help="Only those of which nothing was heard for long.")
@click.option("--text", default="", help="Words of title, place, description or owner.")
@click.option("--tenant", help="Short name of one tenant; all without it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def list_(as_json: bool, tenant: str | None, **wishes: Any) -> None:
    """List offers, the newest first.

    Example: zaocha offers list --kind plant --json
    """
    at = clock.now()
    rows = [_row(one, by=by, at=at) for by, one in _found(tenant, wishes, at=at)]
    if as_json:
        click.echo(json.dumps({"offers": rows}, ensure_ascii=False))
        return
    for row in rows:
        known = ", ".join(f"{name} {value}" for name, value in row["shown"].items())
        click.echo(f"{row['id']}\t{row['kind']}\t{row['state']}\t{row['title']}\t{known}")


@offers.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(list(facts.kinds())),
    help="Only this kind, with a column for each of its facts.",
)
@click.option(
    "--state", type=click.Choice(STATES), default="live", show_default=True, help="Only in this state."
)
@click.option("--tenant", required=True, help="Short name of the tenant.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def export(file: Path, as_json: bool, tenant: str, **wishes: Any) -> None:
    """Write offers as .xlsx.

    Example: zaocha offers export plants.xlsx --kind plant --tenant qinghe
    """
    at, town = clock.now(), Tenant.objects.filter(slug=tenant).first()
    if town is None:
        raise click.UsageError(f"there is no tenant {tenant}")
    found = [one for _by, one in _found(tenant, wishes, at=at)]
    file.write_bytes(exporting.offers(found, kind=wishes["kind"] or "", at=at))
    click.echo(
        json.dumps({"written": len(found), "file": str(file)}) if as_json else f"{len(found)} → {file}"
    )


@offers.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day it was found, for days without a year; today without it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def read(file: Path, on: datetime | None, as_json: bool) -> None:
    """Read a notice of a land auction (.txt, .docx) into parcels, each value beside its words; nothing is entered.

    Exit codes: 0 parcels found, 1 none found, 3 the file cannot be read.

    Example: zaocha offers read notice.txt --json
    """
    try:
        text = notices.text_of(file)
    except Unreadable as fault:
        click.echo(f"{file.name}: {fault.text(gettext)}", err=True)
        sys.exit(3)
    found = parcels.read(text, on=on.date() if on else _today())
    rows = [{"facts": one.facts(), "words": one.words()} for one in found]
    if as_json:
        click.echo(json.dumps({"parcels": rows}, ensure_ascii=False))
    dictionary = facts.dictionary()
    for number, one in enumerate(found if not as_json else (), 1):
        for value in one.values:
            fact = dictionary[value.name]
            click.echo(f"{number}\t{fact.label}\t{facts.shown(fact, value.value)}\t{value.words}")
    if not found:
        sys.exit(1)


def _found(tenant: str | None, wishes: dict[str, Any], *, at: datetime) -> Iterator[tuple[Actor, Offer]]:
    filters = queries.Filters(
        wishes["kind"] or "", wishes["state"], wishes.get("text", ""), stale=wishes.get("stale", False)
    )
    for one in Tenant.objects.filter(**({"slug": tenant} if tenant else {})).order_by("pk"):
        by = actors.system(one)
        rows = queries.narrowed(access.offers(by), filters, by=by, at=at)
        for offer in rows.iterator(chunk_size=500):
            yield by, offer


def _row(one: Offer, *, by: Actor, at: datetime) -> dict[str, Any]:
    shown = queries.values(one, facts.kind_of(one.kind).listed)
    return {
        "tenant": by.tenant.slug, "id": one.pk, "kind": one.kind, "state": one.state, "title": one.title,
        "facts": facts.with_derived(one.facts), "not_public": one.not_public,
        "closes_on": one.closes_on.isoformat() if one.closes_on else None, "heard_at": one.heard_at.isoformat(),
        "shown": {value.label: value.text for value in shown if value.known},
    }  # fmt: skip


def _today() -> date:
    return clock.now().astimezone(clock.SHANGHAI).date()
