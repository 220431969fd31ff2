"""The company's page by link: what it said, what it is owed, and its word on it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from zaocha.accounts import links
from zaocha.demands import actions
from zaocha.demands.actions import NewDemand
from zaocha.demands.models import Demand
from zaocha.desks import services
from zaocha.promises import actions as promise_actions
from zaocha.promises.actions import NewPromise


@pytest.fixture
def now(world, monkeypatch):
    """The moment that the pages read; it moves by assigning to `now.at`."""

    class Now:
        at = world.at

    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: Now.at)
    return Now


def address(world, company=None) -> str:
    company = company or world.company
    link = links.issue(tenant=world.tenant, purpose="company", subject_id=company.pk, by="t", at=world.at)
    return f"/c/{links.token(link)}/"


def raised(world, words="门口路灯不亮", company=None):
    company = company or world.company
    new = NewDemand(words=words, channel="phone", company_id=company.pk, category="12")
    return actions.raise_demand(new=new, by=world.desk, at=world.at)


def answered(world):
    demand = raised(world)
    actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=world.at)
    actions.reply(demand_id=demand.pk, result="solved", answer="已换新灯", by=world.handler, at=world.at)
    return demand


def test_it_shows_what_was_said_and_is_owed_with_a_named_officer_and_telephone(world, now) -> None:
    raised(world)
    raised(world, "别家的事情", world.other_company)
    new = NewPromise(what="周五前答复完工时间", due_on=date(2026, 3, 6), company_id=world.company.pk)
    promise_actions.promise(new=new, by=world.desk, at=world.at)
    page = Client().get(address(world)).content.decode()
    for words in ("门口路灯不亮", "周五前答复完工时间", "2026-03-06", "沈知夏", "0575-8700 0001", "12388"):
        assert words in page
    assert "别家的事情" not in page


def test_a_new_demand_comes_in_once_however_often_it_is_sent(world, now) -> None:
    client, where = Client(), address(world)
    key = re.search(r'name="client_key" value="(\w+)"', client.get(where).content.decode())[1]
    body = {"verb": "say", "words": "想申请增容", "client_key": key, "raised_by": "贺总"}
    for _ in range(2):
        assert client.post(where, body).status_code == 302
    demand = Demand.objects.get()
    assert (demand.words, demand.channel, demand.company_id) == ("想申请增容", "link", world.company.pk)


def test_an_empty_demand_is_refused_and_the_rest_is_kept(world, now) -> None:
    answer = Client().post(
        address(world), {"verb": "say", "words": " ", "raised_by": "贺总", "client_key": "k"}
    )
    assert answer.status_code == 422
    assert "贺总" in answer.content.decode()
    assert not Demand.objects.exists()


def test_the_companys_word_closes_or_sends_back(world, now) -> None:
    demand, client, where = answered(world), Client(), address(world)
    assert "已换新灯" in client.get(where).content.decode()
    now.at = world.at + timedelta(hours=1)
    answer = client.post(where, {"verb": "word", "number": demand.pk, "word": "not", "words": "还是不亮"})
    assert answer.status_code == 302
    demand.refresh_from_db()
    assert demand.state == "working"
    later = now.at = world.at + timedelta(hours=2)
    actions.reply(demand_id=demand.pk, result="solved", answer="已重修", by=world.handler, at=later)
    client.post(where, {"verb": "word", "number": demand.pk, "word": "solved", "satisfaction": "5"})
    demand.refresh_from_db()
    assert (demand.state, demand.closed_as, demand.word) == ("closed", "solved", "solved")
    assert "要求重新办理" in client.get(where).content.decode()
    client.post(where, {"verb": "reopen", "number": demand.pk, "words": "又坏了"})
    demand.refresh_from_db()
    assert demand.state == "working"


def test_a_question_is_answered_and_the_clock_runs_again(world, now) -> None:
    demand = raised(world)
    actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=world.at)
    actions.sign(demand_id=demand.pk, by=world.handler, at=world.at)
    actions.ask_company(demand_id=demand.pk, question="哪一盏灯？", by=world.handler, at=world.at)
    client, where = Client(), address(world)
    assert "哪一盏灯？" in client.get(where).content.decode()
    now.at = world.at + timedelta(hours=1)
    client.post(where, {"verb": "answer", "number": demand.pk, "words": "大门左边第二盏"})
    demand.refresh_from_db()
    assert demand.paused_since is None


def test_nobody_acts_on_anothers_demand_by_their_own_link(world, now) -> None:
    demand = answered(world)
    other = address(world, world.other_company)
    answer = Client().post(other, {"verb": "word", "number": demand.pk, "word": "solved"})
    assert answer.status_code == 422
    demand.refresh_from_db()
    assert demand.word == ""
    assert Client().get("/c/1-forged/").status_code == 404
    assert Client().post(other, {"verb": "nonsense"}).status_code == 422
    assert Client().put(other).status_code == 405


def test_opening_a_link_changes_nothing(world, now) -> None:
    """Chat previews open every link."""
    demand = answered(world)
    Client().get(address(world))
    Client().head(address(world))
    demand.refresh_from_db()
    assert demand.word == ""


@pytest.mark.parametrize("count", [1, 40])
def test_a_fixed_number_of_statements(world, now, count, django_assert_max_num_queries) -> None:
    for _ in range(count):
        raised(world)
    where = address(world)
    with django_assert_max_num_queries(15 + 2 * len(services.OF_COMPANY)):
        assert Client().get(where).status_code == 200


def test_home_shows_each_their_own(world, now, django_assert_max_num_queries) -> None:
    demand = answered(world)
    raised(world, "食堂太远")
    client = world.client("shen")
    with django_assert_max_num_queries(20 + 2 * len(services.OF_PERSON)):
        page = client.get("/home/").content.decode()
    assert "食堂太远" in page
    assert "门口路灯不亮" in page
    assert "食堂太远" not in world.client("qian").get("/home/").content.decode()
    for who in ("du", "he", "jiang", "admin", "stranger"):
        assert world.client(who).get("/home/").status_code == 200
    assert demand.pk


def test_a_statement_is_not_owed_any_more_once_its_question_is_answered(world, now) -> None:
    demand = raised(world)
    actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=world.at)
    about = {"company_id": world.company.pk, "origin_kind": "demand", "origin_id": demand.pk}
    promise_actions.state(new=NewPromise(what="尽快换灯", **about), by=world.desk, at=world.at)
    loose = promise_actions.state(
        new=NewPromise(what="去问问电价", company_id=world.company.pk), by=world.desk, at=world.at
    )
    page = Client().get(address(world), headers={"accept-language": "en"}).content.decode()
    assert page.count("statement, to be confirmed") == 3  # owed twice, and once beside the demand
    actions.reply(demand_id=demand.pk, result="solved", answer="已换新灯", by=world.handler, at=world.at)
    promise_actions.settle(
        promise_id=loose.pk, end=loose.State.LAPSED, words="未获确认", by=world.desk, at=world.at
    )
    page = Client().get(address(world), headers={"accept-language": "en"}).content.decode()
    assert "to be confirmed" not in page
    assert "statement, answered in the reply" in page
    assert "Promised earlier, and how it ended" in page
    assert "未获确认" in page
