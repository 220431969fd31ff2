"""Writes of viewings and outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.offers import access, counting, facts
from zaocha.offers.actions import needs as need_actions
from zaocha.offers.actions import sites
from zaocha.offers.models import Need, Offer, Outcome, Viewing

SHARE = facts.SHARE
MOST = Decimal(10) ** 10


@dataclass(frozen=True)
class NewViewing:
    """Who looks at what, when and where, and who shows it."""

    offer_id: int
    starts_at: datetime
    ends_at: datetime
    company_id: int | None = None
    need_id: int | None = None
    who: str = ""
    place: str = ""
    host: str = ""


def plan(*, new: NewViewing, by: Actor, at: datetime) -> Viewing:
    """Arrange a viewing."""
    by.need("offers.write")
    _check_times(new)
    with work.begin(by=by, at=at) as w:
        offer = sites.locked(new.offer_id, by=by)
        viewing = Viewing(
            tenant_id=by.tenant_id,
            offer=offer,
            need=_need(new.need_id, by=by),
            who=new.who.strip()[:120],
            created_at=at,
        )
        viewing.company = _company(new.company_id, viewing.need, by=by)
        if viewing.company is None and not viewing.who:
            viewing.who = viewing.need.who if viewing.need else ""
        if viewing.company is None and not viewing.who:
            raise Invalid(_("Say who comes to see it."), field="company")
        _set(viewing, new)
        viewing.save(force_insert=True)
        w.record(
            "viewing_planned",
            subject=("viewing", viewing.pk),
            ids={"offer": offer.pk, "company": viewing.company_id},
        )
    return viewing


def move(*, viewing_id: int, new: NewViewing, by: Actor, at: datetime) -> Viewing:
    """Another time or place; calendars replace the entry."""
    _check_times(new)
    with work.begin(by=by, at=at) as w:
        viewing = _locked(viewing_id, by=by)
        _set(viewing, new)
        viewing.sequence += 1
        viewing.save()
        w.record("viewing_moved", subject=("viewing", viewing.pk))
    return viewing


def note(*, viewing_id: int, state: str, words: str, by: Actor, at: datetime) -> Viewing:
    """What came of it: it may fit, it does not, nobody came, or it is cancelled."""
    if state not in {"fits", "not", "absent", "cancelled"}:
        raise Invalid(_("Say what came of it."), field="state", remedy="fits, not, absent, cancelled")
    with work.begin(by=by, at=at) as w:
        viewing = _locked(viewing_id, by=by)
        viewing.state, viewing.words = state, words.strip()[:2000]
        viewing.sequence += state == "cancelled"
        viewing.save(update_fields=["state", "words", "sequence"])
        w.record(
            "viewing_noted", subject=("viewing", viewing.pk), ids={"state": state}, fields={"words": words}
        )
    return viewing


@dataclass(frozen=True)
class NewOutcome:
    """What changed hands. `amount` in `unit`: m2 or mu for places, CNY for loans, piece for machines."""

    offer_id: int
    amount: Decimal
    unit: str
    on_day: date
    evidence: str
    company_id: int | None = None
    need_id: int | None = None
    who: str = ""


def outcome(*, new: NewOutcome, by: Actor, at: datetime) -> Outcome:
    """Note what was let or sold, with its evidence; the need is met, the offer taken when nothing is left."""
    by.need("offers.write")
    if not new.evidence.strip():
        raise Invalid(
            _("Say by what this is known: contract, announcement, the company's own word."), field="evidence"
        )
    if new.on_day > at.date():
        raise Invalid(_("This day is still to come."), field="on_day")
    with work.begin(by=by, at=at) as w:
        offer = sites.locked(new.offer_id, by=by)
        kind = facts.kind_of(offer.kind)
        size = _in_size_unit(kind, new)
        need = _need(new.need_id, by=by)
        made = Outcome(
            tenant_id=by.tenant_id, offer=offer, need=need, company=_company(new.company_id, need, by=by),
            who=new.who.strip()[:120], code=kind.result, amount=round(new.amount, 2), unit=new.unit, on_day=new.on_day,
            evidence=new.evidence.strip()[:4000], noted_by=by.name[:60], noted_at=at,
        )  # fmt: skip
        made.save(force_insert=True)
        _take(offer, size, at=at)
        sites.note(offer, "outcome_noted", by=by, at=at, words=made.evidence)
        if need is not None and need.state in {Need.State.OPEN, Need.State.PROPOSED}:
            need_actions.close(need_id=need.pk, words=made.evidence, by=by, at=at, met=True)
        counting.noted(made, by=by)
        w.record(
            "outcome_noted", subject=("offer", offer.pk), fields={"evidence": made.evidence},
            ids={
                "outcome": made.pk, "company": made.company_id, "need": made.need_id, "amount": str(made.amount),
                "unit": made.unit, "origin": [need.origin_kind, need.origin_id] if need else ["", None],
            },
        )  # fmt: skip
    return made


def _take(offer: Offer, size: Decimal | None, *, at: datetime) -> None:
    if size is not None and offer.free is not None:
        if size > offer.free:
            raise Invalid(
                _("Only %(free)s of it are free.") % {"free": f"{offer.free.normalize():f}"}, field="amount"
            )
        offer.taken += size
    if offer.size is not None and offer.free == 0:
        offer.state = Offer.State.TAKEN
    offer.heard_at = offer.changed_at = at
    offer.save()


def _in_size_unit(kind: facts.Kind, new: NewOutcome) -> Decimal | None:
    """The amount in the unit in which the kind is sized (m2, pieces); None for loans."""
    units = {"m2": ("m2", "mu"), "mu": ("mu", "m2")}.get(kind.result_unit, (kind.result_unit,))
    if new.unit not in units:
        raise Invalid(_("This is counted in %(units)s.") % {"units": ", ".join(units)}, field="unit")
    if not new.amount.is_finite() or not 0 < new.amount <= MOST:
        raise Invalid(_("An amount is above nought."), field="amount")
    if not kind.size:
        return None
    return (new.amount / SHARE).quantize(Decimal("0.01")) if new.unit == "mu" else new.amount


def _set(viewing: Viewing, new: NewViewing) -> None:
    viewing.starts_at, viewing.ends_at = new.starts_at, new.ends_at
    viewing.place, viewing.host = new.place.strip()[:200], new.host.strip()[:60]


def _check_times(new: NewViewing) -> None:
    if new.ends_at <= new.starts_at:
        raise Invalid(_("It ends before it begins."), field="ends_at")


def _locked(viewing_id: int, *, by: Actor) -> Viewing:
    by.need("offers.write")
    viewing = Viewing.objects.select_for_update().filter(tenant_id=by.tenant_id, pk=viewing_id).first()
    if viewing is None:
        raise NotFound()
    if viewing.state == Viewing.State.CANCELLED:
        raise Conflict(_("This viewing is cancelled."))
    return viewing


def _need(pk: int | None, *, by: Actor) -> Need | None:
    if pk is None:
        return None
    need = access.needs(by).filter(pk=pk).first()
    if need is None:
        raise Invalid(_("This choice is no longer there. Please choose again."), field="need")
    return need


def _company(pk: int | None, need: Need | None, *, by: Actor) -> Any:
    if pk is None:
        return need.company if need else None
    company = Company.objects.filter(tenant_id=by.tenant_id, pk=pk).first()
    if company is None:
        raise Invalid(_("This company is not in the register."), field="company")
    return company
