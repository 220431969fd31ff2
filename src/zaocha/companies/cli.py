"""Commands of the register: import, list; and of facts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from zaocha.accounts import actors
from zaocha.companies import queries, table_cli
from zaocha.companies.facts import groups, schemas, sheet
from zaocha.companies.models import Company
from zaocha.kernel import clock


@click.group()
def companies() -> None:
    """The register of companies."""


@companies.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "mapping",
    multiple=True,
    callback=table_cli.mapping_of("companies"),
    help="FIELD=COLUMN, over what was guessed.",
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
    answers = {
        **({"same_name": options["same_name"]} if options["same_name"] else {}),
        **({"checksum": "yes"} if options["accept_checksum"] else {}),
    }
    wishes = table_cli.Wishes(
        dry_run=options["dry_run"], skip_bad=options["skip_bad"], report=options["report"], answers=answers,
        mapping=mapping,
    )  # fmt: skip
    table_cli.run(file, kind="companies", wishes=wishes, tenant=tenant, as_json=as_json)


@companies.command("list")
@click.option("--text", default="", help="Name, pinyin, initials or beginning of the code.")
@click.option("--tenant", help="Short name; needed when there are several.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def list_(text: str, tenant: str | None, as_json: bool) -> None:
    """Show the register in the order of its pinyin.

    Example: zaocha companies list --text qczz --json
    """
    by, at = actors.system(table_cli.one_tenant(tenant)), clock.now()
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


@companies.command("import-facts")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "mapping",
    multiple=True,
    callback=table_cli.mapping_of("facts"),
    help="FACT=COLUMN, over what was guessed.",
)
@click.option("--dry-run", is_flag=True, help="Check and report; take nothing.")
@click.option("--skip-bad", is_flag=True, help="Take the good rows although others are bad.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the rows with faults, .xlsx or .csv.")
@click.option("--tenant", help="Short name; needed when there are several.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def import_facts(file: Path, tenant: str | None, as_json: bool, **options: Any) -> None:
    """Bring facts of companies in: a row per company, a column per fact, unit and year in the heading.

    Exit code 1: rows are bad, nothing was taken (unless --skip-bad); 3: the file cannot be read.

    \b
    Example: zaocha companies import-facts 年报汇总.xlsx --dry-run
             zaocha companies import-facts 2025.csv --map revenue=营收（万元） --skip-bad
    """
    table_cli.run(file, kind="facts", wishes=table_cli.Wishes(**options), tenant=tenant, as_json=as_json)


@companies.command("facts")
@click.argument("company")
@click.option(
    "--group", type=click.Choice([code for code in groups.GROUPS if code]), help="One kind of facts."
)
@click.option("--missing", is_flag=True, help="What is not known, instead of what is.")
@click.option("--tenant", help="Short name; needed when there are several.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def facts(company: str, group: str | None, missing: bool, tenant: str | None, as_json: bool) -> None:
    """Show what is known of a company, named by id, credit code or full name.

    Example: zaocha companies facts 91330681MA2D00010F --group size --json
    """
    by, at = actors.system(table_cli.one_tenant(tenant)), clock.now()
    found = _company(by, company)
    if found is None:
        table_cli.end(
            1, {"error": "not_found", "message": f"no company {company!r}", "facts": []}, as_json=as_json
        )
    lines = [
        line
        for line in sheet.lines(by=by, company=found, on=at.date())
        if line.is_known != missing and (not group or line.fact.group == group)
    ]
    if as_json:
        rows = [schemas.line_out(line) for line in lines]
        click.echo(json.dumps({"company": found.pk, "name": found.name, "facts": rows}, ensure_ascii=False))
        return
    for line in lines:
        click.echo(f"{line.fact.name}\t{line.text or '-'}\t{line.period}\t{line.source_label}\t{line.label}")


def _company(by: actors.Actor, text: str) -> Company | None:
    found = queries.visible(by)
    if text.isascii() and text.isdigit() and len(text) < 10:
        return found.filter(pk=int(text)).first()
    return found.filter(credit_code=text.upper()).first() or found.filter(name=text).first()
