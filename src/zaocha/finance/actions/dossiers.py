"""The dossier: opened, filled, changed, withdrawn or closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import links
from zaocha.accounts.actors import Actor
from zaocha.finance import access
from zaocha.finance.actions import changing
from zaocha.finance.models import Credit, Pledge, Referral
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound

PLEDGES = 40


@dataclass(frozen=True)
class NewCredit:
    """What a company wishes for: `amount` in yuan, `months` of the term; `client_key` makes it one for one form."""

    company_id: int
    purpose: str
    words: str
    amount: Decimal
    months: int | None = None
    needed_by: date | None = None
    demand_id: int | None = None
    client_key: str = ""


@dataclass(frozen=True)
class NewPledge:
    """A right to be pledged; `is_first`: never pledged before, None when not known."""

    kind: str
    number: str
    title: str
    owner: str
    valid_until: date | None = None
    is_first: bool | None = None


def open_credit(*, new: NewCredit, by: Actor, at: datetime) -> Credit:
    """Open a dossier, by the company itself or the desk for it; the same form twice is one dossier."""
    with work.begin(by=by, at=at) as w:
        company = access.the_company(by, new.company_id)
        access.may_write(by, company.pk)
        demand_id = access.the_demand(by, new.demand_id, company_id=company.pk)
        if new.client_key:
            known = Credit.objects.filter(
                tenant=by.tenant, company=company, client_key=new.client_key
            ).first()
            if known is not None:
                return known
        found = Credit(
            tenant=by.tenant, company=company, demand_id=demand_id, created_at=at, created_by=by.mark,
            client_key=new.client_key[:80],
        )  # fmt: skip
        _fill(found, new)
        found.save()
        w.record(
            "credit_opened", subject=("credit", found.pk), ids={"company": company.pk, "purpose": new.purpose},
            fields={"words": found.words, "amount": str(found.amount)},
        )  # fmt: skip
    return found


def change_credit(*, credit_id: int, new: NewCredit, version: int, by: Actor, at: datetime) -> Credit:
    """Change it while no bank has it: what a bank decides on stays as it was sent."""
    with changing.credit(credit_id, by=by, at=at) as (found, w):
        changing.need_version(found, version)
        _need_gathering(found)
        _fill(found, new)
        w.record(
            "credit_changed",
            subject=("credit", found.pk),
            fields={"words": found.words, "amount": str(found.amount)},
        )
    return found


def add_pledge(*, credit_id: int, new: NewPledge, by: Actor, at: datetime) -> Pledge:
    """Add a right, once by its number."""
    if new.kind not in Pledge.Kind.values:
        raise Invalid(field="kind", remedy=", ".join(Pledge.Kind.values))
    with changing.credit(credit_id, by=by, at=at) as (found, w):
        _need_gathering(found)
        number = changing.said(new.number, "number", most=60)
        if found.pledges.filter(number=number).exists():
            raise Invalid(_("This number is in the dossier already."), field="number")
        if found.pledges.count() >= PLEDGES:
            raise Invalid(_("At most %(n)s rights in one dossier.") % {"n": PLEDGES}, field="number")
        made = Pledge.objects.create(
            credit=found, kind=new.kind, number=number, title=changing.said(new.title, "title", most=160),
            owner=changing.said(new.owner, "owner", most=120), valid_until=new.valid_until, is_first=new.is_first,
        )  # fmt: skip
        w.record("pledge_added", subject=("credit", found.pk), ids={"pledge": made.pk, "kind": new.kind})
    return made


def remove_pledge(*, credit_id: int, pledge_id: int, by: Actor, at: datetime) -> None:
    """Take a right out."""
    with changing.credit(credit_id, by=by, at=at) as (found, w):
        _need_gathering(found)
        gone, _kinds = found.pledges.filter(pk=pledge_id).delete()
        if not gone:
            raise NotFound()
        w.record("pledge_removed", subject=("credit", found.pk), ids={"pledge": pledge_id})


def withdraw(*, credit_id: int, words: str, by: Actor, at: datetime) -> Credit:
    """The company withdraws: every bank's link ends."""
    with changing.credit(credit_id, by=by, at=at) as (found, w):
        if by.company_id is None:
            raise Conflict(
                _("Only the company withdraws its dossier."),
                remedy=_("Close it with a reason instead."),
            )
        _end(found, Credit.State.WITHDRAWN, words.strip()[:400], w=w, by=by, at=at)
    return found


def close(*, credit_id: int, reason: str, by: Actor, at: datetime) -> Credit:
    """Close a dossier that led to no credit, with a reason that the company reads."""
    by.need("finance.write")
    with changing.credit(credit_id, by=by, at=at) as (found, w):
        _end(found, Credit.State.CLOSED, changing.said(reason, "reason"), w=w, by=by, at=at)
    return found


def _end(found: Credit, state: Credit.State, words: str, *, w: work.Work, by: Actor, at: datetime) -> None:
    changing.need_live(found)
    if state == Credit.State.CLOSED and found.referrals.filter(state=Referral.State.OFFERED).exists():
        raise Conflict(_("A bank has made an offer."), remedy=_("The company accepts or refuses it first."))
    found.state, found.ended_at, found.ended_words = state, at, words
    for one in found.referrals.all():
        links.revoke(tenant=by.tenant, purpose="bank", subject_id=one.pk, at=at)
    w.record("credit_ended", subject=("credit", found.pk), ids={"state": str(state)}, fields={"words": words})


def _need_gathering(found: Credit) -> None:
    changing.need_live(found)
    if found.state != Credit.State.GATHERING:
        raise Conflict(
            _("Banks have this dossier as it is."),
            remedy=_("Tell them what changed, or withdraw it and open a new one."),
        )


def _fill(found: Credit, new: NewCredit) -> None:
    if new.purpose not in Credit.Purpose.values:
        raise Invalid(field="purpose", remedy=", ".join(Credit.Purpose.values))
    if new.months is not None and not 1 <= new.months <= 360:
        raise Invalid(_("From %(least)s to %(most)s.") % {"least": 1, "most": 360}, field="months")
    found.purpose, found.words = new.purpose, changing.said(new.words, "words", most=2000)
    found.amount, found.months = changing.amount(new.amount, "amount"), new.months
    found.needed_by = new.needed_by
