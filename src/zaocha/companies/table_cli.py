"""What the commands that import tables share: the bar, the report, the end with its exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from django.utils.translation import gettext as _

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.imports import actions as import_actions
from zaocha.imports import kinds, reports, running
from zaocha.imports.models import Import
from zaocha.imports.reading import Upload
from zaocha.imports.refusals import FileUnreadable
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused

SHOWN = 200


@dataclass(frozen=True)
class Wishes:
    """What the command line says about the import."""

    dry_run: bool
    skip_bad: bool
    report: Path | None
    answers: dict[str, str] = field(default_factory=dict)
    mapping: dict[str, str] = field(default_factory=dict)


def run(file: Path, *, kind: str, wishes: Wishes, tenant: str | None, as_json: bool) -> None:
    """Read, map and check a file of a kind; then take or drop it, and end with the exit code."""
    by, at = actors.system(one_tenant(tenant)), clock.now()
    try:
        data = file.read_bytes()
    except OSError as error:
        end(3, {"error": "unreadable", "message": f"{file}: {error.strerror}"}, as_json=as_json)
    progress, finish = _progress(quiet=as_json)
    try:
        batch = running.check(
            kind=kind, upload=Upload(file.name, data), mapping=wishes.mapping, by=by, at=at, progress=progress
        )
    except FileUnreadable as refusal:
        finish()
        end(3, refusal.as_dict(), as_json=as_json)
    except Refused as refusal:
        finish()
        end(2, refusal.as_dict(), as_json=as_json)
    finish()
    _conclude(batch, wishes, by=by, at=at, as_json=as_json)


def mapping_of(kind: str) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], dict[str, str]]:
    """The reader of `--map FIELD=COLUMN` for a kind; a field goes by name, label or usual heading."""

    def read(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
        chosen = {}
        for pair in given:
            name, equals, header = pair.partition("=")
            if not equals or not name or not header:
                raise click.BadParameter(f"{pair!r} is not of the form FIELD=COLUMN")
            chosen[_field(kind, name.strip())] = header.strip()
        return chosen

    return read


def _field(kind: str, name: str) -> str:
    spec = import_actions.kind_of(kind)
    for one in spec.fields:
        if name in {one.name, str(one.label), *one.synonyms}:
            return one.name
    raise click.BadParameter(f"no field {name!r}; there are {', '.join(one.name for one in spec.fields)}")


def _conclude(batch: Import, wishes: Wishes, *, by: actors.Actor, at: datetime, as_json: bool) -> None:
    for question, answer in wishes.answers.items():
        batch = import_actions.answer_all(import_id=batch.pk, question=question, answer=answer, by=by, at=at)
    spec = import_actions.kind_of(batch.kind)
    counts = batch.counts
    found = counts.get("ask", 0) + (0 if wishes.skip_bad else counts.get("bad", 0))
    summary: dict[str, Any] = {
        "file": batch.file_name,
        "rows": batch.total,
        "mapping": batch.mapping,
        "counts": counts,
    }
    summary["problems"] = _problems(batch)
    if wishes.report:
        form = "csv" if wishes.report.suffix == ".csv" else "xlsx"
        wishes.report.write_bytes(reports.download(batch, spec, form=form))
    taken = not found and not wishes.dry_run and any(counts.get(code) for code in kinds.TAKEN)
    if taken:
        import_actions.take(import_id=batch.pk, by=by, at=at, without_bad=wishes.skip_bad, background=False)
    else:
        import_actions.drop(import_id=batch.pk, by=by, at=at)
    summary["taken"] = taken
    if not as_json:
        _tell(summary, dry_run=wishes.dry_run)
    bad = bool(counts.get("bad") or counts.get("ask"))
    end(1 if bad else 0, summary if as_json else {}, as_json=as_json)


def _problems(batch: Import) -> list[dict[str, Any]]:
    """Every bad or undecided row, with what is wrong in which column."""
    spec = import_actions.kind_of(batch.kind)
    listed = []
    for row in batch.rows.filter(decision__in=["bad", "ask"]).order_by("pk").iterator(chunk_size=500):
        line = reports.line(row, batch, spec)
        listed += [
            {
                "row": row.number,
                "field": one["field"],
                "column": batch.mapping.get(one["field"], ""),
                "code": one["code"],
                "message": reports.text_of(one["code"], one["params"], spec),
            }
            for one in row.problems
            if not one["note"]
        ]
        if row.decision == "ask":
            listed += [
                {"row": row.number, "field": "", "column": "", "code": ask.code, "message": ask.text}
                for ask in line.asks
                if not ask.given
            ]
    return listed


def _tell(summary: dict[str, Any], *, dry_run: bool) -> None:
    for one in summary["problems"][:SHOWN]:
        place = f" [{one['column']}]" if one["column"] else ""
        click.echo(f"{one['row']}{place}: {one['message']}")
    rest = len(summary["problems"]) - SHOWN
    if rest > 0:
        click.echo(_("… %(n)s more; --report FILE.xlsx writes all of them") % {"n": rest})
    counts = ", ".join(f"{kinds.DECISIONS[code]}: {number}" for code, number in summary["counts"].items())
    click.echo(f"{summary['file']} ({summary['rows']}): {counts}")
    if summary["taken"]:
        click.echo(_("Taken."))
    elif not dry_run and summary["problems"]:
        click.echo(
            _("Nothing was taken. --skip-bad leaves bad rows out; --same-name and --accept-checksum decide.")
        )


def _progress(*, quiet: bool) -> tuple[running.Progress, Callable[[], None]]:
    """A bar on standard error while somebody looks, else silence."""
    if quiet or not sys.stderr.isatty():
        return (lambda what, done, total: None), (lambda: None)
    bars: dict[str, Any] = {}

    def show(what: str, done: int, total: int) -> None:
        if what not in bars:
            if total == 0:
                click.echo(f"\r{what}: {done}", nl=False, err=True)
                return
            click.echo("", err=True)
            bars[what] = click.progressbar(length=total, label=what, file=sys.stderr)
        bars[what].update(done - bars[what].pos)

    def finish() -> None:
        for bar in bars.values():
            bar.render_finish()

    return show, finish


def end(code: int, answer: dict[str, Any], *, as_json: bool) -> NoReturn:
    """Print the answer and leave with the exit code."""
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, default=str))
    elif answer:
        click.echo(f"{answer['message']} {answer.get('remedy', '')}".strip(), err=True)
    sys.exit(code)


def one_tenant(slug: str | None) -> Tenant:
    """The tenant of that name, or the only one."""
    found = list(Tenant.objects.filter(**({"slug": slug} if slug else {}))[:2])
    if len(found) != 1:
        raise click.UsageError("name one tenant with --tenant" if found else "there is no such tenant")
    return found[0]
