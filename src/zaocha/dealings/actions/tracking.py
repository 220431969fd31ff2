"""The demand behind an introduction goes its way with it: accepted, answered, and ended by the company's own word.

Neither its words nor its answers name the other side: whoever may read the demand need not know who supplies whom.
What a unit holds is the unit's to answer; it is left alone.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts import actors, calendars
from zaocha.accounts.actors import Actor
from zaocha.dealings.models import Introduction
from zaocha.demands import access, lifecycle
from zaocha.demands import actions as demand_actions
from zaocha.demands.lifecycle import ResultType, State
from zaocha.demands.models import Demand
from zaocha.kernel.errors import NotFound

CATEGORY = "07"
"""Markets and supply chains: the category of the demand that tracks an introduction."""
OWN_KEY = "introduction:"
OURS = (State.RAISED, State.ACCEPTED, State.WORKING)
LOOK_ON_DAYS = 10  # working days until the company hears again after a no


def begin(*, demand_id: int | None, words: str, buyer_id: int, by: Actor, at: datetime) -> Demand:
    """The buyer's demand, raised unless one is named; asking for it is accepting it."""
    if demand_id is None:
        new = demand_actions.NewDemand(
            words=words, channel=Demand.Channel.VISIT, company_id=buyer_id, category=CATEGORY,
            client_key=f"{OWN_KEY}{secrets.token_hex(8)}",
        )  # fmt: skip
        demand = demand_actions.raise_demand(new=new, by=by, at=at)
    else:
        found = access.visible(by).filter(pk=demand_id, company_id=buyer_id).first()
        if found is None:
            raise NotFound()
        demand = found
    if demand.state == State.RAISED:
        demand = demand_actions.accept(demand_id=demand.pk, by=by, at=at)
    return demand


def introduced(introduction: Introduction, *, at: datetime) -> None:
    """Two yeses answer the demand; what comes of it the company says."""
    demand = _ours(introduction, at=at)
    if demand is None:
        return
    with translation.override(introduction.tenant.language):
        words = _(
            "Both sides have said yes: name and telephone of the other side stand on your page. Say there what comes of it."
        )
    machine = actors.system(introduction.tenant)
    demand_actions.reply(demand_id=demand.pk, result=ResultType.SOLVED, answer=words, by=machine, at=at)


def declined(introduction: Introduction, *, by: Actor, by_buyer: bool, at: datetime) -> None:
    """One no: the buyer's own takes its demand back; to the other side's we answer that we go on looking.

    As long as somebody else is asked for the same demand, nothing is answered.
    """
    demand = _ours(introduction, at=at)
    if demand is None:
        return
    same = Introduction.objects.filter(demand=demand, state__in=("asked", "introduced"))
    if same.exclude(pk=introduction.pk).exists():
        return
    if by_buyer:
        _take_back(demand, introduction=introduction, by=by, at=at)
        return
    calendar = calendars.of(introduction.tenant)
    next_on = calendar.add_workdays(at.astimezone(calendar.tz).date(), LOOK_ON_DAYS)
    with translation.override(introduction.tenant.language):
        words = _("This introduction did not come about. We go on looking and you hear again by %(day)s.")
    answer = words % {"day": next_on.isoformat()}
    machine = actors.system(introduction.tenant)
    demand_actions.reply(
        demand_id=demand.pk, result=ResultType.PLANNED, answer=answer, next_on=next_on, by=machine, at=at
    )


def told(introduction: Introduction, *, dealt: bool, by: Actor, at: datetime) -> None:
    """What the buyer itself tells is its word on the demand; what others tell leaves the word to it."""
    demand = introduction.demand
    if demand is None or by.company_id is None or by.company_id != introduction.buyer_id:
        return
    if lifecycle.allowed(demand.state, "company_says_solved"):
        word = "solved" if dealt else "not"
        demand_actions.company_says(demand_id=demand.pk, word=word, by=by, at=at)


def _take_back(demand: Demand, *, introduction: Introduction, by: Actor, at: datetime) -> None:
    """Only a demand that the introduction itself raised: one that was there before may want something else."""
    if not demand.client_key.startswith(OWN_KEY):
        return
    with translation.override(introduction.tenant.language):
        reason = _("The company does not wish to be introduced.")
    demand_actions.withdraw(demand_id=demand.pk, reason=reason, by=by, at=at)


def _ours(introduction: Introduction, *, at: datetime) -> Demand | None:
    """The demand, accepted, while the desk holds it; None when a unit does, or when it has an answer or an end."""
    demand = introduction.demand
    if demand is None or demand.unit_id is not None or demand.state not in OURS:
        return None
    if demand.state == State.RAISED:
        machine = actors.system(introduction.tenant)
        return demand_actions.accept(demand_id=demand.pk, by=machine, at=at)
    return demand
