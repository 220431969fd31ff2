"""The table of steps: nothing else is possible, and only the company's word counts as solved."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.demands import lifecycle
from zaocha.demands.lifecycle import Attempt, Objection, State


def walked(*steps: str, start: str = "raised") -> str:
    state: str = start
    for step in steps:
        state = lifecycle.apply(state, step)
    return state


def test_the_main_way_ends_by_the_companys_word() -> None:
    assert walked("accept", "assign", "sign", "start", "reply", "record_callback_attempt") == "in_callback"
    assert walked("company_says_solved", start="in_callback") == "closed"


def test_not_solved_goes_back_to_work_from_the_table_the_call_back_and_the_long_list() -> None:
    for state in ("answered_on_spot", "replied", "in_callback", "tracked"):
        assert walked("company_says_not", start=state) == "working"
    assert walked("reopen", start="closed") == "working"


def test_a_body_outside_may_answer_by_link_without_signing() -> None:
    assert walked("accept", "ask", "reply") == "replied"


def test_the_desk_may_answer_later_what_it_keeps_in_its_own_hands() -> None:
    assert walked("accept", "reply") == "replied"
    assert "reply" in [step.name for step in lifecycle.next_steps("accepted", {"desk"})]


def test_a_refused_return_binds_the_unit() -> None:
    assert walked("accept", "assign", "request_return", "refuse_return") == "signed"
    assert walked("accept", "assign", "request_return", "accept_return", "assign") == "assigned"


def test_the_long_list_rolls_on_until_it_is_done() -> None:
    assert walked("track", "track", "reply", "company_says_solved", start="replied") == "closed"


@pytest.mark.parametrize(
    ("state", "step"),
    [("raised", "reply"), ("working", "company_says_solved"), ("closed", "reply"), ("merged", "reopen"),
     ("replied", "close_explained"), ("replied", "close_no_word"), ("working", "close_no_word"),
     ("raised", "no_such_step"), ("no_such_state", "accept")],
)  # fmt: skip
def test_what_the_table_lacks_is_refused(state: str, step: str) -> None:
    assert not lifecycle.allowed(state, step)
    with pytest.raises(lifecycle.StepNotAllowed):
        lifecycle.apply(state, step)


def test_only_the_companys_word_closes_as_solved() -> None:
    solved = [step for step in lifecycle.TABLE if step.closes_as == "solved"]
    assert [step.name for step in solved] == ["company_says_solved"]
    assert solved[0].who == {"company", "callback"}


def test_closed_has_three_doors_and_the_other_ends_one_each() -> None:
    doors = {step.name: step.to_state for step in lifecycle.TABLE if step.to_state in lifecycle.ENDS}
    assert doors == {
        "company_says_solved": "closed",
        "close_explained": "closed",
        "close_no_word": "closed",
        "reject": "rejected",
        "merge": "merged",
        "withdraw": "withdrawn",
    }
    assert all(bool(step.closes_as) == (step.to_state in lifecycle.ENDS) for step in lifecycle.TABLE)


def test_every_state_is_reached_and_every_open_state_reaches_an_end_by_an_answer() -> None:
    """Not by merging or withdrawing, which are open everywhere: the machine itself has no dead end."""
    ordinary = [step for step in lifecycle.TABLE if step.from_states != lifecycle.OPEN]

    def reached(start: State) -> set[State]:
        seen, new = {start}, {start}
        while new:
            new = {step.to_state for step in ordinary if step.from_states & new} - seen
            seen |= new
        return seen

    assert reached(State.RAISED) == set(State) - {State.MERGED, State.WITHDRAWN}
    for state in lifecycle.OPEN:
        assert State.CLOSED in reached(state), state


def test_who_replied_cannot_do_the_call_back_nor_close() -> None:
    for step in ("record_callback_attempt", "company_says_solved", "close_explained", "close_no_word"):
        attempt = Attempt(
            step=step, state="in_callback", roles={"callback", "desk", "second_person"}, actor="lin",
            given={"note", "ground", "dissent", "attempts"}, doers={"reply": {"lin"}},
            result="explained_cannot",
        )  # fmt: skip
        assert lifecycle.objections(attempt) == (Objection("same_person", "reply"),)


def test_who_asks_for_more_time_cannot_grant_it_and_asks_once_and_in_time() -> None:
    granting = Attempt(
        step="grant_extension", state="extension_requested", roles={"desk"}, actor="lin",
        given={"new_due_on"}, doers={"request_extension": {"lin"}},
    )  # fmt: skip
    assert lifecycle.objections(granting) == (Objection("same_person", "request_extension"),)
    again = Attempt(
        step="request_extension", state="working", roles={"handler"}, actor="lin",
        given={"reason", "new_due_on"}, done={"request_extension"}, is_late=True,
    )  # fmt: skip
    assert [objection.code for objection in lifecycle.objections(again)] == ["done_before", "too_late"]


def test_closing_as_explained_needs_ground_dissent_and_such_a_reply() -> None:
    attempt = Attempt(
        step="close_explained", state="in_callback", roles={"second_person"}, actor="zhou", result="solved"
    )
    assert lifecycle.objections(attempt) == (
        Objection("missing", "ground"),
        Objection("missing", "dissent"),
        Objection("other_result", "solved"),
    )


@pytest.mark.parametrize(
    ("result_type", "also"),
    [("solved", ()), ("partly_solved", ("what_remains",)), ("explained_cannot", ("ground",)),
     ("planned", ("next_on",)), ("forwarded_up", ("forwarded_to",))],
)  # fmt: skip
def test_a_reply_says_what_its_result_type_demands(result_type: str, also: tuple[str, ...]) -> None:
    attempt = Attempt(
        step="reply", state="working", roles={"handler"}, actor="lin", given={"answer", "result_type"}
    )
    missing = tuple(Objection("missing", name) for name in also)
    assert lifecycle.objections(attempt, result_type=result_type) == missing
    assert lifecycle.needs("reply", result_type) == ("answer", "result_type", *also)


@pytest.mark.parametrize("result_type", ["withdrawn_by_company", "", "done"])
def test_a_withdrawal_or_an_unknown_word_is_no_reply(result_type: str) -> None:
    attempt = Attempt(
        step="reply", state="working", roles={"handler"}, actor="lin", given={"answer", "result_type"}
    )
    assert lifecycle.objections(attempt, result_type=result_type) == (
        Objection("no_reply_type", result_type),
    )


def test_a_stranger_and_a_wrong_state_are_told_so() -> None:
    assert lifecycle.objections(Attempt(step="sign", state="assigned", roles={"company"}, actor="c")) == (
        Objection("not_your_role", "sign"),
    )
    assert lifecycle.objections(Attempt(step="sign", state="closed", roles={"handler"}, actor="h")) == (
        Objection("not_from_here", "closed"),
    )


def test_each_sees_the_own_next_steps() -> None:
    names = [step.name for step in lifecycle.next_steps("replied", {"company"})]
    assert names == ["company_says_solved", "company_says_not", "withdraw"]
    assert "reply" in [step.name for step in lifecycle.next_steps("asked", {"handler"})]
    assert lifecycle.next_steps("merged", set(lifecycle.Role)) == ()


def test_the_clock_stands_still_only_while_the_company_has_a_recorded_question() -> None:
    entering = [step for step in lifecycle.TABLE if step.to_state in lifecycle.PAUSED]
    assert [(step.name, step.needs) for step in entering] == [("ask_company", ("question",))]


def test_the_table_can_be_shown() -> None:
    rows = lifecycle.as_rows()
    assert len(rows) == len(lifecycle.STEPS) == len(lifecycle.TABLE)
    assert all(row["from"] and row["who"] and row["label"] for row in rows)
    diagram = lifecycle.as_mermaid()
    assert diagram.startswith("stateDiagram-v2\n    [*] --> raised\n")
    assert "    replied --> closed: company_says_solved\n" in diagram


def test_stored_codes_fit_their_columns() -> None:
    assert all(len(state) <= 20 for state in State)
    assert all(len(kind) <= 20 for kind in lifecycle.ResultType)
    assert all(len(name) <= 30 for name in lifecycle.STEPS)


@given(st.lists(st.sampled_from(sorted(lifecycle.STEPS)), max_size=60), st.data())
def test_random_walks_never_leave_the_table(wishes: list[str], data: Any) -> None:
    state, closed_as = "raised", ""
    for wish in wishes:
        before = state
        if lifecycle.allowed(state, wish):
            state, closed_as = lifecycle.apply(state, wish), lifecycle.STEPS[wish].closes_as
        else:
            with pytest.raises(lifecycle.StepNotAllowed):
                lifecycle.apply(state, wish)
            here = lifecycle.next_steps(state, set(lifecycle.Role))
            if here:
                step = data.draw(st.sampled_from(here))
                state, closed_as = lifecycle.apply(state, step.name), step.closes_as
        assert state in set(State)
        assert (state in lifecycle.ENDS) == bool(closed_as)
        if state == State.CLOSED:
            assert before in lifecycle.ANSWERED or before == State.CLOSED
            assert closed_as in {"solved", "explained", "no_word"}
