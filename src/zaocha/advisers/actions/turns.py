"""An adviser accepts or hands on; what nobody answers in time passes on by itself, and the company is told."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import actors
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Tenant
from zaocha.advisers import access
from zaocha.advisers.actions.asking import TASK, locked, put_next
from zaocha.advisers.models import Advice, Turn
from zaocha.kernel import tasks, work
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed

State = Advice.State


def accept(*, advice_id: int, by: Actor, at: datetime) -> Advice:
    """By the adviser to whom it was put, within his time; a second yes is the same yes."""
    with work.begin(by=by, at=at) as w:
        found = access.the_request(by, advice_id)
        if found.state == State.ACCEPTED and found.adviser_id in access.own_adviser_ids(by):
            return found
        found, turn = _mine(advice_id, by=by)
        if turn.answer_by < at:
            raise Conflict(_("The time to accept is over; it passes on."), remedy=_("Load the page again."))
        turn.answer, turn.answered_at = Turn.Answer.ACCEPTED, at
        turn.save(update_fields=["answer", "answered_at"])
        found.state = State.ACCEPTED
        found.save(update_fields=["state"])
        w.record("advice_accepted", subject=("advice", found.pk), ids={"adviser": turn.adviser_id})
    return found


def hand_on(*, advice_id: int, words: str, by: Actor, at: datetime) -> Advice:
    """The adviser cannot; it goes to the next. A conflict of interest is declared on his page."""
    access.the_request(by, advice_id)
    if not words.strip():
        raise Invalid(_("Say in a few words why; the company reads it."), field="words")
    with work.begin(by=by, at=at) as w:
        found, turn = _mine(advice_id, by=by)
        turn.answer, turn.answered_at, turn.words = Turn.Answer.DECLINED, at, words.strip()[:300]
        turn.save(update_fields=["answer", "answered_at", "words"])
        w.record(
            "advice_handed_on",
            subject=("advice", found.pk),
            ids={"adviser": turn.adviser_id},
            fields={"words": words},
        )
        put_next(found, by=by, at=at)
    return found


def pass_on(*, turn_id: int, by: Actor, at: datetime) -> None:
    """Time is up: to the next. Whatever was answered meanwhile stands."""
    if not by.is_machine:
        raise NotAllowed()
    with work.begin(by=by, at=at) as w:
        found = (
            Turn.objects.filter(pk=turn_id, advice__tenant=by.tenant).values_list("advice", flat=True).first()
        )
        advice = (
            Advice.objects.select_for_update(of=("self",))
            .select_related("company")
            .filter(pk=found or 0)
            .first()
        )
        turn = Turn.objects.filter(pk=turn_id, answer="", answer_by__lte=at).first()
        if advice is None or turn is None or advice.state != State.PUT:
            return
        turn.answer, turn.answered_at = Turn.Answer.PASSED, at
        turn.save(update_fields=["answer", "answered_at"])
        w.record("advice_passed_on", subject=("advice", advice.pk), ids={"adviser": turn.adviser_id})
        put_next(advice, by=by, at=at)


@tasks.atomic(TASK)
def pass_on_in_time(*, tenant: int, turn_id: int, at: datetime) -> None:
    """The job that was written when it was put."""
    pass_on(turn_id=turn_id, by=actors.system(Tenant.objects.get(pk=tenant)), at=at)


def _mine(advice_id: int, *, by: Actor) -> tuple[Advice, Turn]:
    access.the_request(by, advice_id)
    by.need("advisers.serve")
    found = locked(advice_id, by=by, states=(State.PUT,))
    turn = Turn.objects.filter(advice=found, answer="", adviser_id__in=access.own_adviser_ids(by)).first()
    if turn is None:
        raise NotAllowed()
    return found, turn
