"""A round from its opening to what the companies see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zaocha.accounts import links
from zaocha.allocations import actions, queries
from zaocha.allocations.models import Grant, Round
from zaocha.companies.models import Company
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


@pytest.fixture
def course(world):
    new = actions.NewRound(kind="course", title="外贸英语夜校", wishes_until=date(2026, 3, 13))
    found = actions.open_round(new=new, by=world.desk, at=world.at)
    found.seat = actions.add_place(
        round_id=found.pk, new=actions.NewPlace("周二班", 1), by=world.desk, at=world.at
    )
    return found


def wish(world, course, company, *places, by=None, **more):
    new = actions.NewWish(company_id=company.pk, place_ids=[one.pk for one in places], **more)
    return actions.wish(round_id=course.pk, new=new, by=by or world.desk, at=world.at)


def test_the_dearer_need_gets_the_only_seat_and_the_other_hears_why(world, course):
    wish(world, course, world.company, course.seat)
    wish(world, course, world.other_company, course.seat, has_need=True)
    actions.propose(round_id=course.pk, by=world.desk, at=world.at)
    page = world.client("shen").get(f"/rounds/{course.pk}/").content.decode()
    assert list(Grant.objects.values_list("company", flat=True)) == [world.other_company.pk]
    assert "full: the lightest wish taken in weighs 800" in page
    assert "a need that the desk knows +200" in page


def test_a_person_overrules_with_a_reason_that_everybody_reads(world, course):
    wish(world, course, world.company, course.seat)
    wish(world, course, world.other_company, course.seat, has_need=True)
    new = actions.NewRuling(world.company.pk, course.seat.pk, "must", "去年答应过")
    with pytest.raises(Invalid):
        actions.rule(round_id=course.pk, new=replace(new, reason=" "), by=world.desk, at=world.at)
    actions.rule(round_id=course.pk, new=new, by=world.desk, at=world.at)
    actions.propose(round_id=course.pk, by=world.desk, at=world.at)
    assert list(Grant.objects.values_list("company", flat=True)) == [world.company.pk]
    assert "去年答应过" in world.client("shen").get(f"/rounds/{course.pk}/").content.decode()
    second = replace(new, company_id=world.other_company.pk)
    actions.rule(round_id=course.pk, new=second, by=world.desk, at=world.at)
    with pytest.raises(Conflict):
        actions.propose(round_id=course.pk, by=world.desk, at=world.at)


def test_a_new_wish_takes_the_proposal_back(world, course):
    wish(world, course, world.company, course.seat)
    actions.propose(round_id=course.pk, by=world.desk, at=world.at)
    wish(world, course, world.other_company, course.seat)
    assert Round.objects.get().state == "open"
    assert not Grant.objects.exists()
    with pytest.raises(Conflict):
        actions.confirm(round_id=course.pk, by=world.desk, at=world.at)


def test_who_missed_last_time_comes_before_who_was_given(world, course):
    wish(world, course, world.company, course.seat)
    wish(world, course, world.other_company, course.seat, has_need=True)
    actions.propose(round_id=course.pk, by=world.desk, at=world.at)
    actions.confirm(round_id=course.pk, by=world.desk, at=world.at)
    new = actions.NewRound(kind="course", title="第二期", wishes_until=date(2026, 3, 20))
    second = actions.open_round(new=new, by=world.desk, at=world.at)
    seat = actions.add_place(
        round_id=second.pk, new=actions.NewPlace("周四班", 1), by=world.desk, at=world.at
    )
    for company in (world.company, world.other_company):
        wish(world, second, company, seat)
    reasons = {
        party.company.pk: {one.code for one in party.wishes[0].reasons}
        for party in queries.detail(by=world.desk, pk=second.pk).parties
    }
    assert reasons == {world.company.pk: {"choice", "never", "missed"}, world.other_company.pk: {"choice"}}


def test_a_company_wishes_by_its_link_and_sees_only_its_own(world, course, rf):
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=world.company.pk, by=world.desk.mark, at=world.at
    )
    token = (
        links.token_of(link)
        if hasattr(links, "token_of")
        else links.url(link, request=rf.get("/")).rstrip("/").split("/")[-1]
    )
    address, browser = f"/c/{token}/rounds/", world.client("")
    assert "外贸英语夜校" in browser.get(address).content.decode()
    sent = {"round": course.pk, f"r{course.pk}-choice_1": course.seat.pk, f"r{course.pk}-words": "跟单员要学"}
    Round.objects.update(wishes_until=date(2099, 1, 1))
    assert browser.post(address, sent).status_code == 302
    wish(world, course, world.other_company, course.seat, words="别家的话")
    actions.propose(round_id=course.pk, by=world.desk, at=world.at)
    page = browser.get(address).content.decode()
    assert "禾木袜业" not in page and "别家的话" not in page and "You are given" not in page
    actions.confirm(round_id=course.pk, by=world.desk, at=world.at)
    given = Grant.objects.get().company_id == world.company.pk
    page = browser.get(address).content.decode()
    assert ("You are given" in page) is given


def test_nothing_is_lost_when_the_form_is_refused(world, course):
    sent = {"company": "没有这家", "choice_1": course.seat.pk, "words": "要学"}
    answer = world.client("shen").post(f"/rounds/{course.pk}/wishes/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "No company of the register fits." in page and "没有这家" in page and "要学" in page


def test_a_stale_page_is_told(world, course):
    new = actions.NewRound(kind="hall", title="礼堂", wishes_until=date(2026, 3, 13))
    with pytest.raises(Conflict):
        actions.change_round(round_id=course.pk, new=new, version=0, by=world.desk, at=world.at)


def test_after_the_day_a_company_may_no_longer_wish(world, course):
    from zaocha.accounts import actors

    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=world.company.pk, by=world.desk.mark, at=world.at
    )
    by, late = actors.of_company_link(link), world.at + timedelta(days=30)
    new = actions.NewWish(world.company.pk, [course.seat.pk])
    with pytest.raises(Conflict):
        actions.wish(round_id=course.pk, new=new, by=by, at=late)
    with pytest.raises(NotFound):
        actions.wish(
            round_id=course.pk, new=replace(new, company_id=world.other_company.pk), by=by, at=world.at
        )


def test_only_the_desk_opens_and_another_town_finds_nothing(world, course):
    new = actions.NewRound(kind="course", title="x", wishes_until=date(2026, 3, 13))
    with pytest.raises(NotAllowed):
        actions.open_round(new=new, by=world.handler, at=world.at)
    with pytest.raises(NotFound):
        actions.confirm(round_id=course.pk, by=world.stranger, at=world.at)
    for change in ({"wishes_until": date(2026, 1, 1)}, {"per_company": 9}, {"weights": {"choice": 401}}):
        with pytest.raises(Invalid):
            actions.open_round(new=replace(new, **change), by=world.desk, at=world.at)


def test_a_round_takes_the_same_statements_for_one_wish_and_for_fifty(world, course):
    browser, address = world.client("shen"), f"/rounds/{course.pk}/"
    wish(world, course, world.company, course.seat)
    counts = []
    for number in (0, 50):
        made = [
            Company.objects.create(tenant=world.tenant, name=f"云溪市第{n}袜厂", created_at=world.at)
            for n in range(number)
        ]
        for company in made:
            wish(world, course, company, course.seat)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            browser.get(address)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_the_round_as_a_table_and_by_the_api(world, course):
    wish(world, course, world.company, course.seat)
    actions.propose(round_id=course.pk, by=world.desk, at=world.at)
    browser = world.client("shen")
    assert browser.get(f"/rounds/{course.pk}/export/").content[:2] == b"PK"
    found = browser.get(f"/api/v1/rounds/{course.pk}").json()
    assert found["wishes"][0]["granted"] and found["wishes"][0]["reasons"] == {"choice": 400, "never": 200}
    assert found["places"][0]["companies"] == [world.company.pk]
