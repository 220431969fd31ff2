"""The result of an introduction: the buyer found what it looked for. It names the good, never the other side."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts import actors
from zaocha.accounts.actors import Actor
from zaocha.dealings.models import Introduction
from zaocha.kernel.clock import SHANGHAI
from zaocha.results import actions as result_actions


def dealt(found: Introduction, *, by: Actor, at: datetime) -> None:
    """Confirmed where the buyer itself told it; else the buyer is asked on its page."""
    is_buyer = by.company_id == found.buyer_id
    with translation.override(found.tenant.language):
        evidence = _("An introduction for %(good)s led to a deal.") % {"good": found.good}
    new = result_actions.NewResult(
        kind="introduction_dealt", amount=Decimal(1), on=at.astimezone(SHANGHAI).date(), company_id=found.buyer_id,
        evidence=evidence, origin_kind="introduction", origin_id=found.pk, demand_id=found.demand_id,
        confirmed=is_buyer,
    )  # fmt: skip
    by_other = by.company_id is not None and not is_buyer
    result_actions.record(new=new, by=actors.system(found.tenant) if by_other else by, at=at)
