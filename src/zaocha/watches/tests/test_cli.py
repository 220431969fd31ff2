"""`zaocha watches`: who waits, and whether anybody looks."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from zaocha.offers.actions import sources
from zaocha.watches import cli
from zaocha.watches.actions import watching


def run(*arguments: str):
    return CliRunner().invoke(cli.watches, arguments)


@pytest.fixture
def watch(world, monkeypatch):
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)
    text = sources.SourceText("土地公告", "land_state", person_id=world.desk.person_id)
    source = sources.enter(text=text, by=world.desk, at=world.at - timedelta(days=30))
    new = watching.NewWatch(
        "land_state",
        ({"fact": "area_mu", "test": "[8..12]"},),
        company_id=world.company.pk,
        source_id=source.pk,
    )
    return watching.watch(new=new, by=world.desk, at=world.at)


def test_the_list_says_who_waits_for_what(watch) -> None:
    assert "晴川针织" in run("list").output
    found = json.loads(run("list", "--standing", "amber", "--json").output)["watches"]
    assert [(one["id"], one["must"][0]["test"], one["fired"]) for one in found] == [(watch.pk, "[8..12]", 0)]
    assert json.loads(run("list", "--standing", "ended", "--json").output) == {"watches": []}


def test_a_source_that_nobody_looked_at_is_a_finding(world, watch) -> None:
    done = run("sources", "--json")
    assert (done.exit_code, json.loads(done.output)["sources"][0]["unseen"]) == (1, True)
    sources.look(source_id=watch.source_id, by=world.desk, at=world.at)
    assert run("sources").exit_code == 0
