"""`zaocha match run`: all companies of a file against all policies of a folder, on this machine or a cluster."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from zaocha.kernel import clock
from zaocha.rules import facts
from zaocha.rules.findings import Finding, Unreadable
from zaocha.rules.policies import files
from zaocha.rules.texts import Language, Message

FINE, USAGE, UNREADABLE = 0, 2, 3


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


NEEDS = _("This needs {packages}. Install them: pip install 'zaocha[{extra}]'")
DONE = _("{companies} companies, {policies} policies: {lines} verdicts in {file}")


@click.group()
def match() -> None:
    """All companies against all policies: run."""


@match.command("run")
@click.option(
    "--companies",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="Parquet file or folder, or .csv.",
)
@click.option(
    "--policies",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="Folder of policies (or one file).",
)
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the results."
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the question; today without it.")
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True)
@click.option("--master", help="Address of the Spark master, such as spark://host:7077; else local[*].")
@click.option("--kernel", type=click.Choice(["auto", "numpy", "numba"]), default="auto", show_default=True)
@click.option("--id", "id_column", help="Column that names the company; else company, company_id or id.")
@click.option("--json", "as_json", is_flag=True, help="Print counts.json as well.")
def run(companies: Path, policies: Path, out: Path, **wishes: Any) -> None:
    """Give every company a verdict for every policy.

    Writes verdicts.parquet (company, policy, verdict; without not_eligible) and counts.json into OUT; see
    docs/formats/match.md. Exit codes: 0 done, 2 usage or something to install, 3 a file cannot be read.

    \b
    Example: zaocha match run --companies companies.parquet --policies policies/ --out out/
    """
    spark = wishes["engine"] == "spark"
    _require(["pyarrow", "pyspark"] if spark else ["pyarrow"], "spark" if spark else "parquet")
    if wishes["master"] and not spark:
        raise click.UsageError("--master goes with --engine spark.")
    try:
        found = _run(companies, policies, out, wishes)
    except Unreadable as wrong:
        _refuse(wrong.findings, as_json=wishes["as_json"])
    if wishes["as_json"]:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    lines = sum(
        number
        for counts in found["counts"].values()
        for code, number in counts.items()
        if code != "not_eligible"
    )
    said = {"companies": found["companies"], "policies": found["policies"], "lines": lines}
    click.echo(Message("done", DONE, {**said, "file": str(out / "verdicts.parquet")}).text(_language()))


def _run(companies: Path, policies: Path, out: Path, wishes: dict[str, Any]) -> dict[str, Any]:
    from zaocha.rules.planes import engines, readers, running

    kernel = engines.fastest() if wishes["kernel"] == "auto" else wishes["kernel"]
    if kernel == "numba":
        _require(["numba"], "fast")
    given: datetime | None = wishes["on"]
    dictionary = facts.dictionary()
    work = running.work_for(
        files.policies(policies, dictionary=dictionary),
        on=given.date() if given else clock.today(),
        dictionary=dictionary,
        engine=kernel,
    )
    reader = readers.Reader(companies, dictionary=work.dictionary, id_column=wishes["id_column"])
    out.mkdir(parents=True, exist_ok=True)
    if wishes["engine"] == "spark":
        from zaocha.rules.planes import spark

        totals = spark.run(reader, work, out=out, master=wishes["master"])
    else:
        totals = running.run(reader, work, out=out)
    return running.write_counts(out / "counts.json", totals, work.judgement)


def _require(packages: list[str], extra: str) -> None:
    lacking = [name for name in packages if not find_spec(name)]
    if lacking:
        message = Message("needs", NEEDS, {"packages": ", ".join(lacking), "extra": extra})
        click.echo(message.text(_language()), err=True)
        sys.exit(USAGE)


def _refuse(findings: tuple[Finding, ...], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"findings": [one.as_json() for one in findings]}, ensure_ascii=False))
    for one in () if as_json else findings:
        click.echo(one.text(_language()), err=True)
    sys.exit(UNREADABLE)


def _language() -> Language:
    wish = os.environ.get("ZAOCHA_LANG") or os.environ.get("LANG", "")
    return "en" if wish.startswith("en") else "zh"
