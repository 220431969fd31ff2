"""`zaocha offers`: the list, the table, and a notice read without a page."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from zaocha.offers import cli
from zaocha.offers.actions import sites
from zaocha.sheets import tables

NOTICE = """溪政工出告字〔2026〕7号
一、出让地块基本情况：地块编号：溪政工出2026-07号；土地位置：云溪路以东；土地面积：6667平方米；
容积率：不低于2.0；起始价：685万元；竞买保证金：140万元。
二、报名时间：2026年3月10日至2026年4月10日。
"""


def run(*arguments: str, **more):
    return CliRunner().invoke(cli.offers, arguments, **more)


@pytest.fixture
def plant(world, monkeypatch):
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)
    new = sites.NewOffer("plant", {"area_m2": "2400"}, text=sites.OfferText(title="云溪路8号二楼"))
    return sites.enter(new=new, by=world.desk, at=world.at)


def test_the_list_as_lines_and_as_json(plant) -> None:
    assert "云溪路8号二楼" in run("list", "--kind", "plant").output
    found = json.loads(run("list", "--json").output)["offers"]
    assert [(one["id"], one["facts"]["area_m2"]) for one in found] == [(plant.pk, "2400")]
    assert json.loads(run("list", "--kind", "loan", "--json").output) == {"offers": []}
    assert json.loads(run("list", "--tenant", "elsewhere", "--json").output) == {"offers": []}


def test_the_table_has_a_column_for_each_fact_of_a_kind(plant, tmp_path) -> None:
    target = tmp_path / "plants.xlsx"
    done = run("export", str(target), "--kind", "plant", "--tenant", "qinghe", "--json")
    assert json.loads(done.output)["written"] == 1
    table = tables.read_table(target, name=target.name)
    rows = [list(row.values) for row in table.rows()]
    assert any("云溪路8号二楼" in [str(cell) for cell in row] for row in rows)
    assert run("export", str(target), "--tenant", "nowhere").exit_code == 2


@pytest.mark.django_db
def test_a_notice_is_read_and_nothing_entered(tmp_path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(NOTICE, encoding="utf8")
    found = json.loads(run("read", str(notice), "--json").output)["parcels"]
    assert found[0]["facts"]["area_m2"] == "6667"
    assert "685" in found[0]["words"]["start_price"]
    notice.write_text("今天天气很好", encoding="utf8")
    assert run("read", str(notice)).exit_code == 1
    notice.write_bytes(b"PK\x03\x04 and nothing")
    assert run("read", str(notice)).exit_code == 3
