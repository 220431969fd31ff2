"""What ties needs to demands: a need out of a demand, and the outcome back to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts import actors
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Tenant
from zaocha.demands import access as demand_access
from zaocha.demands import actions as demand_actions
from zaocha.demands.models import Demand
from zaocha.kernel.errors import NotFound
from zaocha.offers.actions import needs
from zaocha.offers.models import Need, Outcome


def of_demand(*, demand_id: int, new: needs.NewNeed, by: Actor, at: datetime) -> Need:
    """Record what a demand's company needs; it hides its author when the demand does."""
    demand = demand_access.visible(by).filter(pk=demand_id).first()
    if demand is None:
        raise NotFound()
    origin = needs.Origin("demand", demand.pk, demand.restricted)
    company_id = new.company_id or demand.company_id
    filled = replace(
        new,
        origin=origin,
        company_id=company_id,
        who=new.who or demand.raised_by,
        words=new.words or demand.words,
    )
    return needs.enter(new=filled, by=by, at=at)


def tell_demand(*, tenant: Tenant, outcome_id: int, at: datetime) -> None:
    """Write an outcome into the timeline of the demand behind it, and into the draft of its answer.

    It closes nothing: only the company's own word does.
    """
    outcome = Outcome.objects.select_related("need", "offer").filter(tenant=tenant, pk=outcome_id).first()
    need = outcome.need if outcome else None
    if outcome is None or need is None or need.origin_kind != "demand":
        return
    demand = Demand.objects.filter(tenant=tenant, pk=need.origin_id or 0).first()
    if demand is None:
        return
    with translation.override(tenant.language):
        unit = {"m2": _("m²"), "mu": _("mu"), "CNY": _("yuan"), "piece": _("pieces")}[outcome.unit]
        words = _("Outcome of %(day)s: %(offer)s, %(amount)s %(unit)s. Known by: %(evidence)s") % {
            "day": outcome.on_day.isoformat(), "offer": outcome.offer.title, "amount": f"{outcome.amount.normalize():f}",
            "unit": unit, "evidence": outcome.evidence,
        }  # fmt: skip
    changes = (
        {"note": words} if demand.answer or demand.answer_draft else {"note": words, "answer_draft": words}
    )
    demand_actions.correct(
        demand_id=demand.pk, version=demand.version, changes=changes, by=actors.system(tenant), at=at
    )
