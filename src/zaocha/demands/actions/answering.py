"""Answers: on the spot, by the unit, recorded by the desk; and questions to the company on the way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.demands import reasons
from zaocha.demands.actions import promising
from zaocha.demands.actions.taking import Taking, taking
from zaocha.demands.actions.texts import clean, working_day
from zaocha.demands.deadlines import total_time
from zaocha.demands.lifecycle import ResultType
from zaocha.demands.models import Assignment, Demand, Pause
from zaocha.kernel.errors import NotAllowed


class ReplyMore(TypedDict, total=False):
    """What a reply may say besides: each result type needs its own (`lifecycle.REPLY_NEEDS`).

    `recorded_for`: who at the body gave the answer that the desk records (代录).
    """

    recorded_for: str
    ground: str
    what_remains: str
    next_on: date | None
    forwarded_to: str


def answer_on_spot(*, demand_id: int, answer: str, by: Actor, at: datetime, answered_by: str = "") -> Demand:
    """Answered while it was said; the company's word is still to come."""
    answer = clean(answer, field="answer")
    with taking("answer_on_spot", demand_id=demand_id, by=by, at=at, given={"answer": answer}) as taken:
        taken.note = answer
        taken.details = {"answered_by": clean(answered_by, field="answered_by", longest=60)}
        taken.set(answer=answer, answer_draft="", replied_at=at, replied_by=by.mark, attempts=0, on_spot=True)
        promising.answered(taken, evidence=answer)
    return taken.demand


def reply(
    *, demand_id: int, result: str, answer: str, by: Actor, at: datetime, **more: Unpack[ReplyMore]
) -> Demand:
    """Reply with a result type. "Solved" only proposes it: the company decides."""
    answer = clean(answer, field="answer")
    details = _details(more)
    given = {"answer": answer, "result_type": result, **details}
    with taking("reply", demand_id=demand_id, by=by, at=at, given=given, result_type=result) as taken:
        demand = taken.demand
        _check_recording(taken, details)
        taken.note, taken.reason, taken.details = answer, result, details
        taken.ids["result"] = result
        taken.set(
            answer=answer, answer_draft="", result=result, replied_at=demand.replied_at or at, replied_by=by.mark,
            attempts=0, word="", satisfaction=None,
        )  # fmt: skip
        if demand.reply_minutes is None:
            taken.set(reply_minutes=_minutes_to_reply(taken))
        if result == ResultType.PLANNED and (next_on := more.get("next_on")):
            day = working_day(next_on, field="next_on", calendar=taken.calendar, at=at)
            taken.set(next_on=day)
        promising.answered(taken, evidence=answer)
    return taken.demand


def _minutes_to_reply(taken: Taking) -> int:
    waits = Pause.objects.filter(demand=taken.demand).values_list("from_at", "to_at")
    pauses = [(from_at, to_at or taken.at) for from_at, to_at in waits]
    time = total_time(taken.demand.raised_at, taken.at, taken.calendar, pauses=pauses)
    return int(time.total_seconds() // 60)


def ask_company(*, demand_id: int, question: str, by: Actor, at: datetime) -> Demand:
    """Put a question to the company; the clocks stand still until it is answered."""
    question = clean(question, field="question")
    with taking("ask_company", demand_id=demand_id, by=by, at=at, given={"question": question}) as taken:
        taken.note = question
        taken.set(paused_since=at)
        Pause.objects.create(demand=taken.demand, question=question, from_at=at)
    return taken.demand


def company_answers(*, demand_id: int, answer: str, by: Actor, at: datetime) -> Demand:
    """The company answers; the clocks go on."""
    answer = clean(answer, field="answer")
    with taking("company_answers", demand_id=demand_id, by=by, at=at, given={"answer": answer}) as taken:
        taken.note = answer
        Pause.objects.filter(demand=taken.demand, to_at=None).update(answer=answer, to_at=at)
    return taken.demand


def _details(more: ReplyMore) -> dict[str, Any]:
    """The inputs of a reply as they are kept with its step; empty ones are left out."""
    found: dict[str, Any] = {}
    if ground := clean(more.get("ground", ""), field="ground"):
        found["ground"], text = reasons.coded("ground", ground)
        if text:
            found["ground_text"] = text
    for name in ("what_remains", "forwarded_to", "recorded_for"):
        if text := clean(str(more.get(name, "")), field=name, longest=2000):
            found[name] = text
    if next_on := more.get("next_on"):
        found["next_on"] = next_on.isoformat()
    return found


def _check_recording(taken: Taking, details: dict[str, Any]) -> None:
    """Only the desk records for another; and what it records for a unit is kept with the assignment."""
    if "recorded_for" not in details:
        return
    if not taken.by.may("demands.reply"):
        raise NotAllowed(_("Only the desk records an answer for somebody else."))
    lead = Assignment.objects.filter(demand=taken.demand, ended_at=None, is_lead=True)
    lead.update(recorded_by=taken.by.person_id)
