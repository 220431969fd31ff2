"""The commands `zaocha dmn …`: no server, no database, no Django."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from zaocha.kernel import clock
from zaocha.rules.dmn import exchange, findings, kit
from zaocha.rules.dmn.kit import CaseResult
from zaocha.rules.dmn.tables import BadTable
from zaocha.rules.dmn.xml import NotReadable
from zaocha.rules.feel.faults import NotFeel
from zaocha.rules.texts import Language, translated

FINE, A_FINDING, UNREADABLE = 0, 1, 3
FAULTS = (NotReadable, BadTable, NotFeel, OSError, UnicodeDecodeError, json.JSONDecodeError)
_PATH = click.Path(exists=True, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def dmn() -> None:
    """Decision models of the DMN standard: test, check, import, export, run."""


@dmn.command("test")
@click.argument("path", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_context
def dmn_test(ctx: click.Context, path: Path, as_json: bool) -> None:
    """Run test cases in the format of the public DMN conformance kit: a folder, or one file.

    Exit codes: 0 all pass, 1 some fail, 2 usage, 3 no cases or unreadable.

    Example: zaocha dmn test TestCases/compliance-level-2 --json
    """
    try:
        results = run_all(path, hidden=as_json)
    except FAULTS as fault:
        click.echo(said(fault), err=True)
        ctx.exit(UNREADABLE)
    failed = [one for one in results if not one.excluded and not one.passed]
    if as_json:
        click.echo(json.dumps(summary(results), ensure_ascii=False))
    else:
        click.echo("\n".join(table_of(results)))
    ctx.exit(A_FINDING if failed else FINE)


@dmn.command("check")
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_context
def dmn_check(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Look through a DMN model or the decision tables of a JSON file before they are used.

    Rows that overlap, gaps and rows that never hold; expressions that cannot be read; types and needs that are
    not there; what is not called (Java, PMML).

    Exit codes: 0 nothing or notes only, 1 errors or warnings, 2 usage, 3 unreadable.

    Example: zaocha dmn check grants.dmn --json
    """
    try:
        found = findings.of_file(file)
    except FAULTS as fault:
        click.echo(said(fault), err=True)
        ctx.exit(UNREADABLE)
    if as_json:
        click.echo(json.dumps({"findings": [one.as_json() for one in found]}, ensure_ascii=False))
    else:
        click.echo("\n".join(one.text(language()) for one in found) or _("Nothing was found."))
    ctx.exit(A_FINDING if any(one.severity != "note" for one in found) else FINE)


@dmn.command("import")
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON; it is printed in any case.")
@click.pass_context
def dmn_import(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Print the decision tables of a DMN model as JSON (docs/formats/dmn.md), to be changed and exported again.

    Exit codes: 0 fine, 1 the model has no decision table, 2 usage, 3 unreadable.

    Example: zaocha dmn import grants.dmn
    """
    try:
        tables = exchange.read(file)
    except FAULTS as fault:
        click.echo(said(fault), err=True)
        ctx.exit(UNREADABLE)
    click.echo(json.dumps(exchange.as_json(tables), ensure_ascii=False, indent=None if as_json else 2))
    ctx.exit(FINE if tables else A_FINDING)


@dmn.command("export")
@click.argument("file", type=_FILE)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; standard output without."
)
@click.pass_context
def dmn_export(ctx: click.Context, file: Path, out: Path | None) -> None:
    """Write the decision tables of a JSON file as a DMN 1.5 model that other tools open.

    Exit codes: 0 fine, 2 usage, 3 unreadable.

    Example: zaocha dmn export grants.json --out grants.dmn
    """
    try:
        data = exchange.document(exchange.read(file), name=file.stem)
        if out is None:
            click.echo(data.decode("utf8"), nl=False)
        else:
            out.write_bytes(data)
    except FAULTS as fault:
        click.echo(said(fault), err=True)
        ctx.exit(UNREADABLE)
    ctx.exit(FINE)


@dmn.command("run")
@click.argument("file", type=_FILE)
@click.option("--inputs", type=_FILE, help="JSON object: the inputs by name; days as 2026-11-23 in quotes.")
@click.option(
    "--decision", "decisions", multiple=True, help="Only this decision; may be given several times."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_context
def dmn_run(
    ctx: click.Context, file: Path, inputs: Path | None, decisions: tuple[str, ...], as_json: bool
) -> None:
    """Make the decisions of a DMN model for some inputs.

    Exit codes: 0 fine, 1 a decision came out as null, 2 usage, 3 unreadable or no such decision.

    Example: zaocha dmn run grants.dmn --inputs company.json --decision Grant --json
    """
    try:
        made, notes = exchange.decide(file, inputs, decisions, at=clock.now())
    except FAULTS as fault:
        click.echo(said(fault), err=True)
        ctx.exit(UNREADABLE)
    if as_json:
        click.echo(json.dumps({"decisions": exchange.plain(made), "notes": notes}, ensure_ascii=False))
    else:
        click.echo("\n".join([f"{name}: {kit.said(value)}" for name, value in made.items()] + notes))
    ctx.exit(A_FINDING if any(value is None for value in made.values()) else FINE)


def run_all(path: Path, *, hidden: bool) -> list[CaseResult]:
    """Every case under a path. Raises `NotReadable` when there is none."""
    runner = kit.Kit(at=clock.now())
    with click.progressbar(kit.cases(path), label="dmn", file=sys.stderr, hidden=hidden) as cases:
        return [runner.run(one) for one in cases]


def summary(results: list[CaseResult]) -> dict[str, Any]:
    """The form of docs/formats/dmn.md."""
    counted = [one for one in results if not one.excluded]
    return {
        "passed": sum(one.passed for one in counted),
        "failed": sum(not one.passed for one in counted),
        "cases": [one.as_json() for one in counted],
        "excluded": [one.as_json() for one in results if one.excluded],
    }


def table_of(results: list[CaseResult]) -> list[str]:
    """One line per folder, then what failed and what does not count."""
    folders: dict[str, list[CaseResult]] = {}
    for one in results:
        folders.setdefault(one.folder, []).append(one)
    width = max(len(name) for name in folders)
    lines = [f"{name:<{width}}  {_counts(found)}" for name, found in folders.items()]
    counted = [one for one in results if not one.excluded]
    for one in counted:
        if not one.passed:
            lines.append(f"✗ {one.folder} {one.id}: {one.message}")
    reasons: dict[tuple[str, str], list[str]] = {}
    for one in results:
        if one.excluded:
            reasons.setdefault((one.folder, one.excluded), []).append(one.id)
    for (folder, reason), ids in reasons.items():
        lines.append(
            _("Not counted: {folder} {ids}: {reason}").format(
                folder=folder, ids=", ".join(ids), reason=_(reason)
            )
        )
    return [*lines, "", _counts(results)]


def _counts(results: list[CaseResult]) -> str:
    left_out = sum(bool(one.excluded) for one in results)
    passed = sum(one.passed for one in results if not one.excluded)
    text = _("{passed} passed, {failed} failed").format(
        passed=passed, failed=len(results) - left_out - passed
    )
    return text + (_(", {n} not counted").format(n=left_out) if left_out else "")


def said(fault: Exception) -> str:
    """A fault in the reader's language, with its place."""
    if isinstance(fault, (NotReadable, BadTable, NotFeel)):
        text = findings.message_of(fault).text(language())
        place = "" if isinstance(fault, NotFeel) else fault.place
        return f"{place}: {text}" if place else text
    if isinstance(fault, json.JSONDecodeError):
        return _("This is no JSON (line {line}, column {column}).").format(
            line=fault.lineno, column=fault.colno
        )
    if isinstance(fault, UnicodeDecodeError):
        return _("The file is not UTF-8 text.")
    return fault.strerror or str(fault) if isinstance(fault, OSError) else str(fault)


def language() -> Language:
    """What the operator reads: ZAOCHA_LANG, else LANG, else Chinese."""
    return "en" if (os.environ.get("ZAOCHA_LANG") or os.environ.get("LANG", "")).startswith("en") else "zh"


def _(text: str) -> str:
    return translated(text, language())
