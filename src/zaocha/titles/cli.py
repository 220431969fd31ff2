"""Command that draws again: whoever doubts a panel gives its seed and the experts' numbers."""

from __future__ import annotations

import json

import click

from zaocha.titles import drawing


@click.group()
def titles() -> None:
    """Professional titles: draws repeated."""


@titles.command()
@click.option("--seed", required=True, help="The seed on the panel's page.")
@click.option("--experts", required=True, help="Numbers of the experts who could be drawn, as 3,5,8.")
@click.option(
    "--size", type=click.IntRange(1, 99), default=13, show_default=True, help="Members of the panel."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def draw(seed: str, experts: str, size: int, as_json: bool) -> None:
    """Draw a panel again from its seed: the same seed and experts always give the same order.

    Example: zaocha titles draw --seed 2026 --experts 1,2,3,4,5,6 --size 5 --json
    """
    parts = [one.strip() for one in experts.split(",") if one.strip()]
    if not all(one.isascii() and one.isdecimal() for one in parts):
        raise click.BadParameter("numbers and commas only, such as 3,5,8", param_hint="--experts")
    order = drawing.order(seed=seed, ids={int(one) for one in parts})
    if as_json:
        click.echo(json.dumps({"seated": order[:size], "following": order[size:]}))
        return
    for place, one in enumerate(order, 1):
        click.echo(f"{place}\t{one}\t{'seated' if place <= size else 'following'}")
