"""Writes of this area: a confirmed draft becomes a demand, with its answer or its promise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.companies import actions as company_actions
from zaocha.companies.models import Company
from zaocha.demands import actions as demand_actions
from zaocha.demands.models import Demand
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Refused
from zaocha.meetings import minutes_reading
from zaocha.meetings.actions import minutes_drafts
from zaocha.meetings.models import Draft
from zaocha.promises import actions as promise_actions

MORNING = time(9, 0)  # minutes name a day; the clock of a demand begins with its morning


@dataclass(frozen=True)
class How:
    """`register`: put a company that is not known into the register; `hand_over`: to the draft's unit."""

    register: bool = True
    hand_over: bool = True


@dataclass
class Confirmed:
    """What became of several drafts: the demands made, and why some were refused."""

    demands: list[Demand] = field(default_factory=list)
    refused: dict[int, Refused] = field(default_factory=dict)


def confirm(*, draft_ids: Iterable[int], by: Actor, at: datetime, how: How | None = None) -> Confirmed:
    """Confirm several, each for itself: one that is refused does not hold up the others."""
    by.need("meetings.write")
    result = Confirmed()
    for draft_id in draft_ids:
        try:
            result.demands.append(confirm_one(draft_id=draft_id, by=by, at=at, how=how))
        except Refused as refusal:
            result.refused[draft_id] = refusal
    return result


def confirm_one(*, draft_id: int, by: Actor, at: datetime, how: How | None = None) -> Demand:
    """Raise the demand of a draft with what came with it; confirming again gives the same demand."""
    how = how or How()
    with work.begin(by=by, at=at) as w:
        draft = minutes_drafts.locked(draft_id=draft_id, by=by)
        if draft.state == Draft.State.CONFIRMED and draft.demand is not None:
            return draft.demand
        if draft.state == Draft.State.DROPPED:
            raise Conflict(_("This draft was dropped."), remedy=_("Take it up again first."))
        draft.company_id = draft.company_id or _registered(draft, how, by=by, at=at)
        demand = demand_actions.raise_demand(new=_new(draft, at), by=by, at=at)
        _settle_outcome(draft, demand, how, by=by, at=at)
        draft.demand, draft.state = demand, Draft.State.CONFIRMED
        draft.settled_at, draft.settled_by_id = at, by.person_id
        draft.save(update_fields=["company", "demand", "state", "settled_at", "settled_by"])
        ids = {"demand": demand.pk, "corrected": corrected(draft), "by_hand": not draft.proposed}
        w.record("draft_confirmed", subject=("draft", draft.pk), ids=ids)
    return demand


def corrected(draft: Draft) -> list[str]:
    """Which fields a person made different from what the reading proposed; registering is none."""
    if not draft.proposed:
        return []
    return [
        name
        for name in minutes_reading.PROPOSED
        if getattr(draft, name) != draft.proposed.get(name)
        and not (name == "company_id" and draft.proposed.get("company_id") is None)
    ]


def _registered(draft: Draft, how: How, *, by: Actor, at: datetime) -> int | None:
    """The company that the draft names, registered when it is new and wished so."""
    if not draft.company_text:
        return None
    named = Company.objects.filter(tenant_id=by.tenant_id, merged_into=None)
    for known in (named.filter(name=draft.company_text), named.filter(short_name=draft.company_text)):
        if found := known.values_list("pk", flat=True).first():
            return int(found)
    if not how.register:
        return None
    new = company_actions.NewCompany(name=draft.company_text)
    return int(company_actions.register(new=new, by=by, at=at).pk)


def _new(draft: Draft, at: datetime) -> demand_actions.NewDemand:
    minutes = draft.minutes
    raised_at = None
    if minutes.held_on is not None and minutes.held_on < at.date():
        raised_at = datetime.combine(minutes.held_on, MORNING, tzinfo=SHANGHAI)
    return demand_actions.NewDemand(
        words=draft.text,
        channel=Demand.Channel.MINUTES,
        company_id=draft.company_id,
        raised_by=draft.raised_by,
        category=draft.category,
        meeting_id=minutes.meeting_id,
        client_key=f"draft-{draft.pk}",
        raised_at=raised_at,
    )


def _settle_outcome(draft: Draft, demand: Demand, how: How, *, by: Actor, at: datetime) -> None:
    if draft.outcome == "on_the_spot":
        demand_actions.answer_on_spot(demand_id=demand.pk, answer=draft.answer, by=by, at=at)
        return
    if how.hand_over and draft.unit_id is not None:
        demand_actions.assign(demand_id=demand.pk, unit_id=draft.unit_id, by=by, at=at)
    if draft.outcome == "promised":
        said = draft.promise or {}
        give = promise_actions.promise if said.get("confirmed") else promise_actions.state
        for one in _by_term(said):
            give(new=_promise(draft, one, demand), by=by, at=at)


def _by_term(said: dict[str, Any]) -> list[dict[str, Any]]:
    """A sentence with both a day and an "as soon as …" is two promises: each ends for itself."""
    if not (said.get("due_on") and said.get("trigger")):
        return [said]
    whole = {**said, "what": said.get("text") or said.get("what")}
    return [{**whole, "trigger": ""}, {**whole, "due_on": None}]


def _promise(draft: Draft, said: dict[str, Any], demand: Demand) -> promise_actions.NewPromise:
    what = said.get("what") or said.get("text") or ""
    giver = (said.get("by_whom") or "")[:60]
    named = draft.unit is not None and (draft.unit.name in giver or str(draft.unit) in giver)
    return promise_actions.NewPromise(
        what=what or _("Will answer: %(words)s") % {"words": draft.text[:60]},
        kind="act" if what else "answer",
        giver=giver,
        unit_id=draft.unit_id if named else None,
        company_id=draft.company_id,
        due_on=date.fromisoformat(said["due_on"]) if said.get("due_on") else None,
        trigger=(said.get("trigger") or "")[:200],
        origin_kind="demand",
        origin_id=demand.pk,
        meeting_id=draft.minutes.meeting_id,
    )
