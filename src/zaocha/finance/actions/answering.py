"""What a bank does by its link: ask, offer, decline. And the company's answer to its question."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.finance import access
from zaocha.finance.actions import changing
from zaocha.finance.models import Question, Referral
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound

QUESTIONS = 20


@dataclass(frozen=True)
class Terms:
    """A bank's offer: yuan, per cent a year, months; `until`: how long it stands."""

    amount: Decimal
    rate: Decimal
    months: int
    name: str
    conditions: str = ""
    until: date | None = None


def ask(*, referral_id: int, words: str, by: Actor, at: datetime) -> Question:
    """The bank asks the company something."""
    with _at_bank(referral_id, by=by, at=at) as (found, w):
        if found.questions.count() >= QUESTIONS:
            raise Invalid(_("Enough was asked here; call the company."), field="words")
        made = Question.objects.create(
            referral=found, words=changing.said(words, "words", most=2000), asked_at=at
        )
        w.record(
            "bank_asked", subject=("credit", found.credit_id), ids={"question": made.pk}, fields={"words": words}
        )  # fmt: skip
    return made


def tell(*, question_id: int, answer: str, by: Actor, at: datetime) -> Question:
    """The company answers (or the desk for it)."""
    with work.begin(by=by, at=at) as w:
        found = (
            Question.objects.select_related("referral__credit")
            .filter(pk=question_id, referral__credit__in=access.credits(by))
            .first()
        )
        if found is None:
            raise NotFound()
        access.may_write(by, found.referral.credit.company_id)
        if found.answered_at is not None:
            raise Conflict(_("This question is answered."))
        found.answer, found.answered_at = changing.said(answer, "answer", most=4000), at
        found.save(update_fields=["answer", "answered_at"])
        w.record(
            "bank_told", subject=("credit", found.referral.credit_id), ids={"question": found.pk},
            fields={"answer": answer},
        )  # fmt: skip
    return found


def offer(*, referral_id: int, terms: Terms, by: Actor, at: datetime) -> Referral:
    """The bank offers; it may better its offer until the company has decided."""
    with _at_bank(referral_id, by=by, at=at) as (found, w):
        rate = Decimal(terms.rate)
        if not rate.is_finite() or not 0 <= rate <= 36:
            raise Invalid(_("Per cent a year, from 0 to 36."), field="rate")
        if not 1 <= terms.months <= 360:
            raise Invalid(_("From %(least)s to %(most)s.") % {"least": 1, "most": 360}, field="months")
        if terms.until is not None and terms.until < at.date():
            raise Invalid(_("This day has passed."), field="until")
        found.amount, found.rate, found.months = changing.amount(terms.amount, "amount"), rate, terms.months
        found.conditions, found.offer_until = terms.conditions.strip()[:4000], terms.until
        _answered(found, Referral.State.OFFERED, terms.name, at=at)
        w.record(
            "bank_offered", subject=("credit", found.credit_id), ids={"bank": found.bank_id, "months": terms.months},
            fields={"amount": str(found.amount), "rate": str(rate)},
        )  # fmt: skip
    return found


def decline(*, referral_id: int, reason: str, name: str, by: Actor, at: datetime) -> Referral:
    """The bank declines, and says why: the company reads it."""
    with _at_bank(referral_id, by=by, at=at) as (found, w):
        found.reason = changing.said(reason, "reason")
        _answered(found, Referral.State.DECLINED, name, at=at)
        w.record(
            "bank_declined", subject=("credit", found.credit_id), ids={"bank": found.bank_id},
            fields={"reason": reason},
        )  # fmt: skip
    return found


def _answered(found: Referral, state: Referral.State, name: str, *, at: datetime) -> None:
    found.state, found.answered_at, found.answered_name = state, at, name.strip()[:60]
    found.save()


@contextmanager
def _at_bank(referral_id: int, *, by: Actor, at: datetime) -> Iterator[tuple[Referral, work.Work]]:
    """The referral, while the bank may still say something. Its link, or the desk that notes it down, is checked."""
    with work.begin(by=by, at=at) as w:
        found = (
            Referral.objects.select_for_update(of=("self",))
            .select_related("credit")
            .filter(pk=referral_id, credit__tenant_id=by.tenant_id)
            .first()
        )
        if found is None:
            raise NotFound()
        if by.person_id is not None:
            by.need("finance.write")
            access.credit(by, found.credit_id)
        if found.state not in (Referral.State.SENT, Referral.State.OFFERED) or not found.credit.is_live:
            raise Conflict(
                _("This dossier is no longer open for an answer."),
                remedy=_("Call the desk if that is wrong."),
            )
        yield found, w
