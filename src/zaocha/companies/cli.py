"""Commands of the register: import, list."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.companies import queries
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
    answers: dict[str, str]
    report: Path | None


@click.group()
def companies() -> None:
    """The register of companies."""


def _mapping(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    chosen = {}
    for pair in given:
        name, equals, header = pair.partition("=")
        if not equals or not name or not header:
            raise click.BadParameter(f"{pair!r} is not of the form FIELD=COLUMN")
        chosen[_field(name.strip())] = header.strip()
    return chosen


def _field(name: str) -> str:
    spec = import_actions.kind_of("companies")
    for field in spec.fields:
        if name in {field.name, str(field.label), *field.synonyms}:
            return field.name
    raise click.BadParameter(f"no field {name!r}; there are {', '.join(one.name for one in spec.fields)}")


@companies.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--map", "mapping", multiple=True, callback=_mapping, help="FIELD=COLUMN, over what was guessed."
)
@click.option("--dry-run", is_flag=True, help="Check and report; take nothing.")
@click.option("--skip-bad", is_flag=True, help="Take the good rows although others are bad.")
@click.option(
    "--same-name", type=click.Choice(["update", "new", "skip"]), help="A known name without a code is…"
)
@click.option(
    "--accept-checksum", is_flag=True, help="Codes whose last character fails were compared by hand."
)
@click.option("--report", type=click.Path(path_type=Path), help="Write the rows with faults, .xlsx or .csv.")
@click.option("--tenant", help="Short name; needed when there are several.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def import_(file: Path, mapping: dict[str, str], tenant: str | None, as_json: bool, **options: Any) -> None:
    """Bring companies in from an .xlsx or .csv file, all rows or none.

    Columns are recognised by their headings. Exit code 1: rows are bad or undecided, nothing was taken
    (unless --skip-bad); 3: the file cannot be read.

    \b
    Example: zaocha companies import 企业名单.xlsx --dry-run
             zaocha companies import list.csv --map name=单位 --map credit_code=代码 --skip-bad
    """
    wishes = Wishes(
        dry_run=options["dry_run"], skip_bad=options["skip_bad"], report=options["report"],
        answers={
            **({"same_name": options["same_name"]} if options["same_name"] else {}),
            **({"checksum": "yes"} if options["accept_checksum"] else {}),
        },
    )  # fmt: skip
    by, at = actors.system(_tenant(tenant)), clock.now()
    try:
        data = file.read_bytes()
    except OSError as error:
        _end(3, {"error": "unreadable", "message": f"{file}: {error.strerror}"}, as_json=as_json)
    progress, finish = _progress(quiet=as_json)
    try:
        batch = running.check(
            kind="companies", upload=Upload(file.name, data), mapping=mapping, by=by, at=at, progress=progress
        )
    except FileUnreadable as refusal:
        finish()
        _end(3, refusal.as_dict(), as_json=as_json)
    except Refused as refusal:
        finish()
        _end(2, refusal.as_dict(), as_json=as_json)
    finish()
    _conclude(batch, wishes, by=by, at=at, as_json=as_json)


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
    _end(1 if bad else 0, summary if as_json else {}, as_json=as_json)


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


def _end(code: int, answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, default=str))
    elif answer:
        click.echo(f"{answer['message']} {answer.get('remedy', '')}".strip(), err=True)
    sys.exit(code)


@companies.command("list")
@click.option("--text", default="", help="Name, pinyin, initials or beginning of the code.")
@click.option("--tenant", help="Short name; needed when there are several.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def list_(text: str, tenant: str | None, as_json: bool) -> None:
    """Show the register in the order of its pinyin.

    Example: zaocha companies list --text qczz --json
    """
    by, at = actors.system(_tenant(tenant)), clock.now()
    found = queries.narrowed(queries.visible(by), queries.Filters(text=text), at=at).order_by("sorting", "pk")
    names = (
        "id",
        "name",
        "short_name",
        "credit_code",
        "industry",
        "chain",
        "community",
        "employees",
        "is_local",
    )
    rows = [dict(zip(names, row, strict=True)) for row in found.values_list(*names).iterator(chunk_size=2000)]
    if as_json:
        click.echo(json.dumps({"companies": rows}, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['id']}\t{row['credit_code'] or '-'}\t{row['name']}")


def _tenant(slug: str | None) -> Tenant:
    found = list(Tenant.objects.filter(**({"slug": slug} if slug else {}))[:2])
    if len(found) != 1:
        raise click.UsageError("name one tenant with --tenant" if found else "there is no such tenant")
    return found[0]
