"""The commands `zaocha dmn …`: no server, no database, no Django."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from zaocha.kernel import clock
from zaocha.rules.dmn import kit
from zaocha.rules.dmn.kit import CaseResult
from zaocha.rules.dmn.tables import BadTable
from zaocha.rules.dmn.xml import NotReadable
from zaocha.rules.feel.faults import NotFeel
from zaocha.rules.texts import translated

FINE, A_FINDING, UNREADABLE = 0, 1, 3
FAULTS = (NotReadable, BadTable, NotFeel, OSError, UnicodeDecodeError, json.JSONDecodeError)
_PATH = click.Path(exists=True, path_type=Path)


@click.group()
def dmn() -> None:
    """Decision models of the DMN standard: test, check, import, export."""


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
    if isinstance(fault, (NotReadable, BadTable)):
        text = _(fault.message).format(**fault.values)
        return f"{fault.place}: {text}" if fault.place else text
    if isinstance(fault, json.JSONDecodeError):
        return _("This is no JSON (line {line}, column {column}).").format(
            line=fault.lineno, column=fault.colno
        )
    if isinstance(fault, UnicodeDecodeError):
        return _("The file is not UTF-8 text.")
    return fault.strerror or str(fault) if isinstance(fault, OSError) else str(fault)


def _(text: str) -> str:
    english = (os.environ.get("ZAOCHA_LANG") or os.environ.get("LANG", "")).startswith("en")
    return translated(text, "en" if english else "zh")
