"""The company decides on a bank's offer, and confirms what was paid out: both become results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.finance import access
from zaocha.finance.actions import changing
from zaocha.finance.models import Credit, Drawdown, Referral
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.results import actions as result_actions


def accept(*, referral_id: int, by: Actor, at: datetime) -> Referral:
    """The company accepts: its word makes the credit line a result."""
    with _offered(referral_id, by=by, at=at) as (credit, found, w):
        if found.offer_until is not None and found.offer_until < at.date():
            raise Conflict(_("This offer has run out."), remedy=_("Ask the bank for a new one."))
        found.state, found.decided_at = Referral.State.ACCEPTED, at
        found.save(update_fields=["state", "decided_at"])
        credit.state, credit.ended_at = Credit.State.GRANTED, at
        assert found.amount is not None
        result_actions.record(
            new=result_actions.NewResult(
                kind="credit_granted", amount=found.amount, on=at.date(), company_id=credit.company_id,
                chain=credit.company.chain, demand_id=credit.demand_id, origin_kind="credit", origin_id=found.pk,
                evidence=now("%(bank)s, %(rate)s %% a year, %(months)s months") % {
                    "bank": found.bank.name, "rate": found.rate.normalize() if found.rate is not None else "",
                    "months": found.months,
                },
                confirmed=True,
            ),
            by=by, at=at,
        )  # fmt: skip
        w.record(
            "credit_accepted",
            subject=("credit", credit.pk),
            ids={"bank": found.bank_id, "referral": found.pk},
        )
    return found


def refuse(*, referral_id: int, words: str, by: Actor, at: datetime) -> Referral:
    """The company refuses an offer; it need not say why."""
    with _offered(referral_id, by=by, at=at) as (credit, found, w):
        found.state, found.decided_at, found.decided_words = Referral.State.REFUSED, at, words.strip()[:400]
        found.save(update_fields=["state", "decided_at", "decided_words"])
        w.record(
            "credit_refused", subject=("credit", credit.pk), ids={"bank": found.bank_id, "referral": found.pk}
        )
    return found


def note_drawdown(*, referral_id: int, amount: Decimal, on: date, by: Actor, at: datetime) -> Drawdown:
    """Note what was paid out: by the bank's link, the company or the desk. The company's own word confirms it."""
    with work.begin(by=by, at=at) as w:
        found = _accepted(referral_id, by=by)
        if on > at.date():
            raise Invalid(_("This day is yet to come."), field="on_day")
        drawn = found.drawdowns.filter(disputed_words="").aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
        value = changing.amount(amount, "amount")
        if drawn + value > (found.amount or Decimal(0)):
            raise Invalid(
                _("More than the credit line: %(left)s CNY are left.")
                % {"left": (found.amount or 0) - drawn},
                field="amount",
            )
        made = Drawdown.objects.create(referral=found, amount=value, on_day=on, noted_at=at, noted_by=by.mark)
        w.record(
            "drawdown_noted", subject=("credit", found.credit_id), ids={"drawdown": made.pk, "on": str(on)},
            fields={"amount": str(value)},
        )  # fmt: skip
        if by.company_id is not None:
            _confirm(made, found, by=by, at=at, w=w)
    return made


def confirm_drawdown(*, drawdown_id: int, by: Actor, at: datetime) -> Drawdown:
    """The company confirms that the money came."""
    with work.begin(by=by, at=at) as w:
        made = _drawdown(drawdown_id, by=by)
        _confirm(made, made.referral, by=by, at=at, w=w)
    return made


def dispute_drawdown(*, drawdown_id: int, words: str, by: Actor, at: datetime) -> Drawdown:
    """The company says that it is not so; it does not count."""
    with work.begin(by=by, at=at) as w:
        made = _drawdown(drawdown_id, by=by)
        made.disputed_words = changing.said(words, "words")
        made.save(update_fields=["disputed_words"])
        w.record(
            "drawdown_disputed", subject=("credit", made.referral.credit_id), ids={"drawdown": made.pk},
            fields={"words": words},
        )  # fmt: skip
    return made


def _confirm(made: Drawdown, found: Referral, *, by: Actor, at: datetime, w: work.Work) -> None:
    made.confirmed_at = at
    made.save(update_fields=["confirmed_at"])
    credit = found.credit
    result_actions.record(
        new=result_actions.NewResult(
            kind="credit_drawn", amount=made.amount, on=made.on_day, company_id=credit.company_id,
            chain=credit.company.chain, demand_id=credit.demand_id, origin_kind="drawdown", origin_id=made.pk,
            evidence=found.bank.name, confirmed=True,
        ),
        by=by, at=at,
    )  # fmt: skip
    w.record("drawdown_confirmed", subject=("credit", credit.pk), ids={"drawdown": made.pk})


def _drawdown(pk: int, *, by: Actor) -> Drawdown:
    found = (
        Drawdown.objects.select_for_update(of=("self",))
        .select_related("referral__credit__company", "referral__bank")
        .filter(pk=pk, referral__credit__in=access.credits(by))
        .first()
    )
    if found is None:
        raise NotFound()
    if by.company_id is None:
        raise Conflict(_("Only the company can confirm this."), remedy=_("Send it the link of its page."))
    if found.confirmed_at is not None or found.disputed_words:
        raise Conflict(_("The company has said its word on this."))
    return found


def _accepted(referral_id: int, *, by: Actor) -> Referral:
    rows = Referral.objects.select_for_update(of=("self",)).select_related("credit__company", "bank")
    found = rows.filter(pk=referral_id, credit__tenant_id=by.tenant_id).first()
    if found is None:
        raise NotFound()
    if by.company_id is not None or by.person_id is not None:
        seen = access.credit(by, found.credit_id)
        access.may_write(by, seen.company_id)
    if found.state != Referral.State.ACCEPTED:
        raise Conflict(_("No credit of this bank was accepted."))
    return found


@contextmanager
def _offered(referral_id: int, *, by: Actor, at: datetime) -> Iterator[tuple[Credit, Referral, work.Work]]:
    if by.company_id is None:
        raise Conflict(_("Only the company decides on an offer."), remedy=_("Send it the link of its page."))
    seen = Referral.objects.filter(pk=referral_id, credit__in=access.credits(by)).first()
    if seen is None:
        raise NotFound()
    with changing.credit(seen.credit_id, by=by, at=at) as (credit, w):
        found = Referral.objects.select_for_update(of=("self",)).select_related("bank").get(pk=referral_id)
        if found.state != Referral.State.OFFERED:
            raise Conflict(_("There is no open offer of this bank."))
        yield credit, found, w
