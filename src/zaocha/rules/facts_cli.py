"""The command `zaocha facts list`: no server, no database, no Django."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from zaocha.rules import facts, units


@click.group("facts")
def facts_group() -> None:
    """Facts about companies: list."""


@facts_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_context
def facts_list(ctx: click.Context, as_json: bool) -> None:
    """Show every fact that policies may test: name, type, unit, what it means. Names stay the same.

    Example: zaocha facts list --json
    """
    if as_json:
        click.echo(json.dumps(listed(), ensure_ascii=False))
    else:
        click.echo("\n".join(_lines()))
    ctx.exit(0)


def listed() -> dict[str, Any]:
    """The dictionary (docs/formats/fact-list.md)."""
    dictionary = facts.dictionary()
    return {
        "facts": [one.as_json() for one in dictionary.facts.values()],
        "codes": {
            name: {code: label.as_json() for code, label in rows.items()}
            for name, rows in dictionary.codes.items()
        },
        "units": {code: one.label.as_json() for code, one in units.units().items()},
    }


def _lines() -> list[str]:
    dictionary = facts.dictionary()
    english = (os.environ.get("ZAOCHA_LANG") or os.environ.get("LANG", "")).startswith("en")
    widest = max(len(name) for name in dictionary.facts)
    found = []
    for one in dictionary.facts.values():
        label = one.label.en if english else one.label.zh
        found.append(f"{one.name:{widest}}  {one.type:7}  {one.unit or '':10}  {label}")
    return found
