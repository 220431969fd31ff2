"""Commands of the ledger: export, import."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.demands import ledger as ledgers
from zaocha.demands import queries
from zaocha.demands.importing import QUESTIONS
from zaocha.imports import actions as import_actions
from zaocha.imports import kinds, reports, running
from zaocha.imports.models import Import
from zaocha.imports.reading import Upload
from zaocha.imports.refusals import FileUnreadable
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused


@click.group()
def ledger() -> None:
    """The ledger: out to .xlsx, and back without losing anything."""


@ledger.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--all", "everything", is_flag=True, help="Ended demands too; without it only open ones.")
@click.option("--tenant", help="Short name; needed when there are several.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def export(file: Path, everything: bool, tenant: str | None, as_json: bool) -> None:
    """Write the ledger to an .xlsx file that can be worked on and brought back.

    Example: zaocha ledger export 台账.xlsx --all
    """
    by, at = actors.system(_tenant(tenant)), clock.now()
    rows = queries.visible(by)
    if not everything:
        rows = rows.filter(state__in=sorted(queries.GROUPS["open"]))
    count = rows.count()
    data = ledgers.workbook(demands=rows, by=by, at=at)
    try:
        file.write_bytes(data)
    except OSError as error:
        _end(3, {"error": "unwritable", "message": f"{file}: {error.strerror}"}, as_json=as_json)
    if as_json:
        _end(0, {"file": str(file), "rows": count}, as_json=True)
    click.echo(f"{file}: {count} rows")


@ledger.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change; take nothing.")
@click.option(
    "--conflicts", type=click.Choice(["mine", "theirs", "skip"]),
    help="What was changed in both places: the table's (mine), the pool's (theirs), or leave the row out.",
)  # fmt: skip
@click.option("--skip-bad", is_flag=True, help="Take the good rows although others cannot be taken.")
@click.option("--tenant", help="Short name; needed when there are several.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def import_(file: Path, tenant: str | None, as_json: bool, **wishes: Any) -> None:
    """Bring a changed ledger back: every change is listed, all good rows are taken together or none is.

    Exit code 1: rows cannot be taken or wait for a decision; 3: the file cannot be read.

    Example: zaocha ledger import 台账.xlsx --dry-run
    """
    by, at = actors.system(_tenant(tenant)), clock.now()
    try:
        upload = Upload(file.name, file.read_bytes())
    except OSError as error:
        _end(3, {"error": "unreadable", "message": f"{file}: {error.strerror}"}, as_json=as_json)
    try:
        batch = running.check(
            kind="ledger", upload=upload, mapping={}, by=by, at=at, progress=lambda what, done, total: None
        )
    except FileUnreadable as refusal:
        _end(3, refusal.as_dict(), as_json=as_json)
    except Refused as refusal:
        _end(2, refusal.as_dict(), as_json=as_json)
    _conclude(batch, wishes, by=by, at=at, as_json=as_json)


def _conclude(
    batch: Import, wishes: dict[str, Any], *, by: actors.Actor, at: datetime, as_json: bool
) -> NoReturn:
    if wishes["conflicts"]:
        for question in QUESTIONS:
            batch = import_actions.answer_all(
                import_id=batch.pk, question=question, answer=wishes["conflicts"], by=by, at=at
            )
    counts = dict(batch.counts)
    summary = {"file": batch.file_name, "rows": batch.total, "counts": counts, "lines": _lines(batch)}
    stopped = counts.get("ask", 0) + (0 if wishes["skip_bad"] else counts.get("bad", 0))
    summary["taken"] = not stopped and not wishes["dry_run"] and any(counts.get(one) for one in kinds.TAKEN)
    if summary["taken"]:
        import_actions.take(
            import_id=batch.pk, by=by, at=at, without_bad=wishes["skip_bad"], background=False
        )
    else:
        import_actions.drop(import_id=batch.pk, by=by, at=at)
    if not as_json:
        _tell(summary)
    _end(1 if counts.get("bad") or counts.get("ask") else 0, summary if as_json else {}, as_json=as_json)


def _lines(batch: Import) -> list[dict[str, Any]]:
    """Every row that is new, changes something, or cannot be taken."""
    spec = import_actions.kind_of(batch.kind)
    found = []
    for row in batch.rows.exclude(decision__in=["same", "skip"]).order_by("pk").iterator(chunk_size=500):
        line = reports.line(row, batch, spec)
        asked = [ask.text for ask in line.asks if not ask.given]
        found.append(
            {
                "row": row.number, "demand": row.subject_id, "decision": row.decision,
                "changes": [[str(label), str(old), str(new)] for label, old, new in line.changes],
                "problems": line.problems + asked,
            }
        )  # fmt: skip
    return found


def _tell(summary: dict[str, Any]) -> None:
    for line in summary["lines"]:
        said = [f"{label}: {old} → {new}" for label, old, new in line["changes"]] + line["problems"]
        click.echo(f"{line['row']}\t{kinds.DECISIONS[line['decision']]}\t{'; '.join(said)}")
    counts = ", ".join(f"{kinds.DECISIONS[code]}: {number}" for code, number in summary["counts"].items())
    click.echo(f"{summary['file']}: {summary['rows']} rows. {counts}")
    click.echo("Taken." if summary["taken"] else "Nothing was taken.")


def _end(code: int, answer: dict[str, Any], *, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, default=str))
    elif answer:
        click.echo(f"{answer['message']} {answer.get('remedy', '')}".strip(), err=True)
    sys.exit(code)


def _tenant(slug: str | None) -> Tenant:
    found = list(Tenant.objects.filter(**({"slug": slug} if slug else {}))[:2])
    if len(found) != 1:
        raise click.UsageError("name one tenant with --tenant" if found else "there is no such tenant")
    return found[0]
