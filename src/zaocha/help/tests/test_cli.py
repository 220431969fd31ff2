"""`zaocha search rebuild` and `similar`."""

import json

import pytest
from click.testing import CliRunner

from zaocha.config.cli import cli
from zaocha.demands import actions
from zaocha.search.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def run(*words):
    return CliRunner().invoke(cli, ["search", *words])


def test_rebuild_then_similar(world):
    for words in ("清水路路灯不亮", "食堂饭菜贵"):
        new = actions.NewDemand(words=words, channel="phone")
        actions.raise_demand(new=new, by=world.desk, at=world.at)
    assert json.loads(run("rebuild", "--json").stdout) == {"indexed": 2}
    assert Entry.objects.count() == 2
    found = json.loads(run("similar", "路灯不亮", "--json").stdout)["similar"]
    assert [row["words"] for row in found] == ["清水路路灯不亮"]
    assert "清水路路灯不亮" in run("similar", "路灯", "--tenant", "qinghe").stdout


def test_nothing_alike_is_a_finding(world):
    done = run("similar", "博物馆", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {"similar": []}
    assert run("similar").exit_code == 2
