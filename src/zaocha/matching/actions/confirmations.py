"""Writes of the lists of policies that need no application: list, ask, the company's word, payout."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.matching import certain
from zaocha.matching.actions import enjoyed
from zaocha.matching.models import Confirmation
from zaocha.offers.queries import policies as policy_queries

State = Confirmation.State


def list_companies(*, policy_id: int, company_ids: Sequence[int], by: Actor, at: datetime) -> int:
    """Put companies on the list, each only if it is certain now; the number that are new on it."""
    by.need("matches.write")
    policy = policy_queries.one(by, policy_id)
    live = set(
        Confirmation.objects.filter(policy=policy)
        .exclude(state__in=[State.DROPPED, State.DECLINED, State.PAID])
        .values_list("company_id", flat=True)
    )
    wanted = [pk for pk in dict.fromkeys(company_ids) if pk not in live]
    found = certain.of(policy, company_ids=wanted, by=by, on=at.date())
    edition = policy.editions.count()
    with work.begin(by=by, at=at) as w:
        for company_id, amount in found.items():
            made = Confirmation.objects.create(
                tenant=by.tenant, company_id=company_id, policy=policy, edition=edition, amount=amount,
                listed_at=at, listed_by=by.name[:60],
            )  # fmt: skip
            w.record(
                "benefit_listed", subject=("company", company_id), ids={"policy": policy.pk, "list": made.pk}
            )
    return len(found)


def answer(*, confirmation_id: int, agrees: bool, by: Actor, at: datetime, note: str = "") -> Confirmation:
    """The company's own word: it wants the benefit, or it does not. The desk may note it down with a note."""
    with work.begin(by=by, at=at) as w:
        found = _locked(confirmation_id, by=by, states=(State.LISTED,))
        if by.company_id is None and not by.may("matches.write"):
            raise NotAllowed()
        if by.company_id is None and not note.strip():
            raise Invalid(_("Say who of the company gave its word, and how."), field="note")
        found.state = State.CONFIRMED if agrees else State.DECLINED
        found.answered_at, found.answered_by, found.note = at, by.name[:60], note.strip()[:400]
        found.save(update_fields=["state", "answered_at", "answered_by", "note"])
        kind = "benefit_confirmed" if agrees else "benefit_declined"
        w.record(
            kind, subject=("company", found.company_id), ids={"policy": found.policy_id, "list": found.pk}
        )
    return found


def pay(*, confirmation_id: int, amount: Decimal, by: Actor, at: datetime) -> Confirmation:
    """What the authority paid out: recorded as a benefit that the company has had."""
    by.need("matches.write")
    enjoyed.need_amount(amount)
    with work.begin(by=by, at=at) as w:
        found = _locked(confirmation_id, by=by, states=(State.CONFIRMED,))
        found.state, found.paid_amount = State.PAID, amount
        found.save(update_fields=["state", "paid_amount"])
        new = enjoyed.NewEnjoyed(found.policy.code, at.year, amount, str(_("paid without application")))
        had = enjoyed.record(company_id=found.company_id, new=new, by=by, at=at)
        enjoyed.count(had, amount=amount, by=by, at=at)
        w.record(
            "benefit_paid", subject=("company", found.company_id),
            ids={"policy": found.policy_id, "list": found.pk}, fields={"amount": amount},
        )  # fmt: skip
    return found


def drop(*, confirmation_id: int, reason: str, by: Actor, at: datetime) -> Confirmation:
    """Take a company off the list again; the reason stays on record."""
    by.need("matches.write")
    if not reason.strip():
        raise Invalid(_("Say why."), field="note")
    with work.begin(by=by, at=at) as w:
        found = _locked(confirmation_id, by=by, states=(State.LISTED, State.CONFIRMED))
        found.state, found.note = State.DROPPED, reason.strip()[:400]
        found.save(update_fields=["state", "note"])
        w.record(
            "benefit_unlisted", subject=("company", found.company_id),
            ids={"policy": found.policy_id, "list": found.pk}, fields={"reason": reason},
        )  # fmt: skip
    return found


def _locked(confirmation_id: int, *, by: Actor, states: Sequence[State]) -> Confirmation:
    rows = Confirmation.objects.select_for_update(of=("self",)).select_related("policy")
    found = rows.filter(tenant=by.tenant, pk=confirmation_id).first()
    if found is None or (by.company_id is not None and found.company_id != by.company_id):
        raise NotFound()
    if found.state not in states:
        raise Conflict(_("This is settled already: %(state)s.") % {"state": found.get_state_display()})
    return found
