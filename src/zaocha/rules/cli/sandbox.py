"""`zaocha sandbox`: move the numbers of a policy and see who gains, who loses and what it costs. No database."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from zaocha.kernel import clock
from zaocha.rules import facts, levers, sandbox
from zaocha.rules.cli import companies as company_files
from zaocha.rules.findings import Finding, Unreadable
from zaocha.rules.policies import files, reading
from zaocha.rules.policies.documents import Policy
from zaocha.rules.policies.sources import Read
from zaocha.rules.texts import Language, Message, Parameter, plain

FINE, USAGE, UNREADABLE = 0, 2, 3


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


WHOLE = _("{companies} companies; eligible {before} → {after}; cost {cost_before} → {cost_after} CNY a year.")
WHO = _("{gains} gain, {loses} lose, {more} get more, {less} get less.")


@click.command("sandbox")
@click.option(
    "--policy",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML or JSON.",
)
@click.option(
    "--companies", type=click.Path(exists=True, path_type=Path), help="Facts as .json, .csv or .parquet."
)
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="PATH=VALUE",
    help="A number and its new value; may be repeated.",
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the question; today without it.")
@click.option("--id", "id_column", help="Column that names the company; else company, company_id or id.")
@click.option("--levers", "list_levers", is_flag=True, help="Only list the numbers that can be moved.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def command(policy: Path, companies: Path | None, changes: tuple[str, ...], **wishes: Any) -> None:
    """Compare a policy with a changed form of it over all companies of a file.

    Exit codes: 0 done, 2 wrong usage (also a path where no number stands), 3 a file cannot be read.

    \b
    Example: zaocha sandbox --policy policy.yaml --levers
             zaocha sandbox --policy policy.yaml --companies companies.csv --set 'versions[0].benefit.cap=2000000' --json
    """
    given: datetime | None = wishes["on"]
    on = given.date() if given else clock.today()
    try:
        document = files.read(policy).data
        before = _policy(document)
        if wishes["list_levers"]:
            _tell_levers(document, wishes["as_json"])
            return
        after = _policy(sandbox.changed(document, _changes(changes), dictionary=facts.dictionary()))
        if companies is None:
            raise click.UsageError("--companies is needed (or --levers).")
        found = _compared(before, after, companies, on=on, id_column=wishes["id_column"])
    except levers.NoLever as wrong:
        raise click.UsageError(str(wrong)) from None
    except Unreadable as wrong:
        _refuse(wrong.findings, as_json=wishes["as_json"])
    _tell(found, as_json=wishes["as_json"])


def _compared(
    before: Policy, after: Policy, path: Path, *, on: date, id_column: str | None
) -> sandbox.Comparison:
    dictionary = facts.dictionary().with_facts(before.facts)
    subjects = company_files.subjects(path, dictionary=dictionary, on=on, id_column=id_column)
    return sandbox.compare(before, after, subjects, dictionary=dictionary)


def _policy(document: Any) -> Policy:
    return reading.sure(*reading.read(Read(document), dictionary=facts.dictionary()))


def _changes(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    if wrong := [path for path, sign, _value in pairs if not sign]:
        raise click.UsageError(f"--set {wrong[0]}: write PATH=VALUE.")
    return {path.strip(): value.strip() for path, _sign, value in pairs}


def _tell_levers(document: Any, as_json: bool) -> None:
    found = [
        lever
        for number in range(len(document["versions"]))
        for lever in levers.levers(document, version=number, dictionary=facts.dictionary())
    ]
    if as_json:
        click.echo(json.dumps({"levers": [one.as_json() for one in found]}, ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one.path}\t{one.value}\t{one.label.text(_language())}")


def _tell(found: sandbox.Comparison, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False))
        return
    numbers: dict[str, Parameter] = {
        "companies": found.companies,
        "before": found.before.eligible,
        "after": found.after.eligible,
        "cost_before": plain(found.before.cost),
        "cost_after": plain(found.after.cost),
    }
    click.echo(Message("whole", WHOLE, numbers).text(_language()))
    click.echo(
        Message("who", WHO, {str(kind): count for kind, count in found.counts.items()}).text(_language())
    )


def _refuse(findings: tuple[Finding, ...], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"findings": [one.as_json() for one in findings]}, ensure_ascii=False))
    for one in () if as_json else findings:
        click.echo(one.text(_language()), err=True)
    sys.exit(UNREADABLE)


def _language() -> Language:
    wish = os.environ.get("ZAOCHA_LANG") or os.environ.get("LANG", "")
    return "en" if wish.startswith("en") else "zh"
