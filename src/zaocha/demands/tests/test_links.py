"""Pages behind links: a slip for a unit without an account, a call-back for a company."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from zaocha.accounts import links
from zaocha.demands import actions
from zaocha.demands.models import Assignment, Demand, Pause, Step
from zaocha.demands.tests.ways import assigned, replied


@pytest.fixture(autouse=True)
def _now(world, monkeypatch) -> None:
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at + timedelta(hours=2))


def slip(world, demand) -> str:
    assignment = Assignment.objects.get(demand=demand, ended_at=None, is_lead=True)
    link = links.issue(tenant=world.tenant, purpose="slip", subject_id=assignment.pk, by="t", at=world.at)
    return f"/s/{links.token(link)}/"


def call_back(world, demand) -> str:
    link = links.issue(
        tenant=world.tenant, purpose="call_back", subject_id=demand.pk, by="t", at=world.at, single_use=True
    )
    return f"/k/{links.token(link)}/"


def browser() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="en")


def test_a_body_without_account_signs_asks_and_replies(world) -> None:
    demand = assigned(world, unit=world.land_bureau)
    page, client = slip(world, demand), browser()
    text = client.get(page).content.decode()
    assert demand.words in text and world.company.name in text
    for typed, state in [
        ({"verb": "sign"}, "signed"),
        ({"verb": "ask_company", "question": "要几亩？"}, "waiting_company"),
        (
            {"verb": "reply", "result": "planned", "answer": "列入下半年计划", "next_on": "2026-07-01"},
            "replied",
        ),
    ]:
        answer = client.post(page, {"name": "周科长", **typed})
        assert answer.status_code == 302, answer.content.decode()
        demand.refresh_from_db()
        assert demand.state == state
    last = Step.objects.filter(demand=demand).last()
    assert last.actor.startswith("link:") and "周科长" in last.actor_name
    assert Pause.objects.get().question == "要几亩？"
    assert "The answer is with the desk" in client.get(page).content.decode()


def test_a_slip_returns_with_a_reason_and_keeps_what_was_typed(world) -> None:
    demand = assigned(world)
    page, client = slip(world, demand), browser()
    answer = client.post(
        page, {"verb": "request_return", "reason": "other_duty", "note": "归交通局管", "name": ""}
    )
    assert answer.status_code == 422
    assert "归交通局管" in answer.content.decode() and "give your name" in answer.content.decode()
    client.post(page, {"verb": "request_return", "reason": "other_duty", "note": "归交通局管", "name": "周"})
    demand.refresh_from_db()
    assert demand.state == "return_requested"


def test_a_slip_does_only_what_a_unit_may(world) -> None:
    demand = assigned(world)
    page = slip(world, demand)
    for verb in ("merge", "withdraw", "company_says", "accept", ""):
        assert browser().post(page, {"verb": verb, "name": "周"}).status_code == 404
    assert browser().put(page).status_code == 405


def test_a_slip_ends_when_the_demand_is_handed_on(world) -> None:
    demand = assigned(world)
    page = slip(world, demand)
    actions.assign(demand_id=demand.pk, unit_id=world.labour.pk, by=world.desk, at=world.at, note="改派")
    text = browser().get(page).content.decode()
    assert ("no longer with you" in text and demand.words in text is False) or demand.words not in text
    assert browser().post(page, {"verb": "sign", "name": "周"}).status_code == 403


def test_forged_and_foreign_slips_are_unknown(world) -> None:
    demand = assigned(world)
    page = slip(world, demand)
    assert browser().get(page[:-2] + ("a/" if page[-2] != "a" else "b/")).status_code == 404
    assert browser().get(page.replace("/s/", "/k/")).status_code == 404


@pytest.mark.parametrize("more", [{"hide_author": True}, {"category": "1401"}])
def test_a_slip_page_never_names_a_hidden_author(world, more) -> None:
    demand = assigned(world, words="晴川针织反映被推诿", raised_by="贺总", **more)
    text = browser().get(slip(world, demand)).content.decode()
    assert "反映被推诿" in text
    assert "晴川" not in text and "贺总" not in text and "13800001234" not in text


def test_the_company_says_solved_by_two_taps_and_only_once(world) -> None:
    demand = replied(world)
    page, client = call_back(world, demand), browser()
    for _preview in range(3):
        assert client.get(page).status_code == 200
    demand.refresh_from_db()
    assert demand.state == "replied"
    answer = client.post(page, {"word": "solved", "satisfaction": "5", "words": "谢谢"})
    assert answer.status_code == 200 and "Your word is noted" in answer.content.decode()
    demand.refresh_from_db()
    assert (demand.closed_as, demand.word, demand.satisfaction) == ("solved", "solved", 5)
    assert client.post(page, {"word": "not"}).status_code == 410
    assert client.get(page).status_code == 410


def test_the_company_says_not_and_it_goes_back_to_work(world) -> None:
    demand = replied(world)
    browser().post(call_back(world, demand), {"word": "not", "words": "路还是坏的"})
    demand.refresh_from_db()
    assert (demand.state, demand.word) == ("working", "not")
    assert Step.objects.filter(demand=demand).last().note == "路还是坏的"


def test_a_call_back_without_choice_loses_nothing_and_uses_nothing_up(world) -> None:
    demand = replied(world)
    page, client = call_back(world, demand), browser()
    answer = client.post(page, {"words": "写了很多"})
    assert answer.status_code == 422 and "写了很多" in answer.content.decode()
    assert client.post(page, {"word": "solved"}).status_code == 200
    assert client.put(page).status_code in {405, 410}


def test_a_call_back_out_of_time_says_so(world) -> None:
    demand = assigned(world)
    page = call_back(world, demand)
    assert "not waiting for your word" in browser().get(page).content.decode()
    assert browser().post(page, {"word": "solved"}).status_code == 409
    assert Demand.objects.get().state == "assigned"


def test_the_desk_makes_the_message(world) -> None:
    demand = replied(world)
    client = world.client("lu")
    answer = client.post(f"/demands/{demand.pk}/call-back/", headers={"HX-Request": "true"})
    assert "/l/" in answer.content.decode() and "<html" not in answer.content.decode()
    assert "<html" in client.post(f"/demands/{demand.pk}/call-back/").content.decode()
    assert world.client("qian").post(f"/demands/{demand.pk}/call-back/").status_code == 403
    early = assigned(world)
    assert client.post(f"/demands/{early.pk}/call-back/").status_code == 409
