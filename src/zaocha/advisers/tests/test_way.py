"""From a company's asking to its word: turns, passing on, notes, promises, results, conflicts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.world import World

from zaocha.accounts import actions as accounts
from zaocha.accounts import actors, links
from zaocha.accounts.handing_over import HandedOver
from zaocha.advisers import access, actions, queries
from zaocha.advisers.models import Advice, Turn, Visit
from zaocha.kernel import clock, tasks
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed
from zaocha.promises.models import Promise
from zaocha.results.models import Result

pytestmark = pytest.mark.django_db
TERM = {"starts_on": date(2026, 1, 1), "ends_on": date(2027, 1, 1)}
WORDS = "外贸订单少了三成，又要换机器，想听听智能袜机贷怎么办"


def appoint(world: World, login: str, name: str, **more: Any) -> tuple[Any, Any]:
    """Somebody with an account, and the actor."""
    person = accounts.create_person(new=accounts.NewPerson(login, name), by=world.system, at=world.at)
    accounts.give_role(person=person, role="adviser", by=world.system, at=world.at)
    new = actions.NewAdviser(
        **{"kind": "industry", "name": name, "login": login, "fields": ("machines",), **TERM, **more}
    )
    made = actions.appoint(new=new, by=world.desk, at=world.at)
    return made, actors.of_person(person)


@pytest.fixture
def corps(world: World) -> list[tuple[Any, Any]]:
    return [appoint(world, "an", "安思远"), appoint(world, "bai", "白若谷")]


def company(world: World, which: Any = None) -> Any:
    link = links.issue(
        tenant=world.tenant,
        purpose="company",
        subject_id=(which or world.company).pk,
        by="system",
        at=clock.now(),
    )
    return actors.of_company_link(link)


def ask(world: World, **more: Any) -> Advice:
    new = actions.NewAdvice(
        **{"company_id": world.company.pk, "kind": "industry", "words": WORDS, "field": "machines", **more}
    )
    return actions.ask(new=new, by=company(world), at=world.at)


def visited(world: World, corps: list[tuple[Any, Any]]) -> Advice:
    found = ask(world)
    actions.accept(advice_id=found.pk, by=corps[0][1], at=world.at)
    new = actions.NewVisit(
        on=world.at.date(), hours=Decimal(2), notes="机器十二年了，先换三十台",
        follow_ups=[actions.FollowUp("把贷款材料清单发过去", date(2026, 3, 6))],
    )  # fmt: skip
    actions.visit(advice_id=found.pk, new=new, by=corps[0][1], at=world.at)
    found.refresh_from_db()
    return found


def test_what_a_company_asks_is_put_to_the_first_with_reasons(
    world: World, corps: list[tuple[Any, Any]]
) -> None:
    found = ask(world)
    turn = Turn.objects.get(advice=found)
    assert (found.state, turn.adviser) == ("put", corps[0][0])
    assert "field" in turn.reasons
    assert f"{turn.answer_by:%Y-%m-%d}" == "2026-03-03"  # eight working hours from Monday at nine


def test_it_passes_on_by_itself_and_the_company_is_told(world: World, corps: list[tuple[Any, Any]]) -> None:
    found = ask(world)
    tasks.run_all(at=world.at + timedelta(hours=5))
    assert Turn.objects.filter(advice=found).count() == 1
    tasks.run_all(at=world.at + timedelta(days=1, hours=8))
    assert [one.answer for one in Turn.objects.filter(advice=found).order_by("pk")] == ["passed", ""]
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=world.company.pk, by="s", at=clock.now()
    )
    page = world.client("").get(f"/c/{links.token(link)}/advisers/").content.decode()
    assert "安思远" in page
    assert "time was up, it passed on" in page
    with pytest.raises(NotAllowed):
        actions.accept(advice_id=found.pk, by=corps[0][1], at=world.at)
    tasks.run_all(at=world.at + timedelta(days=9))
    found.refresh_from_db()
    assert found.state == "unfilled"


def test_who_hands_it_on_no_longer_sees_it(world: World, corps: list[tuple[Any, Any]]) -> None:
    found = ask(world)
    actions.hand_on(advice_id=found.pk, words="那两天出差", by=corps[0][1], at=world.at)
    found.refresh_from_db()
    assert found.adviser == corps[1][0]
    assert list(access.requests(corps[0][1])) == []
    assert list(access.requests(corps[1][1])) == [found]


def test_accepting_twice_is_one_yes(world: World, corps: list[tuple[Any, Any]]) -> None:
    found = ask(world)
    for _time in range(2):
        actions.accept(advice_id=found.pk, by=corps[0][1], at=world.at)
    assert Turn.objects.filter(advice=found).count() == 1


def test_notes_are_read_by_whom_the_company_ticked_and_never_by_another_adviser(
    world: World, corps: list[tuple[Any, Any]]
) -> None:
    found = visited(world, corps)
    visit = Visit.objects.get(advice=found)

    def readers() -> list[str]:
        everybody = {"writer": corps[0][1], "other": corps[1][1], "desk": world.desk, "officer": world.contact_officer,
                     "leader": world.leader, "company": company(world), "other company": company(world, world.other_company)}  # fmt: skip
        visit.advice.refresh_from_db()
        return [name for name, by in everybody.items() if access.may_read_notes(by, visit)]

    assert readers() == ["writer", "company"]
    page = world.client("shen").get(f"/advisers/requests/{found.pk}/").content.decode()
    assert "先换三十台" not in page
    assert world.client("shen").get(f"/api/v1/advices/{found.pk}").json()["visit"]["notes"] is None
    actions.show_to(advice_id=found.pk, shown_to=["desk", "officer"], by=company(world), at=world.at)
    assert readers() == ["writer", "desk", "officer", "company"]
    assert "先换三十台" in world.client("shen").get(f"/advisers/requests/{found.pk}/").content.decode()
    with pytest.raises(NotAllowed):
        actions.show_to(advice_id=found.pk, shown_to=["desk"], by=world.desk, at=world.at)


def test_the_company_confirms_and_it_is_a_result_once(world: World, corps: list[tuple[Any, Any]]) -> None:
    found = visited(world, corps)
    promise = Promise.objects.get(origin_kind="visit")
    assert (promise.company, promise.giver, promise.due_on) == (world.company, "安思远", date(2026, 3, 6))
    with pytest.raises(NotAllowed):
        actions.confirm(advice_id=found.pk, by=world.desk, at=world.at)
    for _time in range(2):
        actions.confirm(advice_id=found.pk, by=company(world), at=world.at, rating=5, words="讲得明白")
    [result] = Result.objects.filter(kind="visit_made")
    assert result.confirmed_at is not None
    with pytest.raises(Conflict):
        actions.rate(advice_id=found.pk, rating=1, words="不好", by=company(world), at=world.at)


def test_a_conflict_of_interest_keeps_an_adviser_out(world: World, corps: list[tuple[Any, Any]]) -> None:
    new = actions.NewConflict(corps[0][0].pk, "competitor", company_id=world.company.pk)
    actions.declare(new=new, by=corps[0][1], at=world.at)
    found = ask(world)
    assert found.adviser == corps[1][0]
    with pytest.raises(Conflict, match="conflict of interest"):
        actions.put(advice_id=found.pk, adviser_id=corps[0][0].pk, words="他最懂", by=world.desk, at=world.at)
    with pytest.raises(NotAllowed):
        actions.declare(new=new, by=corps[1][1], at=world.at)


def test_the_desk_proposes_and_only_the_company_agrees(world: World, corps: list[tuple[Any, Any]]) -> None:
    new = actions.NewAdvice(world.company.pk, "industry", WORDS)
    found = actions.ask(new=new, by=world.desk, at=world.at)
    assert (found.state, Turn.objects.count()) == ("proposed", 0)
    with pytest.raises(NotAllowed):
        actions.agree(advice_id=found.pk, yes=True, by=world.desk, at=world.at)
    actions.agree(advice_id=found.pk, yes=True, by=company(world), at=world.at)
    assert Turn.objects.count() == 1


def test_the_desk_says_why_it_chooses_another_than_the_first(
    world: World, corps: list[tuple[Any, Any]]
) -> None:
    """Both have the same right to be asked; whoever has been asked for this already is not asked again."""
    third = appoint(world, "cen", "岑一舟")[0]
    found = ask(world)
    with pytest.raises(Invalid, match="why not the first"):
        actions.put(advice_id=found.pk, adviser_id=third.pk, words="", by=world.desk, at=world.at)
    actions.put(advice_id=found.pk, adviser_id=third.pk, words="企业点名", by=world.desk, at=world.at)
    assert Turn.objects.get(answer="").chosen == "企业点名"


def test_reports_of_corruption_are_no_request_and_no_note(world: World, corps: list[tuple[Any, Any]]) -> None:
    report = "城建办张科长收了我们五万块钱红包"
    with pytest.raises(HandedOver):
        ask(world, words=report, kind="integrity", field="")
    found = ask(world)
    actions.accept(advice_id=found.pk, by=corps[0][1], at=world.at)
    with pytest.raises(HandedOver):
        actions.visit(
            advice_id=found.pk,
            new=actions.NewVisit(world.at.date(), Decimal(1), report),
            by=corps[0][1],
            at=world.at,
        )
    assert (Advice.objects.count(), Visit.objects.count()) == (1, 0)


def test_an_outside_expert_answers_by_link(world: World) -> None:
    new = actions.NewAdviser(kind="industry", name="外聘专家", fields=("machines",), **TERM)
    expert = actions.appoint(new=new, by=world.desk, at=world.at)
    found = actions.ask(
        new=actions.NewAdvice(world.company.pk, "industry", WORDS), by=company(world), at=clock.now()
    )
    link = links.issue(
        tenant=world.tenant, purpose="adviser", subject_id=expert.pk, by="system", at=clock.now()
    )
    path = f"/a/{links.token(link)}/"
    client = world.client("")
    assert "晴川针织" in client.get(path).content.decode()
    assert client.post(f"{path}{found.pk}/", {"verb": "accept"}).status_code == 302
    told = {"verb": "visit", "on": clock.now().date().isoformat(), "hours": "2", "notes": "先换三十台"}
    assert client.post(f"{path}{found.pk}/", told).status_code == 302
    assert Visit.objects.get().adviser == expert
    other = actions.ask(
        new=actions.NewAdvice(world.other_company.pk, "legal", "合同"),
        by=company(world, world.other_company),
        at=clock.now(),
    )
    assert client.get(f"{path}{other.pk}/").status_code == 403
    assert client.post(f"{path}{found.pk}/", {"verb": "put"}).status_code == 403


def test_a_stranger_finds_nothing_and_a_chain_of_others_is_refused(
    world: World, corps: list[tuple[Any, Any]]
) -> None:
    found = ask(world)
    assert world.client("stranger").get(f"/advisers/requests/{found.pk}/").status_code == 404
    assert world.client("stranger").get(f"/advisers/{corps[0][0].pk}/").status_code == 404
    assert access.requests(corps[1][1]).count() == 0


@pytest.mark.parametrize("count", [1, 40])
def test_lists_take_a_fixed_number_of_statements(
    count: int, world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        new = actions.NewAdviser(kind="legal", name=f"律师{number:02d}", **TERM)
        actions.appoint(new=new, by=world.desk, at=world.at)
        actions.ask(new=actions.NewAdvice(world.company.pk, "legal", "合同"), by=company(world), at=world.at)
    client = world.client("shen")
    for path, most in (("/advisers/", 9), ("/advisers/requests/", 7)):
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def test_what_is_wrong_stands_at_the_field_and_nothing_is_lost(
    world: World, corps: list[tuple[Any, Any]]
) -> None:
    answer = world.client("shen").post(
        "/advisers/new/",
        {"kind": "legal", "name": "律师甲", "fields_": ["machines"], "languages": ["zh"], "hours": "8",
         "starts_on": "2026-05-01", "ends_on": "2026-04-01"},
    )  # fmt: skip
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "律师甲" in text
    assert "A term ends after it has begun." in text


def test_home_says_what_waits(world: World, corps: list[tuple[Any, Any]]) -> None:
    ask(world)
    waiting = queries.waiting_for_person(by=corps[0][1], at=world.at)
    assert ["晴川针织" in one.text for one in waiting] == [True]
    with CaptureQueriesContext(connection) as seen:
        queries.waiting_for_person(by=world.desk, at=world.at)
    assert len(seen) <= 2
