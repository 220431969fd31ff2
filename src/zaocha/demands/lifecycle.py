"""A demand's way as a table of allowed steps, and the small interpreter that reads it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where a demand stands. What came of it is another thing: see `ResultType` and `Step.closes_as`."""

    RAISED = "raised"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ANSWERED_ON_SPOT = "answered_on_spot"
    ASSIGNED = "assigned"
    ASKED = "asked"
    SIGNED = "signed"
    WORKING = "working"
    WAITING_COMPANY = "waiting_company"
    RETURN_REQUESTED = "return_requested"
    EXTENSION_REQUESTED = "extension_requested"
    ESCALATED = "escalated"
    REPLIED = "replied"
    IN_CALLBACK = "in_callback"
    TRACKED = "tracked"
    CLOSED = "closed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class ResultType(StrEnum):
    """What the one who replies proposes. `SOLVED` only proposes: the company's word decides."""

    SOLVED = "solved"
    PARTLY_SOLVED = "partly_solved"
    EXPLAINED_CANNOT = "explained_cannot"
    PLANNED = "planned"
    FORWARDED_UP = "forwarded_up"
    WITHDRAWN_BY_COMPANY = "withdrawn_by_company"


class Role(StrEnum):
    """In what capacity somebody takes a step. `SECOND_PERSON` is any officer but the one who replied."""

    DESK = "desk"
    HANDLER = "handler"
    COMPANY = "company"
    CALLBACK = "callback"
    SUPERVISOR = "supervisor"
    SECOND_PERSON = "second_person"
    SYSTEM = "system"


@dataclass(frozen=True)
class Step:
    """One row of the table.

    `needs` are inputs that must be given; `not_same_person_as` are steps whose doer (since the demand was
    last handed on) may not take this one; `once` steps happen once in a demand's life; `before_due` ones
    only before the deadline; `after_results` limits the step to demands whose last reply has such a result.
    """

    name: str
    from_states: frozenset[State]
    to_state: State
    who: frozenset[Role]
    label: str
    needs: tuple[str, ...] = ()
    visible_to_company: bool = False
    not_same_person_as: tuple[str, ...] = ()
    once: bool = False
    before_due: bool = False
    after_results: frozenset[ResultType] = field(default_factory=frozenset)
    closes_as: str = ""


class StepNotAllowed(ValueError):
    """The table has no such step from this state."""

    def __init__(self, state: str, step: str) -> None:
        super().__init__(f"no step {step!r} leads on from {state!r}")
        self.state = state
        self.step = step


@dataclass(frozen=True)
class Attempt:
    """Somebody's wish to take a step, with all that decides it.

    `given`: names of the inputs that are filled in. `doers`: step → who took it since the demand was last
    handed on. `done`: steps taken in the demand's life. `result`: result type of the last reply.
    """

    step: str
    state: str
    roles: Collection[str]
    actor: str
    given: Collection[str] = ()
    doers: Mapping[str, Collection[str]] = field(default_factory=dict)
    done: Collection[str] = ()
    result: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class Objection:
    """Why a step may not be taken: a code, and what it is about (an input, a step, a state)."""

    code: str
    about: str


ENDS = frozenset({State.CLOSED, State.REJECTED, State.MERGED, State.WITHDRAWN})
OPEN = frozenset(State) - ENDS
UNDER_WAY = frozenset(
    {
        State.ASSIGNED,
        State.ASKED,
        State.SIGNED,
        State.WORKING,
        State.WAITING_COMPANY,
        State.EXTENSION_REQUESTED,
        State.ESCALATED,
    }
)
"""Somebody holds the demand and owes a reply."""
PAUSED = frozenset({State.WAITING_COMPANY})
"""The only states in which the clocks stand still."""
ANSWERED = frozenset({State.ANSWERED_ON_SPOT, State.REPLIED, State.IN_CALLBACK, State.TRACKED})
"""The company has an answer and has the word."""

REPLY_NEEDS: Mapping[ResultType, tuple[str, ...]] = {
    ResultType.SOLVED: (),
    ResultType.PARTLY_SOLVED: ("what_remains",),
    ResultType.EXPLAINED_CANNOT: ("ground",),
    ResultType.PLANNED: ("next_on",),
    ResultType.FORWARDED_UP: ("forwarded_to",),
}
"""What a reply of each type must say beside its answer. A company's withdrawal is no reply."""

RESULT_LABELS: Mapping[ResultType, str] = {
    ResultType.SOLVED: "solved",
    ResultType.PARTLY_SOLVED: "partly solved",
    ResultType.EXPLAINED_CANNOT: "explained, cannot be done by law",
    ResultType.PLANNED: "planned for later",
    ResultType.FORWARDED_UP: "forwarded to a higher body",
    ResultType.WITHDRAWN_BY_COMPANY: "withdrawn by the company",
}

_S = State
_R = Role


def _step(
    name: str, from_states: Collection[State], to_state: State, who: Collection[Role], label: str, **more: Any
) -> Step:
    return Step(
        name=name,
        from_states=frozenset(from_states),
        to_state=to_state,
        who=frozenset(who),
        label=label,
        **more,
    )


_DESK = {_R.DESK}
_HOLDER = {_R.HANDLER, _R.DESK}  # the desk records what a unit without an account says (代录)
_CARER = {_R.CALLBACK, _R.DESK}
_JUDGE = {_R.DESK, _R.SUPERVISOR}
_VOICE = {_R.COMPANY, _R.CALLBACK}  # the company itself, or who asked it
_ANSWERERS = ("reply", "answer_on_spot")

TABLE: tuple[Step, ...] = (
    # What came in.
    _step("accept", {_S.RAISED, _S.REJECTED}, _S.ACCEPTED, _DESK, "Accept", visible_to_company=True),
    _step(
        "reject", {_S.RAISED}, _S.REJECTED, _DESK, "Reject",
        needs=("reason",), visible_to_company=True, closes_as="rejected",
    ),
    _step(
        "answer_on_spot", {_S.RAISED, _S.ACCEPTED}, _S.ANSWERED_ON_SPOT, _DESK, "Answer on the spot",
        needs=("answer",), visible_to_company=True,
    ),
    # Into whose hands.
    _step(
        "assign", {_S.ACCEPTED, _S.ESCALATED}, _S.ASSIGNED, _DESK, "Assign to a unit",
        needs=("unit",), visible_to_company=True,
    ),
    _step(
        "ask", {_S.ACCEPTED, _S.ASSIGNED, _S.ASKED, _S.SIGNED, _S.WORKING, _S.ESCALATED}, _S.ASKED, _DESK,
        "Ask a body outside", needs=("unit",), visible_to_company=True,
    ),
    _step(
        "reassign", UNDER_WAY - PAUSED, _S.ASSIGNED, _JUDGE, "Assign to another unit",
        needs=("unit", "reason"), visible_to_company=True,
    ),
    _step("sign", {_S.ASSIGNED, _S.ASKED}, _S.SIGNED, _HOLDER, "Sign for it"),
    _step("request_return", {_S.ASSIGNED, _S.ASKED, _S.SIGNED}, _S.RETURN_REQUESTED, _HOLDER,
          "Ask to return it", needs=("reason",)),
    _step("accept_return", {_S.RETURN_REQUESTED}, _S.ACCEPTED, _JUDGE, "Take it back"),
    _step("refuse_return", {_S.RETURN_REQUESTED}, _S.SIGNED, _JUDGE, "Refuse the return",
          needs=("reason",)),
    # The work.
    _step("start", {_S.SIGNED, _S.ESCALATED, _S.TRACKED}, _S.WORKING, _HOLDER, "Start work",
          visible_to_company=True),
    _step("ask_company", {_S.SIGNED, _S.WORKING}, _S.WAITING_COMPANY, _HOLDER, "Ask the company",
          needs=("question",), visible_to_company=True),
    _step("company_answers", {_S.WAITING_COMPANY}, _S.WORKING, _HOLDER | _VOICE, "Note the company's answer",
          needs=("answer",), visible_to_company=True),
    _step("request_extension", {_S.SIGNED, _S.WORKING}, _S.EXTENSION_REQUESTED, _HOLDER,
          "Ask for more time", needs=("reason", "new_due_on"), once=True, before_due=True),
    _step("grant_extension", {_S.EXTENSION_REQUESTED}, _S.WORKING, _JUDGE, "Grant more time",
          needs=("new_due_on",), visible_to_company=True, not_same_person_as=("request_extension",)),
    _step("refuse_extension", {_S.EXTENSION_REQUESTED}, _S.WORKING, _JUDGE, "Refuse more time",
          needs=("reason",), not_same_person_as=("request_extension",)),
    _step("escalate", {_S.ACCEPTED, _S.RETURN_REQUESTED, _S.TRACKED} | UNDER_WAY - {_S.ESCALATED} - PAUSED,
          _S.ESCALATED, {_R.DESK, _R.HANDLER, _R.SUPERVISOR, _R.SYSTEM}, "Take to a joint meeting",
          needs=("reason",), visible_to_company=True),
    # The answer and the company's word.
    _step("reply", UNDER_WAY - {_S.EXTENSION_REQUESTED} | {_S.ACCEPTED, _S.TRACKED}, _S.REPLIED, _HOLDER, "Reply",
          needs=("answer", "result_type"), visible_to_company=True),
    _step("record_callback_attempt", ANSWERED - {_S.TRACKED}, _S.IN_CALLBACK, {_R.CALLBACK},
          "Note a call-back attempt", needs=("note",), not_same_person_as=_ANSWERERS),
    _step("company_says_solved", ANSWERED, _S.CLOSED, _VOICE, "Company says: solved",
          visible_to_company=True, not_same_person_as=_ANSWERERS, closes_as="solved"),
    _step("company_says_not", ANSWERED, _S.WORKING, _VOICE, "Company says: not solved",
          visible_to_company=True, not_same_person_as=_ANSWERERS),
    _step("propose_explained", {_S.REPLIED, _S.IN_CALLBACK}, _S.IN_CALLBACK, _CARER,
          "Propose to close as explained", needs=("ground", "dissent"),
          after_results=frozenset({ResultType.EXPLAINED_CANNOT})),
    _step("close_explained", {_S.IN_CALLBACK}, _S.CLOSED, {_R.SECOND_PERSON}, "Close as explained",
          needs=("ground", "dissent"), visible_to_company=True,
          not_same_person_as=(*_ANSWERERS, "propose_explained"),
          after_results=frozenset({ResultType.EXPLAINED_CANNOT}), closes_as="explained"),
    _step("close_no_word", {_S.IN_CALLBACK}, _S.CLOSED, _CARER, "Close without the company's word",
          needs=("attempts",), visible_to_company=True, not_same_person_as=_ANSWERERS, closes_as="no_word"),
    _step("track", {_S.REPLIED, _S.IN_CALLBACK, _S.TRACKED}, _S.TRACKED, _JUDGE, "Track long-term",
          needs=("next_on", "reason"), visible_to_company=True,
          after_results=frozenset({ResultType.PLANNED, ResultType.FORWARDED_UP, ResultType.PARTLY_SOLVED})),
    _step("reopen", {_S.CLOSED}, _S.WORKING, _JUDGE | _VOICE, "Reopen",
          needs=("reason",), visible_to_company=True),
    # Ways out at any time.
    _step("merge", OPEN, _S.MERGED, _DESK, "Merge into another",
          needs=("merged_into",), visible_to_company=True, closes_as="merged"),
    _step("withdraw", OPEN, _S.WITHDRAWN, {_R.COMPANY, _R.DESK}, "Withdraw",
          needs=("reason",), visible_to_company=True, closes_as="withdrawn"),
)  # fmt: skip

STEPS: Mapping[str, Step] = {step.name: step for step in TABLE}


def allowed(state: str, step: str) -> bool:
    """Whether the table has this step from this state."""
    return step in STEPS and state in STEPS[step].from_states


def next_steps(state: str, roles: Collection[str]) -> tuple[Step, ...]:
    """The steps that somebody in these roles finds from here, in the table's order."""
    return tuple(step for step in TABLE if state in step.from_states and not step.who.isdisjoint(roles))


def apply(state: str, step: str) -> State:
    """Where the step leads; raises StepNotAllowed when the table does not have it."""
    if not allowed(state, step):
        raise StepNotAllowed(state, step)
    return STEPS[step].to_state


def needs(step: str, result_type: str = "") -> tuple[str, ...]:
    """The inputs that a step must be given; a reply's depend on its result type."""
    if step == "reply" and result_type in REPLY_NEEDS:
        return STEPS[step].needs + REPLY_NEEDS[ResultType(result_type)]
    return STEPS[step].needs


def objections(attempt: Attempt, *, result_type: str = "") -> tuple[Objection, ...]:
    """Every reason against the step, none when it may be taken.

    Codes: not_from_here, not_your_role, missing, same_person, done_before, too_late, other_result,
    no_reply_type. `result_type` is what a reply proposes.
    """
    if not allowed(attempt.state, attempt.step):
        return (Objection("not_from_here", attempt.state),)
    step = STEPS[attempt.step]
    found = [
        Objection("missing", name) for name in needs(step.name, result_type) if name not in attempt.given
    ]
    found += [
        Objection("same_person", other)
        for other in step.not_same_person_as
        if attempt.actor in attempt.doers.get(other, ())
    ]
    reasons = (
        (step.who.isdisjoint(attempt.roles), "not_your_role", step.name),
        (step.once and step.name in attempt.done, "done_before", step.name),
        (step.before_due and attempt.is_late, "too_late", step.name),
        (
            bool(step.after_results) and attempt.result not in step.after_results,
            "other_result",
            attempt.result,
        ),
        (step.name == "reply" and result_type not in REPLY_NEEDS, "no_reply_type", result_type),
    )
    return (*found, *(Objection(code, about) for holds, code, about in reasons if holds))


def as_rows() -> list[dict[str, Any]]:
    """The table for readers: one row per step, states and roles in the order of their definition."""
    return [
        {
            "step": step.name,
            "label": step.label,
            "from": [state.value for state in State if state in step.from_states],
            "to": step.to_state.value,
            "who": [role.value for role in Role if role in step.who],
            "needs": list(step.needs),
            "visible_to_company": step.visible_to_company,
            "not_same_person_as": list(step.not_same_person_as),
            "once": step.once,
            "before_due": step.before_due,
            "after_results": [kind.value for kind in ResultType if kind in step.after_results],
            "closes_as": step.closes_as,
        }
        for step in TABLE
    ]


def as_mermaid() -> str:
    """The table as a Mermaid state diagram; merge and withdraw lead out of every open state."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.RAISED}"]
    for step in TABLE:
        if step.from_states == OPEN:
            continue
        lines += [
            f"    {state} --> {step.to_state}: {step.name}" for state in State if state in step.from_states
        ]
    lines += [f"    {state} --> [*]" for state in State if state in ENDS and state not in _WAYS_OUT]
    return "\n".join(lines) + "\n"


_WAYS_OUT = frozenset(step.to_state for step in TABLE if step.from_states == OPEN)
