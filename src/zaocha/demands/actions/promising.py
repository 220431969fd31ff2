"""Promises that follow from a demand's way: to report back, and to answer."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts import actors
from zaocha.demands import labels
from zaocha.demands.actions.taking import Taking
from zaocha.promises import actions as promise_actions
from zaocha.promises.models import Promise

State = Promise.State


def report_back(taken: Taking) -> None:
    """The desk's own promise to the company, made once: an answer by the total due day, whoever is asked."""
    demand = taken.demand
    if taken.due is None or any(step.step == "ask" for step in taken.history):
        return
    # Kept in the language of the house, whoever acted and in which language.
    with translation.override(taken.by.tenant.language):
        what = _("Report back to the company on what %(unit)s says") % {"unit": demand.unit}
    promise_actions.promise(
        new=promise_actions.NewPromise(
            what=what, kind="answer", giver=taken.by.name, person_id=taken.by.person_id,
            company_id=demand.company_id, due_on=taken.due.on, origin_kind="demand", origin_id=demand.pk,
            meeting_id=demand.meeting_id,
        ),
        by=actors.system(taken.by.tenant),
        at=taken.at,
    )  # fmt: skip


def answered(taken: Taking, *, evidence: str) -> None:
    """A reply keeps every open promise to answer this demand, and ends what was only stated about it.

    What was stated for "as soon as …" is no answer; it lapses by itself when nobody confirms it.
    """
    machine = actors.system(taken.by.tenant)
    for promise in _live(taken):
        if promise.state == State.STATED and not (promise.trigger and promise.kind == "act"):
            promise_actions.settle(
                promise_id=promise.pk, end=State.ANSWERED, words=evidence, by=machine, at=taken.at
            )
        elif promise.state == State.OPEN and promise.kind == "answer":
            promise_actions.keep(promise_id=promise.pk, evidence=evidence, by=machine, at=taken.at)


def withdrawn(taken: Taking, *, reason: str) -> None:
    """What was promised for a withdrawn demand is released, with the reason on record; statements lapse."""
    machine = actors.system(taken.by.tenant)
    for promise in _live(taken):
        if promise.state == State.OPEN:
            promise_actions.release(promise_id=promise.pk, reason=reason, by=machine, at=taken.at)
    ended(taken, words=reason)


def ended(taken: Taking, *, words: str = "") -> None:
    """The demand has ended: what was only stated about it lapses, and says so."""
    if not words:
        with translation.override(taken.by.tenant.language):
            words = str(_("The demand ended before the statement was confirmed: %(how)s")) % {
                "how": labels.CLOSINGS.get(taken.rule.closes_as, taken.rule.to_state)
            }
    machine = actors.system(taken.by.tenant)
    for promise in _live(taken).filter(state=State.STATED):
        promise_actions.settle(promise_id=promise.pk, end=State.LAPSED, words=words, by=machine, at=taken.at)


def _live(taken: Taking) -> QuerySet[Promise]:
    return Promise.objects.filter(
        tenant_id=taken.by.tenant_id, origin_kind="demand", origin_id=taken.demand.pk,
        state__in=[State.OPEN, State.STATED],
    )  # fmt: skip
