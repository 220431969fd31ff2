"""Rows of credit lines, banks and upgrades."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zaocha.accounts import actors, links
from zaocha.kernel import clock


def fill(town: Any) -> None:
    """A dossier with one bank, and an upgrade; both of the contact officer's company."""
    from zaocha.finance import actions

    world, at = town.world, clock.now()
    bank = actions.enter_bank(new=actions.NewBank("青禾农商银行"), by=world.desk, at=at)
    new = actions.NewCredit(world.company.pk, "technology", "研发新机", Decimal(1000), 12)
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=world.company.pk, by="system", at=at
    )
    own = actors.of_company_link(link)
    credit = actions.open_credit(new=new, by=own, at=at)
    (referral,) = actions.consent(credit_id=credit.pk, bank_ids=[bank.pk], by=own, at=at)
    actions.send(referral_id=referral.pk, by=world.desk, at=at)
    wanted = actions.NewUpgrade(world.company.pk, "联网改造", 5, Decimal(1000))
    upgrade = actions.open_upgrade(new=wanted, by=world.desk, at=at)
    made = links.issue(tenant=world.tenant, purpose="bank", subject_id=referral.pk, by="system", at=at)
    town.rows |= {
        "bank": bank.pk, "credit": credit.pk, "referral": referral.pk, "upgrade": upgrade.pk,
        "bank_link": links.token(made),
    }  # fmt: skip


BODIES: dict[str, dict[str, Any]] = {
    "api:credit-new": {"company_id": 1, "purpose": "other", "words": "周转", "amount": "10"},
    "api:credit-pledge": {"kind": "trademark", "number": "T1", "title": "禾", "owner": "甲"},
    "api:upgrade-new": {"company_id": 1, "title": "联网", "machines": 1, "planned": "10"},
    "api:upgrade-count": {"machines": 1, "what": "袜机", "on": "2026-03-01", "evidence": "清点"},
}
