"""A statement is confirmed, moved to another day or declined by its giver, by a link without an account."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from zaocha.kernel.errors import Conflict, Invalid
from zaocha.promises import actions, queries
from zaocha.promises.models import Promise

FRIDAY = date(2026, 3, 6)


@pytest.fixture
def now(world, monkeypatch):
    """The moment that the pages read; it moves by assigning to `now.at`."""

    class Now:
        at = world.at

    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: Now.at)
    return Now


def stated(world, **more) -> Promise:
    usual = {
        "what": "周五前答复道路完工时间",
        "giver": "陆主任",
        "company_id": world.company.pk,
        "due_on": FRIDAY,
    }
    new = actions.NewPromise(**(usual | more))
    return actions.state(new=new, by=world.desk, at=world.at)


def link(world, promise) -> str:
    page = world.client("shen", "zh-hans").post(f"/promises/{promise.pk}/ask/").content.decode()
    assert "陆主任，您在2026-03-02表态：“周五前答复道路完工时间”" in page
    assert "2026-03-03 17:30前" in page
    return re.search(r"/l/[\w-]+", page)[0]


def say(address: str, **more):
    given = {"verb": "confirm", "name": "陆主任", "due_on": "2026-03-06", "words": ""} | more
    client = Client(headers={"accept-language": "en"})
    target = client.get(address).headers["Location"]
    return client.post(target, given, follow=True)


def test_its_giver_confirms_it_by_link_and_looking_changes_nothing(world, now) -> None:
    promise = stated(world)
    address = link(world, promise)
    assert address == link(world, promise)  # the same link, however often it is asked for
    page = Client().get(address, follow=True)
    assert (page.status_code, Promise.objects.get().state) == (200, "stated")
    done = say(address)
    assert "It is confirmed and counts as a promise" in done.content.decode()
    promise.refresh_from_db()
    assert (promise.state, promise.confirmed_by, promise.due_on) == ("open", "陆主任", FRIDAY)
    assert (
        "counts as a promise"
        in Client(headers={"accept-language": "en"}).get(address, follow=True).content.decode()
    )
    again = say(address, verb="decline", words="x")
    assert again.status_code == 409
    promise.refresh_from_db()
    assert promise.state == "open"


def test_another_day_needs_words_and_a_working_day_to_come(world, now) -> None:
    promise = stated(world)
    address = link(world, promise)
    assert "why it is another day" in say(address, due_on="2026-03-10").content.decode()
    assert "is past" in say(address, due_on="2026-02-27", words="早").content.decode()
    assert "rest day" in say(address, due_on="2026-03-08", words="周日").content.decode()
    assert say(address, due_on="2026-03-10", words="要等施工图").status_code == 200
    promise.refresh_from_db()
    assert (promise.state, promise.due_on) == ("open", date(2026, 3, 10))
    assert promise.confirm_note == "2026-03-06 → 2026-03-10：要等施工图"
    assert "要等施工图" in world.client("shen").get(f"/promises/{promise.pk}/").content.decode()


def test_its_giver_declines_with_words(world, now) -> None:
    promise = stated(world)
    address = link(world, promise)
    refused = say(address, verb="decline")
    assert refused.status_code == 422
    assert "陆主任" in refused.content.decode()
    say(address, verb="decline", words="我只说会去问")
    promise.refresh_from_db()
    assert (promise.state, promise.evidence) == ("declined", "陆主任: 我只说会去问")
    assert queries.standing(promise, at=now.at).code == "declined"


def test_after_a_working_day_it_says_that_it_lapsed_and_what_to_do(world, now) -> None:
    promise = stated(world)
    address = link(world, promise)
    now.at = world.at + timedelta(days=2)
    page = Client(headers={"accept-language": "en"}).get(address, follow=True).content.decode()
    assert "has lapsed" in page
    assert "0575-8700 0001" in page
    assert 'value="confirm"' not in page
    assert say(address).status_code == 409
    promise.refresh_from_db()
    assert promise.state == "stated"
    assert world.client("shen").post(f"/promises/{promise.pk}/ask/").status_code == 409
    actions.confirm(promise_id=promise.pk, by=world.desk, at=now.at)  # the desk notes down what it was told


def test_one_without_a_day_gets_one_from_its_giver(world, now) -> None:
    promise = stated(world, due_on=None)
    address = link(world, promise)
    assert say(address, due_on="").status_code == 422
    say(address)
    promise.refresh_from_db()
    assert (promise.state, promise.due_on) == ("open", FRIDAY)


def test_the_link_reaches_this_one_promise_and_nothing_else(world, now) -> None:
    promise, other = stated(world), stated(world, what="别的事情")
    address = link(world, promise)
    page = Client().get(address, follow=True)
    assert "别的事情" not in page.content.decode()
    token = address.removeprefix("/l/")
    for wrong in (f"/c/{token}/", f"/s/{token}/", f"/p/{token}x/", f"/p/{other.pk}-AAAA/"):
        assert Client().get(wrong).status_code == 404
    for who in ("qian", "he", "stranger"):
        assert world.client(who).post(f"/promises/{promise.pk}/ask/").status_code in {403, 404}


def test_what_belongs_to_a_confidential_demand_is_not_sent_by_link(world, now) -> None:
    from zaocha.demands import actions as demand_actions

    new = demand_actions.NewDemand(
        words="反复检查", channel="phone", company_id=world.company.pk, category="14"
    )
    demand = demand_actions.raise_demand(new=new, by=world.desk, at=world.at)
    promise = stated(world, origin_kind="demand", origin_id=demand.pk)
    refused = world.client("shen").post(f"/promises/{promise.pk}/ask/")
    assert refused.status_code == 403


def test_a_decline_needs_words_and_a_statement(world) -> None:
    promise = stated(world)
    with pytest.raises(Invalid):
        actions.decline(promise_id=promise.pk, words=" ", by=world.desk, at=world.at)
    actions.decline(promise_id=promise.pk, words="没这么说", by=world.desk, at=world.at)
    with pytest.raises(Conflict):
        actions.confirm(promise_id=promise.pk, by=world.desk, at=world.at)


def test_the_day_stands_in_the_control_in_chinese_too(world, now) -> None:
    address = link(world, stated(world))
    page = Client(headers={"accept-language": "zh-hans"}).get(address, follow=True).content.decode()
    assert 'value="2026-03-06"' in page
