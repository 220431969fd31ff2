"""How an upgrade ends: accepted or stopped; and the subsidy that was paid for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.finance import access
from zaocha.finance.actions import changing
from zaocha.finance.models import Upgrade
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.results import actions as result_actions


@dataclass(frozen=True)
class Acceptance:
    """Who accepted the work, when, in which words."""

    on: date
    body: str
    words: str = ""


def accept_upgrade(*, upgrade_id: int, new: Acceptance, by: Actor, at: datetime) -> Upgrade:
    """Note the acceptance. Machines that the company has not confirmed are said, not counted."""
    by.need("finance.write")
    with changing.upgrade(upgrade_id, by=by, at=at) as (found, w):
        changing.need_live(found)
        if new.on > at.date():
            raise Invalid(_("This day is yet to come."), field="on_day")
        if not found.counts.filter(confirmed_at__isnull=False).exists():
            raise Conflict(
                _("The company has confirmed no machine yet."),
                remedy=_("Count the machines, and send the company the link of its page."),
            )
        found.state, found.accepted_on = Upgrade.State.ACCEPTED, new.on
        found.accepted_by = changing.said(new.body, "body", most=120)
        found.accepted_words = new.words.strip()[:400]
        w.record(
            "upgrade_accepted", subject=("upgrade", found.pk), ids={"on": str(new.on)}, fields={"body": new.body}
        )  # fmt: skip
    return found


def stop(*, upgrade_id: int, reason: str, by: Actor, at: datetime) -> Upgrade:
    """Stop it with a reason; what was confirmed stays counted."""
    with changing.upgrade(upgrade_id, by=by, at=at) as (found, w):
        changing.need_live(found)
        found.state, found.ended_words = Upgrade.State.STOPPED, changing.said(reason, "reason")
        w.record("upgrade_stopped", subject=("upgrade", found.pk), fields={"reason": reason})
    return found


def note_subsidy(
    *, upgrade_id: int, amount: Decimal, on: date, policy_code: str, by: Actor, at: datetime
) -> Upgrade:
    """Note the subsidy that the authority paid; the company's word confirms it."""
    by.need("finance.write")
    with changing.upgrade(upgrade_id, by=by, at=at) as (found, w):
        if found.subsidy_confirmed_at is not None:
            raise Conflict(
                _("The company has confirmed a subsidy."), remedy=_("Correct the result by a counter-entry.")
            )
        if on > at.date():
            raise Invalid(_("This day is yet to come."), field="on_day")
        found.subsidy, found.subsidy_on = changing.amount(amount, "amount"), on
        found.policy_code = policy_code.strip()[:80]
        w.record(
            "subsidy_noted", subject=("upgrade", found.pk), ids={"on": str(on), "policy": found.policy_code},
            fields={"amount": str(found.subsidy)},
        )  # fmt: skip
    return found


def confirm_subsidy(*, upgrade_id: int, by: Actor, at: datetime) -> Upgrade:
    """The company confirms that the subsidy came."""
    with work.begin(by=by, at=at) as w:
        seen = access.upgrade(by, upgrade_id)
        if by.company_id is None:
            raise Conflict(_("Only the company can confirm this."), remedy=_("Send it the link of its page."))
        found = Upgrade.objects.select_for_update(of=("self",)).select_related("company").get(pk=seen.pk)
        if found.subsidy is None or found.subsidy_on is None:
            raise NotFound()
        if found.subsidy_confirmed_at is not None:
            return found
        found.subsidy_confirmed_at = at
        found.save(update_fields=["subsidy_confirmed_at"])
        result_actions.record(
            new=result_actions.NewResult(
                kind="subsidy_paid", amount=found.subsidy, on=found.subsidy_on, company_id=found.company_id,
                chain=found.company.chain, demand_id=found.demand_id, origin_kind="upgrade", origin_id=found.pk,
                evidence=found.title, confirmed=True,
            ),
            by=by, at=at,
        )  # fmt: skip
        w.record("subsidy_confirmed", subject=("upgrade", found.pk), fields={"amount": str(found.subsidy)})
    return found
