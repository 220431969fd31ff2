"""A demand's way through the actions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zaocha.demands import access, actions, events, lifecycle, queries
from zaocha.demands.models import Assignment, Demand, Pause, Step
from zaocha.demands.tests.ways import assigned, on, raised, replied, working
from zaocha.kernel import audit
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.kernel.models import Event
from zaocha.promises.models import Promise


def statements(captured) -> list[str]:
    skipped = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return [q["sql"] for q in captured.captured_queries if not q["sql"].upper().startswith(skipped)]


def test_the_main_way_ends_by_the_companys_word(world) -> None:
    demand = replied(world)
    assert (demand.state, demand.result, demand.closed_as) == ("replied", "solved", "")
    demand = actions.company_says(
        demand_id=demand.pk, word="solved", satisfaction=5, words="好了", by=world.desk, at=on(3)
    )
    assert (demand.state, demand.closed_as, demand.word, demand.satisfaction) == (
        "closed",
        "solved",
        "solved",
        5,
    )
    taken = list(Step.objects.filter(demand=demand).order_by("pk").values_list("step", flat=True))
    assert taken == ["accept", "assign", "sign", "start", "reply", "company_says_solved"]
    kinds = list(
        Event.objects.filter(subject_kind="demand", subject_id=demand.pk)
        .order_by("seq")
        .values_list("kind", flat=True)
    )
    assert kinds == [events.RAISED, *(events.OF_STEP[step] for step in taken)]
    assert audit.verify(tenant_id=world.tenant.pk).finding is None


def test_every_step_of_the_table_has_its_event_and_words() -> None:
    from zaocha.demands import labels

    names = set(lifecycle.STEPS)
    assert names == set(events.OF_STEP)
    assert names <= set(labels.STEPS)
    assert {need for step in lifecycle.TABLE for need in step.needs} <= set(labels.INPUTS)
    assert set(map(str, lifecycle.State)) == set(labels.STATES)


def test_raising_takes_few_statements(world) -> None:
    new = actions.NewDemand(words="食堂太贵", channel="phone", company_id=world.company.pk, category="1303")
    with CaptureQueriesContext(connection) as captured:
        demand = actions.raise_demand(new=new, by=world.desk, at=world.at)
    assert len(statements(captured)) <= 6
    assert (demand.preset, demand.due_at) == ("B", on(9, 17, 30))


def test_a_saturday_in_the_holidays_counts_from_the_next_opening(world) -> None:
    at = on(3, 10, month=10)
    new = actions.NewDemand(words="能不能快一点", channel="phone", preset="A")
    assert actions.raise_demand(new=new, by=world.desk, at=at).due_at == on(9, 17, 30, month=10)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"words": "  \x00 "}, "words"), ({"words": "长" * 20_001}, "words"), ({"category": "99"}, "category"),
     ({"channel": "pigeon"}, "channel"), ({"preset": "Z"}, "preset"), ({"company_id": 987654}, "company"),
     ({"raised_at": on(30)}, "raised_at")],
)  # fmt: skip
def test_what_cannot_be_raised_names_its_field(world, change, field) -> None:
    new = actions.NewDemand(**{"words": "路不平", "channel": "phone", **change})
    with pytest.raises(Invalid) as refused:
        actions.raise_demand(new=new, by=world.desk, at=world.at)
    assert refused.value.field == field
    assert not Demand.objects.exists()


def test_another_tenants_company_cannot_be_named(world) -> None:
    new = actions.NewDemand(words="路不平", channel="phone", company_id=world.company.pk)
    with pytest.raises(Invalid):
        actions.raise_demand(new=new, by=world.stranger, at=world.at)


def test_the_same_client_key_is_one_demand(world) -> None:
    first, second = raised(world, client_key="k-1"), raised(world, client_key="k-1")
    assert first.pk == second.pk
    assert Demand.objects.count() == 1


def test_handing_on_never_resets_the_companys_clock(world) -> None:
    demand = assigned(world)
    due, unit_due = demand.due_at, demand.unit_due_at
    assert due == unit_due == on(9, 17, 30)
    demand = actions.assign(
        demand_id=demand.pk, unit_id=world.labour.pk, by=world.desk, at=on(6), note="归口党建办"
    )
    assert demand.due_at == due
    assert demand.unit_due_at == on(9, 17, 30)
    late = actions.assign(
        demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=on(11), note="还是道路的事"
    )
    assert late.due_at == due
    assert late.unit_due_at == on(12, 17, 30)  # at least one working day, though the company's is past
    detail = queries.detail(by=world.desk, pk=demand.pk, at=on(11, 9))
    assert [(held.unit, held.days) for held in detail.held] == [("城建办", 4.0), ("党建办", 3.0)]
    assert detail.total.code == "late"
    assert Assignment.objects.filter(demand=demand, ended_at=None).count() == 1


def test_the_clocks_stand_still_only_while_the_company_is_asked(world) -> None:
    demand = working(world)
    demand = actions.ask_company(demand_id=demand.pk, question="门宽多少？", by=world.handler, at=on(3))
    assert queries.detail(by=world.desk, pk=demand.pk, at=on(30)).total.code == "paused"
    demand = actions.company_answers(demand_id=demand.pk, answer="六米", by=world.desk, at=on(5))
    assert (demand.due_at, demand.unit_due_at) == (on(11, 17, 30), on(11, 17, 30))
    pause = Pause.objects.get(demand=demand)
    assert (pause.question, pause.answer, pause.to_at) == ("门宽多少？", "六米", on(5))


def test_a_reply_from_a_pause_ends_it(world) -> None:
    demand = working(world)
    actions.ask_company(demand_id=demand.pk, question="门宽多少？", by=world.handler, at=on(3))
    demand = actions.reply(demand_id=demand.pk, result="solved", answer="已修", by=world.handler, at=on(4))
    assert demand.paused_since is None
    assert Pause.objects.get(demand=demand).to_at == on(4)


def test_who_replied_does_not_call_back(world) -> None:
    demand = replied(world, by=world.desk)
    for step in (
        lambda: actions.company_says(demand_id=demand.pk, word="solved", by=world.desk, at=on(3)),
        lambda: actions.record_attempt(demand_id=demand.pk, note="无人接", by=world.desk, at=on(3)),
    ):
        with pytest.raises(NotAllowed):
            step()
    closed = actions.company_says(demand_id=demand.pk, word="solved", by=world.colleague, at=on(3))
    assert closed.closed_as == "solved"


def test_not_or_partly_solved_goes_back_to_work(world) -> None:
    for word in ("not", "partly"):
        demand = replied(world)
        back = actions.company_says(demand_id=demand.pk, word=word, satisfaction=2, by=world.desk, at=on(10))
        assert (back.state, back.closed_as, back.word) == ("working", "", word)
        assert back.due_at == on(9, 17, 30)
        assert back.unit_due_at == on(11, 17, 30)


def test_only_the_companys_word_counts_as_solved(world) -> None:
    demand = replied(world, "solved")
    with pytest.raises(NotAllowed):
        actions.company_says(demand_id=demand.pk, word="solved", by=world.handler, at=on(3))
    assert not Demand.objects.filter(closed_as="solved").exists()


def test_closing_as_explained_needs_ground_two_persons_and_keeps_the_dissent(world) -> None:
    demand = replied(world, "explained_cannot", ground="plan")
    with pytest.raises(Conflict):  # straight from the reply
        actions.close_explained(demand_id=demand.pk, by=world.colleague, at=on(3))
    actions.record_attempt(demand_id=demand.pk, note="已通话", by=world.desk, at=on(3))
    with pytest.raises(Invalid) as refused:
        actions.close_explained(demand_id=demand.pk, by=world.colleague, at=on(3))
    assert refused.value.field == "ground"
    actions.propose_explained(
        demand_id=demand.pk, ground="plan", dissent="企业认为应该可以调整规划", by=world.desk, at=on(4)
    )
    with pytest.raises(NotAllowed):
        actions.close_explained(demand_id=demand.pk, by=world.desk, at=on(4))
    closed = actions.close_explained(demand_id=demand.pk, by=world.supervisor, at=on(4))
    assert (closed.closed_as, closed.dissent) == ("explained", "企业认为应该可以调整规划")
    last = Step.objects.filter(demand=demand).last()
    assert (last.reason, last.actor) == ("plan", world.supervisor.mark)


def test_a_new_reply_voids_the_proposal(world) -> None:
    demand = replied(world, "explained_cannot", ground="law")
    actions.propose_explained(demand_id=demand.pk, ground="law", dissent="不认可", by=world.desk, at=on(3))
    actions.company_says(demand_id=demand.pk, word="not", by=world.desk, at=on(3))
    actions.reply(
        demand_id=demand.pk,
        result="explained_cannot",
        answer="确实不行",
        by=world.handler,
        at=on(4),
        ground="law",
    )
    actions.record_attempt(demand_id=demand.pk, note="无人接", by=world.desk, at=on(4))
    with pytest.raises(Invalid):
        actions.close_explained(demand_id=demand.pk, by=world.supervisor, at=on(4))


def test_no_word_needs_two_attempts_and_five_working_days(world) -> None:
    demand = replied(world)
    actions.record_attempt(demand_id=demand.pk, note="无人接听", by=world.desk, at=on(3))
    with pytest.raises(Conflict):
        actions.close_no_word(demand_id=demand.pk, by=world.desk, at=on(20))
    actions.record_attempt(demand_id=demand.pk, note="无人接听", by=world.desk, at=on(4))
    with pytest.raises(Conflict):
        actions.close_no_word(demand_id=demand.pk, by=world.desk, at=on(11, 17))
    closed = actions.close_no_word(demand_id=demand.pk, by=world.desk, at=on(12))
    assert (closed.state, closed.closed_as, closed.attempts) == ("closed", "no_word", 2)


def test_a_body_outside_is_asked_and_the_desk_promises_to_report_back(world) -> None:
    demand = assigned(world, unit=world.land_bureau)
    assert demand.state == "asked"
    promise = Promise.objects.get(origin_kind="demand", origin_id=demand.pk)
    assert (promise.due_on, promise.state, promise.company_id) == (date(2026, 3, 9), "open", world.company.pk)
    actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=on(3), note="先由城建办看")
    actions.assign(demand_id=demand.pk, unit_id=world.land_bureau.pk, by=world.desk, at=on(4))
    assert Promise.objects.count() == 1
    demand = actions.reply(
        demand_id=demand.pk, result="forwarded_up", answer="局里已受理", by=world.desk, at=on(5),
        recorded_for="自然资源局 周科长", forwarded_to="市局",
    )  # fmt: skip
    lead = Assignment.objects.get(demand=demand, ended_at=None)
    assert (lead.kind, lead.recorded_by_id) == ("ask", world.desk.person_id)
    promise.refresh_from_db()
    assert (promise.state, promise.evidence) == ("kept", "局里已受理")


def test_a_unit_cannot_record_for_another(world) -> None:
    demand = working(world)
    with pytest.raises(NotAllowed):
        actions.reply(
            demand_id=demand.pk, result="solved", answer="好", by=world.handler, at=on(3), recorded_for="谁"
        )


@pytest.mark.parametrize(
    "result", ["partly_solved", "explained_cannot", "planned", "forwarded_up", "", "done"]
)
def test_a_reply_says_what_its_result_demands(world, result) -> None:
    demand = working(world)
    with pytest.raises(Invalid):
        actions.reply(demand_id=demand.pk, result=result, answer="答复", by=world.handler, at=on(3))


def test_a_return_is_decided_by_the_desk(world) -> None:
    demand = assigned(world)
    actions.request_return(demand_id=demand.pk, reason="other_duty", by=world.handler, at=on(2, 10))
    with pytest.raises(NotAllowed):
        actions.accept_return(demand_id=demand.pk, by=world.handler, at=on(2, 11))
    back = actions.accept_return(demand_id=demand.pk, by=world.desk, at=on(2, 11))
    assert (back.state, back.unit_id, back.unit_due_at) == ("accepted", None, None)
    with pytest.raises(NotAllowed):
        actions.sign(demand_id=demand.pk, by=world.handler, at=on(2, 12))


def test_more_time_once_before_the_day_by_another_and_on_a_working_day(world) -> None:
    demand = working(world)
    with pytest.raises(Invalid) as refused:
        actions.request_extension(
            demand_id=demand.pk, reason="下雨", new_due_on=date(2026, 3, 14), by=world.handler, at=on(3)
        )
    assert "2026-03-16" in str(refused.value)
    actions.request_extension(
        demand_id=demand.pk, reason="下雨", new_due_on=date(2026, 3, 16), by=world.handler, at=on(3)
    )
    demand = actions.grant_extension(
        demand_id=demand.pk, new_due_on=date(2026, 3, 13), by=world.desk, at=on(3)
    )
    assert (demand.state, demand.due_at) == ("working", on(13, 17, 30))
    with pytest.raises(Conflict):
        actions.request_extension(
            demand_id=demand.pk, reason="又下雨", new_due_on=date(2026, 3, 20), by=world.handler, at=on(4)
        )


def test_tracking_rolls_on_with_a_next_date(world) -> None:
    demand = replied(world, "planned", next_on=date(2026, 4, 1))
    assert demand.next_on == date(2026, 4, 1)
    for day in (date(2026, 4, 1), date(2026, 5, 6)):
        demand = actions.track(
            demand_id=demand.pk, next_on=day, reason="列入年度计划", by=world.desk, at=on(5)
        )
        assert (demand.state, demand.next_on) == ("tracked", day)
    assert actions.company_says(demand_id=demand.pk, word="solved", by=world.desk, at=on(6)).state == "closed"


def test_merge_and_withdraw_keep_the_words_and_release_what_was_promised(world) -> None:
    first, second = raised(world, "路不平"), assigned(world, unit=world.land_bureau)
    merged = actions.merge(demand_id=first.pk, into_id=second.pk, by=world.desk, at=on(3))
    assert (merged.state, merged.merged_into_id, merged.words) == ("merged", second.pk, "路不平")
    with pytest.raises(Invalid):
        actions.merge(demand_id=second.pk, into_id=first.pk, by=world.desk, at=on(3))
    withdrawn = actions.withdraw(demand_id=second.pk, reason="自己解决了", by=world.desk, at=on(4))
    assert (withdrawn.state, withdrawn.closed_as) == ("withdrawn", "withdrawn")
    assert Promise.objects.get().state == "released"


def test_reopening_and_the_answer_on_the_spot(world) -> None:
    demand = raised(world)
    actions.answer_on_spot(demand_id=demand.pk, answer="下周一开工", by=world.desk, at=on(2, 10))
    actions.company_says(demand_id=demand.pk, word="solved", by=world.colleague, at=on(3))
    back = actions.reopen(demand_id=demand.pk, reason="again", by=world.desk, at=on(5))
    assert (back.state, back.word, back.closed_as) == ("working", "", "")
    assert (
        actions.assign(
            demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=on(5), note="交城建办"
        ).state
        == "assigned"
    )


def test_a_stale_page_is_told_what_changed(world) -> None:
    demand = raised(world)
    actions.accept(demand_id=demand.pk, by=world.colleague, at=world.at)
    with pytest.raises(Conflict) as refused:
        actions.correct(
            demand_id=demand.pk, version=1, changes={"category": "12"}, by=world.desk, at=world.at
        )
    assert "Accept (陆一鸣)" in str(refused.value)
    demand = actions.correct(
        demand_id=demand.pk, version=2, by=world.desk, at=world.at,
        changes={"category": "12", "raised_by": "贺总", "note": "电话核实过"},
    )  # fmt: skip
    assert (demand.version, demand.preset, demand.due_at) == (3, "C", on(16, 17, 30))


def test_what_may_not_be_corrected(world) -> None:
    demand = assigned(world)
    with pytest.raises(Invalid):
        actions.correct(
            demand_id=demand.pk, version=demand.version, changes={"words": "x"}, by=world.desk, at=world.at
        )
    with pytest.raises(NotAllowed):
        actions.correct(
            demand_id=demand.pk,
            version=demand.version,
            changes={"category": "01"},
            by=world.handler,
            at=world.at,
        )
    demand = actions.correct(
        demand_id=demand.pk,
        version=demand.version,
        changes={"answer_draft": "拟答复"},
        by=world.handler,
        at=world.at,
    )
    assert (demand.answer_draft, demand.answer) == ("拟答复", "")


def test_another_tenant_finds_nothing_and_ones_own_without_right_is_refused(world) -> None:
    demand = assigned(world)
    with pytest.raises(NotFound):
        actions.accept(demand_id=demand.pk, by=world.stranger, at=world.at)
    with pytest.raises(NotAllowed):
        actions.sign(demand_id=demand.pk, by=world.other_handler, at=world.at)
    with pytest.raises(NotFound):
        queries.detail(by=world.stranger, pk=demand.pk, at=world.at)
    with pytest.raises(NotAllowed):
        queries.detail(by=world.other_handler, pk=demand.pk, at=world.at)


def test_what_fails_in_an_action_leaves_no_trace(world, monkeypatch) -> None:
    demand = raised(world)
    before = (Step.objects.count(), Event.objects.count())
    monkeypatch.setattr("zaocha.demands.actions.promising.report_back", lambda taken: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.assign(demand_id=demand.pk, unit_id=world.land_bureau.pk, by=world.desk, at=world.at)
    demand.refresh_from_db()
    assert (demand.state, demand.unit_id) == ("raised", None)
    assert (Step.objects.count(), Event.objects.count()) == before


def test_a_page_of_the_list_takes_two_statements_at_one_row_and_at_fifty(world) -> None:
    used = []
    for rows in (1, 49):
        for _ in range(rows):
            raised(world, at=world.at - timedelta(days=30))
        with CaptureQueriesContext(connection) as captured:
            page = queries.page(by=world.desk, at=world.at, filters=queries.Filters(colour="red"))
        used.append(len(captured))
    assert used == [2, 2]
    assert (len(page.items), page.total, page.next) == (50, 50, None)


def test_the_list_pages_by_key_in_both_orders(world) -> None:
    for day in range(7):
        raised(world, at=world.at - timedelta(days=day))
    for order in ("newest", "due"):
        filters = queries.Filters(order=order)
        seen, after = [], None
        while True:
            page = queries.page(by=world.desk, at=world.at, filters=filters, after=after, limit=3)
            seen += [row.id for row in page.items]
            after = page.next
            if after is None:
                break
        assert len(seen) == len(set(seen)) == 7
    due = dict(Demand.objects.values_list("pk", "due_at"))
    assert [due[pk] for pk in seen] == sorted(due.values())


def test_colours_of_the_filter_are_those_of_the_rows(world) -> None:
    for day in range(12):
        for preset in "ABCD":
            raised(world, at=world.at - timedelta(days=day), preset=preset)
    everything = queries.page(by=world.desk, at=world.at, limit=200).items
    for colour in ("red", "amber", "green"):
        found = queries.page(by=world.desk, at=world.at, filters=queries.Filters(colour=colour), limit=200)
        assert {row.id for row in found.items} == {row.id for row in everything if row.clock.tone == colour}
        assert {row.id for row in found.items} == {row.id for row in everything if row.colour == colour}


def test_reachable_through_a_slip_is_only_its_own_demand(world) -> None:
    from zaocha.accounts import links

    mine, other = assigned(world), assigned(world)
    assignment = Assignment.objects.get(demand=mine)
    link = links.issue(tenant=world.tenant, purpose="slip", subject_id=assignment.pk, by="t", at=world.at)
    holder = access.slip_holder(link, assignment)
    actions.sign(demand_id=mine.pk, by=holder, at=world.at)
    with pytest.raises(NotAllowed):
        actions.sign(demand_id=other.pk, by=holder, at=world.at)
    actions.assign(demand_id=mine.pk, unit_id=world.labour.pk, by=world.desk, at=world.at, note="改派")
    with pytest.raises(NotAllowed):
        actions.start(demand_id=mine.pk, by=holder, at=world.at)
