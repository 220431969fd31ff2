"""The command `zaocha minutes read`: no server, no database, no Django."""

import gettext
import json
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from typing import Any, Protocol

import click

from zaocha.lang import categories, normalise
from zaocha.lang.minutes import Demand, KnownCompany, MinutesReading, read_minutes

FOUND, NOTHING_FOUND, UNREADABLE = 0, 1, 3
_NAME_HEADINGS = ("企业名称", "公司名称", "单位名称", "名称", "企业", "公司", "name", "company")
_SHORT_HEADINGS = ("简称", "企业简称", "short name", "short_name", "别名", "alias")


class _Table(Protocol):
    headers: tuple[str, ...]

    def rows(self) -> Any: ...


@click.group()
def minutes() -> None:
    """Minutes of meetings: read."""


@minutes.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option(
    "--date",
    "on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day that 'next Wednesday' and the like count from.",
)
@click.option(
    "--companies",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Register (.csv or .xlsx with a column for the name) that company names are mapped to.",
)
@click.pass_context
def minutes_read(
    ctx: click.Context, file: Path, as_json: bool, on: datetime | None, companies: Path | None
) -> None:
    """Read minutes (.txt, .md, .docx) and print the demands that are in them.

    Exit codes: 0 demands found, 1 none found, 2 usage, 3 the file cannot be read.

    Example: zaocha minutes read minutes.docx --date 2026-04-01 --companies register.xlsx --json
    """
    try:
        code = read(file=file, as_json=as_json, companies=companies, on=on.date() if on else None)
    except normalise.TextTooLong as error:
        code = _unreadable(
            _(
                "The text has {length} characters; at most {limit} are read at once. Split it and try again."
            ).format(length=f"{error.length:,}", limit=f"{error.limit:,}")
        )
    except import_module("zaocha.sheets.messages").Unreadable as error:
        code = _unreadable(f"{error.name}: {error.text(_sheets())}" if error.name else error.text(_sheets()))
    except OSError as error:
        code = _unreadable(f"{file}: {error.strerror}")
    ctx.exit(code)


def read(*, file: Path, as_json: bool, companies: Path | None, on: date | None) -> int:
    """Read a file and print what it holds; gives the exit code. Raises `Unreadable` and `TextTooLong`."""
    known = register(companies) if companies else ()
    reading = read_minutes(text=text_of(file), on=on, companies=known)
    if as_json:
        click.echo(json.dumps(reading.as_json(), ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(reading)))
    return FOUND if reading.demands else NOTHING_FOUND


def text_of(file: Path) -> str:
    """The words of a text or Word file. Raises `Unreadable` from `zaocha.sheets`."""
    # By name: `sheets` stands beside `lang`, and the reader itself must not need it.
    if file.suffix.lower() == ".docx":
        return str(import_module("zaocha.sheets.documents").read_docx_text(file))
    return str(import_module("zaocha.sheets.texts").decode(file.read_bytes(), name=file.name))


def register(file: Path) -> Sequence[KnownCompany]:
    """The companies of a table: the column whose heading says name, else the first one."""
    table: _Table = import_module("zaocha.sheets.tables").read_table(file)
    name_at = _column(table.headers, _NAME_HEADINGS) or 0
    short_at = _column(table.headers, _SHORT_HEADINGS)
    found = []
    for row in table.rows():
        name = row.values[name_at]
        if name and name.strip():
            short = row.values[short_at] if short_at is not None else None
            found.append(KnownCompany(name.strip(), aliases=(short.strip(),) if short else ()))
    return found


def _column(headers: Sequence[str], wanted: Sequence[str]) -> int | None:
    plain = [header.strip().lower() for header in headers]
    for heading in wanted:
        if heading in plain:
            return plain.index(heading)
    return next((at for at, header in enumerate(plain) if any(word in header for word in wanted)), None)


def _unreadable(message: str) -> int:
    click.echo(message, err=True)
    return UNREADABLE


def _lines(reading: MinutesReading) -> list[str]:
    meeting = reading.meeting
    head = [
        meeting.title,
        meeting.held_on.isoformat() if meeting.held_on else None,
        meeting.place,
        meeting.host,
    ]
    lines = ["  ".join(part for part in head if part)] if any(head) else []
    for number, one in enumerate(reading.demands, 1):
        lines += ["", *_demand_lines(number, one, reading)]
    lines += ["", _("{n} demands found.").format(n=len(reading.demands))]
    return lines


def _demand_lines(number: int, one: Demand, reading: MinutesReading) -> list[str]:
    name = categories.category(one.category).name
    outcome = {
        "on_the_spot": _("answered on the spot"),
        "promised": _("promised"),
        "open": _("open"),
    }[one.outcome]
    who = " ".join(part for part in (one.company, one.raised_by) if part)
    lines = [f"{number}. [{one.category} {name.en if _is_english() else name.zh}] {one.text}"]
    if who:
        lines.append(f"   {who}")
    if one.answer:
        lines.append(f"   → {one.answer}")
    due = one.promise and ((one.promise.due_on and one.promise.due_on.isoformat()) or one.promise.trigger)
    lines.append(f"   {outcome}" + (f": {one.promise.by_whom or '?'}, {due or '?'}" if one.promise else ""))
    line = reading.source_text.count("\n", 0, one.quote.start) + 1
    lines.append(
        "   "
        + _("line {line}, characters {start}–{end}").format(
            line=line, start=one.quote.start, end=one.quote.end
        )
    )
    return lines


def _is_english() -> bool:
    return (os.environ.get("ZAOCHA_LANG") or os.environ.get("LANG", "")).startswith("en")


@cache
def _catalogue(package: str) -> gettext.NullTranslations:
    file = resources.files(package).joinpath("locale/zh_Hans/LC_MESSAGES/django.mo")
    if _is_english() or not file.is_file():
        return gettext.NullTranslations()
    with file.open("rb") as opened:
        return gettext.GNUTranslations(opened)


def _(text: str) -> str:
    return _catalogue("zaocha.lang").gettext(text)


def _sheets() -> Any:
    return _catalogue("zaocha.sheets").gettext


if __name__ == "__main__":
    sys.exit(minutes())
