"""Commands of the index: rebuild it, ask it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from zaocha.accounts.models import Tenant
from zaocha.demands.models import Demand
from zaocha.search import index, queries


@click.group()
def search() -> None:
    """The index of words."""


@search.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def rebuild(as_json: bool) -> None:
    """Make the index again from the demands; searches go on meanwhile and find what is back already.

    Example: zaocha search rebuild
    """
    total, count = Demand.objects.count(), 0
    bar = click.progressbar(length=total, label="index", file=sys.stderr, hidden=as_json)
    with bar, index.rebuilding():
        for tenant in Tenant.objects.order_by("pk"):
            rows = _counted(
                Demand.objects.filter(tenant=tenant).order_by("pk").iterator(chunk_size=2000), bar
            )
            count += index.put_many(tenant_id=tenant.pk, kind="demand", rows=rows)
    click.echo(json.dumps({"indexed": count}) if as_json else f"{count} demands")


@search.command()
@click.argument("text")
@click.option("--tenant", help="Short name of one tenant; all without it.")
@click.option("--limit", default=5, show_default=True, help="Most hits per tenant.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def similar(text: str, tenant: str | None, limit: int, as_json: bool) -> None:
    """The demands most like a text, with their score from 0 to 1. Exit code 1 when there is none.

    Example: zaocha search similar "清水路路灯不亮" --json
    """
    rows = []
    for one in Tenant.objects.filter(**({"slug": tenant} if tenant else {})).order_by("pk"):
        hits = queries.similar(tenant_id=one.pk, kind="demand", text=text, limit=limit)
        words = dict(
            Demand.objects.filter(pk__in=[hit.subject_id for hit in hits]).values_list("pk", "words")
        )
        for hit in hits:
            row = {"tenant": one.slug, "id": hit.subject_id, "score": round(hit.score, 3)}
            rows.append({**row, "words": words.get(hit.subject_id, "")})
    if as_json:
        click.echo(json.dumps({"similar": rows}, ensure_ascii=False))
    for row in rows if not as_json else []:
        click.echo(f"{row['score']:.3f}\t{row['tenant']}\t{row['id']}\t{row['words']}")
    if not rows:
        sys.exit(1)


def _counted(rows: Iterator[Demand], bar: object) -> Iterator[tuple[int, str]]:
    for done, row in enumerate(rows, 1):
        yield row.pk, row.words
        if done % 500 == 0:
            bar.update(500)  # type: ignore[attr-defined]
