"""The commands of the pool."""

from __future__ import annotations

import json

from click.testing import CliRunner

from zaocha.demands.cli import demands
from zaocha.demands.ledger_cli import ledger
from zaocha.demands.tests.ways import raised, replied


def run(noun: str, *words: str):
    return CliRunner().invoke({"demands": demands, "ledger": ledger}[noun], list(words))


def test_list_and_show(world) -> None:
    first, second = raised(world, "食堂太贵"), replied(world)
    everything = json.loads(run("demands", "list", "--json").output)["demands"]
    assert [row["id"] for row in everything] == [second.pk, first.pk]
    only = json.loads(run("demands", "list", "--json", "--state", "replied").output)["demands"]
    assert [row["id"] for row in only] == [second.pk]
    assert "食堂太贵" in run("demands", "list", "--text", "食堂").output
    shown = json.loads(run("demands", "show", second.number, "--json").output)
    assert [step["step"] for step in shown["steps"]][-1] == "reply"
    assert "食堂太贵" in run("demands", "show", str(first.pk)).output


def test_exit_codes_and_help(world) -> None:
    assert run("demands", "show", "2026-99999", "--json").exit_code == 1
    assert run("demands", "list", "--state", "nonsense").exit_code == 2
    for command in (["demands", "list"], ["demands", "show"], ["ledger", "export"], ["ledger", "import"]):
        assert "Example:" in run(*command, "--help").output
