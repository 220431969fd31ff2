"""Promises: stated, confirmed, kept, late, broken, released; never silently gone."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.test import Client

from zaocha.accounts import tokens
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.promises import actions, queries
from zaocha.promises.models import Promise

FRIDAY = date(2026, 3, 6)


def made(world, **more) -> Promise:
    new = actions.NewPromise(
        what="周五前答复道路完工时间", giver="陆主任", company_id=world.company.pk, **more
    )
    return actions.promise(new=new, by=world.desk, at=world.at)


def code(promise, at) -> str:
    return queries.standing(promise, at=at).code


def test_a_statement_lapses_after_one_working_day_and_becomes_a_promise_when_confirmed(world) -> None:
    new = actions.NewPromise(what="尽快问清楚", giver="陆主任", due_on=FRIDAY)
    stated = actions.state(new=new, by=world.desk, at=world.at)
    assert code(stated, world.at) == "statement"
    assert code(stated, world.at + timedelta(days=2)) == "lapsed"
    confirmed = actions.confirm(promise_id=stated.pk, by=world.colleague, at=world.at, name="陆主任")
    assert code(confirmed, world.at) == "open"
    assert confirmed.confirmed_by == "陆主任"


def test_a_promise_needs_a_day_or_a_trigger_and_a_working_day(world) -> None:
    with pytest.raises(Invalid, match="a day or a trigger"):
        made(world)
    with pytest.raises(Invalid) as refused:
        made(world, due_on=date(2026, 10, 3))
    assert "2026-10-08" in str(refused.value)
    assert made(world, due_on=date(2028, 3, 6)).provisional


@pytest.mark.parametrize(
    "what", ["这块地就给你们了", "电价给你们降两毛", "补贴保证到位", "以后不罚款免罚", "租金便宜点没问题"]
)
def test_land_prices_subsidies_and_lenience_cannot_be_promised(world, what) -> None:
    with pytest.raises(Invalid) as refused:
        actions.promise(new=actions.NewPromise(what=what, due_on=FRIDAY), by=world.desk, at=world.at)
    assert "Promise an answer by a day instead" in str(refused.value)


def test_to_tell_of_an_auction_can_be_promised(world) -> None:
    new = actions.NewPromise(what="一有土地拍卖信息就告知", trigger="一有土地拍卖信息")
    assert code(actions.promise(new=new, by=world.desk, at=world.at), world.at) == "waiting"


def test_late_is_seen_kept_late_stays_kept_and_nothing_ends_twice(world) -> None:
    promise = made(world, due_on=FRIDAY)
    monday = world.at + timedelta(days=7)
    assert code(promise, world.at) == "open"
    assert code(promise, world.at + timedelta(days=4)) == "due_today"
    assert code(promise, monday) == "late"
    with pytest.raises(Invalid):
        actions.keep(promise_id=promise.pk, evidence=" ", by=world.desk, at=monday)
    kept = actions.keep(promise_id=promise.pk, evidence="已书面答复", by=world.desk, at=monday)
    assert code(kept, monday) == "kept_late"
    with pytest.raises(Conflict):
        actions.break_(promise_id=promise.pk, reason="x", by=world.desk, at=monday)


def test_strangers_see_nothing_and_other_units_change_nothing(world) -> None:
    promise = made(world, due_on=FRIDAY, unit_id=world.roads.pk)
    with pytest.raises(NotFound):
        actions.keep(promise_id=promise.pk, evidence="x", by=world.stranger, at=world.at)
    with pytest.raises(NotAllowed):
        actions.keep(promise_id=promise.pk, evidence="x", by=world.other_handler, at=world.at)
    actions.keep(promise_id=promise.pk, evidence="已答复", by=world.handler, at=world.at)
    assert world.client("stranger").get(f"/promises/{promise.pk}/").status_code == 404
    assert world.client("fang").get(f"/promises/{promise.pk}/").status_code == 404
    assert world.client("").get(f"/promises/{promise.pk}/").status_code == 302


@pytest.mark.parametrize("count", [1, 40])
def test_the_ledger_has_a_fixed_number_of_statements(world, count, django_assert_max_num_queries) -> None:
    for _ in range(count):
        made(world, due_on=FRIDAY)
    client = world.client("shen")
    with django_assert_max_num_queries(7):
        answer = client.get("/promises/?tab=late")
    assert answer.status_code == 200
    assert "周五前答复道路完工时间" in answer.content.decode()


def test_the_page_keeps_what_was_typed_when_it_refuses(world) -> None:
    promise = made(world, due_on=FRIDAY)
    client = world.client("shen", "zh-hans")
    answer = client.post(f"/promises/{promise.pk}/", {"verb": "keep", "evidence": ""})
    assert answer.status_code == 422
    assert "请用几个字说明" in answer.content.decode()
    answer = client.post(f"/promises/{promise.pk}/", {"verb": "keep", "evidence": "已当面告知"})
    assert answer.status_code == 302
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_the_api_writes_once_per_key_and_refuses_in_words(world) -> None:
    token = tokens.create(person=world.people["shen"], name="t", at=world.at)
    client = Client(headers={"authorization": f"Bearer {token}", "idempotency-key": "a1"})
    body = {"what": "告知进展", "due_on": "2026-03-06", "confirmed": True}
    ids = {client.post("/api/v1/promises", body, "application/json").json()["id"] for _ in range(3)}
    assert len(ids) == 1
    assert Promise.objects.count() == 1
    listed = client.get("/api/v1/promises").json()
    assert [one["id"] for one in listed["items"]] == list(ids)
    assert client.get("/api/v1/promises?tab=nonsense").status_code == 422
    refused = client.post(
        "/api/v1/promises", json.dumps({"what": " "}), "application/json", headers={"idempotency-key": "b"}
    )
    assert (refused.status_code, refused.json()["field"]) == (422, "what")
    assert Client().get("/api/v1/promises").status_code == 401
    gone = client.post(
        "/api/v1/promises/999999/end", {"end": "kept", "evidence": "x"}, "application/json",
        headers={"idempotency-key": "c"},
    )  # fmt: skip
    assert gone.status_code == 404


def test_a_promise_is_tied_only_to_a_demand_that_its_writer_sees(world) -> None:
    from zaocha.demands import actions as demand_actions

    def raised(category: str, by):
        new = demand_actions.NewDemand(words="路灯坏了", channel="phone", category=category)
        return demand_actions.raise_demand(new=new, by=by, at=world.at).pk

    def post(who: str, demand: int) -> int:
        token = tokens.create(person=world.people[who], name="t", at=world.at)
        client = Client(headers={"authorization": f"Bearer {token}", "idempotency-key": f"{who}{demand}"})
        body = {"what": "告知进展", "due_on": "2026-03-06", "demand_id": demand}
        return client.post("/api/v1/promises", body, "application/json").status_code

    own, theirs = raised("12", world.desk), raised("12", world.stranger)
    assert post("shen", own) == 201
    assert post("shen", theirs) == 404
    assert post("shen", 999_999) == 404
    assert post("stranger", own) == 404
    assert post("fang", own) == 403  # a unit that does not hold it
    assert Promise.objects.count() == 1
