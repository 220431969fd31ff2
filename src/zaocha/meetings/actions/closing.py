"""Writes of this area: the read-back that settles every line, and the closing that makes demands of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.companies import actions as company_actions
from zaocha.demands import actions as demand_actions
from zaocha.demands import deadlines
from zaocha.demands.models import Demand
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid
from zaocha.lang import categories, classify
from zaocha.meetings import access
from zaocha.meetings.actions import lines, seats, statement_promises, statements
from zaocha.meetings.models import Line, Meeting

ORDINARY = "B"  # five working days


@dataclass(frozen=True)
class Closed:
    """What a closing made: numbers of new demands, of promises and of statements among them."""

    demands: int
    promises: int
    statements: int


def begin_read_back(*, meeting_id: int, by: Actor, at: datetime) -> Meeting:
    """Turn from the table to the read-back; lines may still come in."""
    by.need("meetings.write")
    with work.begin(by=by, at=at) as w:
        meeting = access.meeting(by=by, pk=meeting_id)
        if meeting.state in {Meeting.State.PLANNED, Meeting.State.OPEN}:
            meeting.state, meeting.opened_at = Meeting.State.READ_BACK, meeting.opened_at or at
            meeting.save(update_fields=["state", "opened_at"])
            w.record("read_back_begun", subject=("meeting", meeting.pk))
    return meeting


def solve_on_spot(*, line_id: int, answer: str, by: Actor, at: datetime, answered_by: str = "") -> Line:
    """The line was solved at the table, with this answer; a statement on it falls away."""
    if not answer.strip():
        raise Invalid(_("Write down the answer that solved it."), field="answer")
    with work.begin(by=by, at=at):
        statements.take_back(line_id=line_id, by=by, at=at, answer=answer)
        changes = lines.LineChange(outcome=Line.Outcome.ON_THE_SPOT, answer=answer, answered_by=answered_by)
        return lines.change(line_id=line_id, changes=changes, by=by, at=at)


def note(*, line_id: int, by: Actor, at: datetime) -> Line:
    """The line was a remark, not a demand."""
    return _without_statement(line_id, Line.Outcome.NOTED, by, at)


def unsettle(*, line_id: int, by: Actor, at: datetime) -> Line:
    """Open the question again what became of a line."""
    return _without_statement(line_id, Line.Outcome.NONE, by, at)


def likely_category(words: str) -> str:
    """The category that the words point to, when they do so clearly; a person confirms it with the line."""
    judged = classify.judge(words)
    return "" if judged.abstained else judged.code


def promise_by_default(*, line_ids: Iterable[int], by: Actor, at: datetime, with_likely: bool = False) -> int:
    """Promise an answer by the usual day on each of these lines that is not settled; how many were.

    `with_likely`: a line without a category takes the likely one, which the page showed beside it.
    """
    by.need("meetings.write")
    done = 0
    with work.begin(by=by, at=at):
        mine = access.lines(by).filter(pk__in=list(line_ids), outcome="", removed=False, demand=None)
        for line in mine.select_related("meeting"):
            if with_likely and not line.category and (likely := likely_category(line.words)):
                changes = lines.LineChange(category=likely)
                line = lines.change(line_id=line.pk, changes=changes, by=by, at=at)
            statements.state(line_id=line.pk, said=default_said(line, by=by, at=at), by=by, at=at)
            done += 1
    return done


def default_said(line: Line, *, by: Actor, at: datetime) -> statements.Said:
    """ "Will answer by": the host gives it, and hearing it read back is their confirmation."""
    giver = line.meeting.host or by.name
    return statements.Said(giver=giver, due_on=default_day(line.category, by=by, at=at), confirmed=True)


def default_day(category: str, *, by: Actor, at: datetime) -> date:
    """The day by which a demand of this category is usually answered; the 5th working day without one."""
    preset = ORDINARY
    if category:
        found = categories.second_level(category) if len(category) == 4 else categories.category(category)
        preset = found.deadline.code
    return deadlines.total_due(preset, at, calendars.of(by.tenant)).on


def close(*, meeting_id: int, by: Actor, at: datetime) -> Closed:
    """Make one demand of every settled line, with its answer or promise, in one transaction.

    Closing again makes nothing twice; it takes up the lines that arrived late from an offline page.
    """
    by.need("meetings.write")
    with work.begin(by=by, at=at) as w:
        meeting = seats.touch(meeting_id=meeting_id, by=by)
        left = list(
            Line.objects.filter(meeting=meeting, removed=False, demand=None)
            .exclude(outcome=Line.Outcome.NOTED)
            .select_related("statement__promise", "invitation")
            .order_by("captured_at", "id")
        )
        _need_settled(left)
        kinds = [_make(line, meeting, by, at) for line in left]
        Line.objects.bulk_update(left, ["demand", "revision", "changed_at"])
        if meeting.state != Meeting.State.CLOSED:
            meeting.state, meeting.closed_at = Meeting.State.CLOSED, at
            meeting.opened_at = meeting.opened_at or at
            meeting.save(update_fields=["state", "closed_at", "opened_at"])
        _note_heard(meeting, left, by, at)
        closed = Closed(len(left), kinds.count("promise"), kinds.count("statement"))
        if left or meeting.closed_at == at:
            ids = {"demands": closed.demands, "promises": closed.promises, "statements": closed.statements}
            w.record("meeting_closed", subject=("meeting", meeting.pk), ids=ids)
    return closed


def _note_heard(meeting: Meeting, left: list[Line], by: Actor, at: datetime) -> None:
    """Companies at the table, and those whose words were taken, have been heard."""
    seated = meeting.invitations.filter(present=True).exclude(company=None)
    heard = {*seated.values_list("company_id", flat=True), *(line.company_id for line in left)}
    for company_id in sorted(pk for pk in heard if pk):
        company_actions.note_heard(company_id=company_id, by=by, at=at)


def _need_settled(left: list[Line]) -> None:
    open_ones = sum(line.outcome == Line.Outcome.NONE for line in left)
    if open_ones:
        raise Conflict(
            ngettext("%(n)d line is not settled yet.", "%(n)d lines are not settled yet.", open_ones)
            % {"n": open_ones},
            remedy=_("Settle each, or promise an answer for all that remain with one tap."),
        )


def _make(line: Line, meeting: Meeting, by: Actor, at: datetime) -> str:
    """Raise the demand of one line; what came with it: promise, statement or answer."""
    new = demand_actions.NewDemand(
        words=line.words,
        channel=Demand.Channel.MEETING,
        company_id=line.company_id,
        raised_by=_speaker(line),
        category=line.category,
        meeting_id=meeting.pk,
        client_key=f"line-{line.pk}",
        raised_at=min(line.captured_at, at),
    )
    demand = demand_actions.raise_demand(new=new, by=by, at=at)
    line.demand, line.revision, line.changed_at = demand, meeting.revision, at
    if line.outcome == Line.Outcome.ON_THE_SPOT:
        demand_actions.answer_on_spot(
            demand_id=demand.pk, answer=line.answer, answered_by=line.answered_by, by=by, at=at
        )
        return "answer"
    promise = statement_promises.given(line.statement, line, demand, by=by, at=at)
    return "promise" if promise.state == promise.State.OPEN else "statement"


def _speaker(line: Line) -> str:
    return line.invitation.guest if line.invitation else ""


def _without_statement(line_id: int, outcome: str, by: Actor, at: datetime) -> Line:
    with work.begin(by=by, at=at):
        statements.take_back(line_id=line_id, by=by, at=at)
        return lines.change(line_id=line_id, changes=lines.LineChange(outcome=outcome), by=by, at=at)
