"""What the public reads: nothing before a named person's review, then exactly what was reviewed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from zaocha.demands import actions as demand_actions
from zaocha.demands.actions import NewDemand
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.metrics import actions, publishing, reports

ADDRESSES = ("/open/qinghe/", "/open/qinghe/data.csv", "/open/qinghe/data.json")


def raised(world, category, count):
    for _ in range(count):
        new = NewDemand(words="路灯不亮", channel="phone", company_id=world.company.pk, category=category)
        demand_actions.raise_demand(new=new, by=world.desk, at=world.at)


def seen(world, period, by=None):
    later = world.at + timedelta(days=400)
    contents = publishing.contents(period=reports.the_period(period), by=by or world.leader, at=later)
    return {"period": period, "seen": publishing.digest(contents), "by": by or world.leader, "at": later}


def test_off_until_a_named_person_has_reviewed(world) -> None:
    raised(world, "12", 7)
    raised(world, "01", 6)
    nobody = world.client("")
    assert {nobody.get(address).status_code for address in (*ADDRESSES, "/open/nowhere/")} == {404}
    made = actions.publish(**seen(world, "2026"))
    page = nobody.get("/open/qinghe/").content.decode()
    assert "何长青" in page and f"{made.reviewed_at:%Y-%m-%d}" in page
    assert "晴川" not in page and "钱修远" not in page and "城建办" not in page
    body = nobody.get("/open/qinghe/data.json").json()
    assert body["publications"][0]["reviewed_by"].startswith("何长青")
    assert {row["value"] for row in body["rows"] if row["code"] == "total"} >= {13}
    assert set(body["rows"][0]) == set(body["dictionary"])
    assert nobody.get("/open/qinghe/data.csv").content.decode("utf-8-sig").startswith("period,table,code")


def test_what_was_published_is_frozen_and_can_be_taken_back(world) -> None:
    raised(world, "12", 7)
    made = actions.publish(**seen(world, "2026"))
    raised(world, "12", 5)
    rows = world.client("").get("/open/qinghe/data.json").json()["rows"]
    assert 7 in {row["value"] for row in rows} and 12 not in {row["value"] for row in rows}
    client = world.client("he")
    url = f"/reports/publication/{made.pk}/take-back/"
    assert client.get(url).status_code == 405
    client.post(url, {"reason": " "})
    assert world.client("").get("/open/qinghe/").status_code == 200
    client.post(url, {"reason": "口径有误"})
    assert {world.client("").get(address).status_code for address in ADDRESSES} == {404}
    assert "口径有误" in client.get("/reports/publication/").content.decode()


def test_the_review_is_of_what_is_published(world) -> None:
    looked = seen(world, "2026")
    raised(world, "12", 7)
    with pytest.raises(Conflict, match="moved"):
        actions.publish(**looked)
    first = actions.publish(**seen(world, "2026"))
    assert actions.publish(**seen(world, "2026")).pk == first.pk
    with pytest.raises(Conflict, match="2026"):
        actions.publish(**seen(world, "2026-Q1"))
    actions.take_back(publication_id=first.pk, reason="x", by=world.leader, at=world.at)
    with pytest.raises(Conflict, match="2026"):
        actions.publish(**seen(world, "2026-Q1"))


def test_only_whole_periods_by_who_may(world) -> None:
    with pytest.raises(Invalid, match="not over"):
        actions.publish(period="2026", seen="", by=world.leader, at=world.at)
    with pytest.raises(NotAllowed):
        actions.publish(**seen(world, "2026", by=world.desk))
    made = actions.publish(**seen(world, "2026"))
    with pytest.raises(NotFound):
        actions.take_back(publication_id=made.pk, reason="x", by=world.stranger, at=world.at)
    with pytest.raises(NotAllowed):
        actions.take_back(publication_id=made.pk, reason="x", by=world.desk, at=world.at)
    assert world.client("shen").get("/reports/publication/").status_code == 403


def test_reviewing_on_the_page(world) -> None:
    client = world.client("he")
    page = client.get("/reports/publication/?period=2025").content.decode()
    token = re.search(r'name="seen" value="(\w+)"', page)[1]
    assert client.post("/reports/publication/", {"period": "2025", "seen": "stale"}).status_code == 422
    assert client.post("/reports/publication/", {"period": "2025", "seen": token}).status_code == 302
    assert "2025" in world.client("").get("/open/qinghe/").content.decode()


def test_conduct_of_offices_is_in_no_number_whoever_reviews(world) -> None:
    raised(world, "12", 7)
    before = seen(world, "2026")["seen"]
    raised(world, "14", 6)
    assert seen(world, "2026")["seen"] == before
    assert seen(world, "2026", by=world.admin)["seen"] == before


def test_small_numbers_do_not_leave(world) -> None:
    raised(world, "12", 9)
    raised(world, "01", 2)
    actions.publish(**seen(world, "2026"))
    rows = world.client("").get("/open/qinghe/data.json").json()["rows"]
    values = {row["code"]: row["value"] for row in rows if row["table"] == "demands_by_category"}
    assert values["total"] == 11 and values["01"] is None and values["12"] is None
    assert not [row for row in rows if row["value"] is not None and row["value"] < 5]
