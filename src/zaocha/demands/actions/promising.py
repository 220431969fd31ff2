"""Promises that follow from a demand's way: to report back, and to answer."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts import actors
from zaocha.demands.actions.taking import Taking
from zaocha.promises import actions as promise_actions
from zaocha.promises.models import Promise


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
    """A reply keeps every open promise to answer this demand."""
    for promise in _open(taken).filter(kind="answer"):
        promise_actions.keep(
            promise_id=promise.pk, evidence=evidence, by=actors.system(taken.by.tenant), at=taken.at
        )


def withdrawn(taken: Taking, *, reason: str) -> None:
    """What was promised for a withdrawn demand is released, with the reason on record."""
    for promise in _open(taken):
        promise_actions.release(
            promise_id=promise.pk, reason=reason, by=actors.system(taken.by.tenant), at=taken.at
        )


def _open(taken: Taking) -> QuerySet[Promise]:
    return Promise.objects.filter(
        tenant_id=taken.by.tenant_id, origin_kind="demand", origin_id=taken.demand.pk, state="open"
    )
