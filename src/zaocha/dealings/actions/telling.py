"""What a company makes, buys and has to spare; and, by its own word alone, who supplies it and whom it supplies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.dealings import access
from zaocha.dealings.models import Dealing, Supply
from zaocha.kernel import work
from zaocha.kernel.errors import Invalid, NotAllowed, NotFound


@dataclass(frozen=True)
class NewDealing:
    """`role`: makes, buys or spare; `unit` as said (吨/月)."""

    company_id: int
    good_id: int
    role: str
    quantity: Decimal | None = None
    unit: str = ""
    note: str = ""
    until: date | None = None


def tell_dealing(*, new: NewDealing, by: Actor, at: datetime) -> Dealing:
    """Note it down; what was said of the same before ends and is kept."""
    if by.company_id is None:
        by.need("dealings.write")
    company, good = access.the_company(by, new.company_id), access.the_good(by, new.good_id)
    if new.role not in Dealing.Role.values:
        raise Invalid(field="role", remedy=", ".join(Dealing.Role.values))
    if new.quantity is not None and (new.quantity <= 0 or not new.unit.strip()):
        raise Invalid(_("A quantity above nought needs its unit, such as 吨/月."), field="quantity")
    if new.until is not None and new.until < at.date():
        raise Invalid(_("This day has passed."), field="until")
    with work.begin(by=by, at=at) as w:
        Dealing.objects.filter(company=company, good=good, role=new.role, ended_at=None).update(ended_at=at)
        made = Dealing.objects.create(
            tenant=by.tenant, company=company, good=good, role=new.role, quantity=new.quantity,
            unit=new.unit.strip(), note=new.note.strip(), until=new.until,
            source="company" if by.company_id else "desk", recorded_at=at, recorded_by=by.mark,
        )  # fmt: skip
        ids = {"company": company.pk, "good": good.pk, "role": new.role}
        w.record("dealing_told", subject=("dealing", made.pk), ids=ids)
    return made


def end_dealing(*, dealing_id: int, by: Actor, at: datetime) -> None:
    """It no longer makes, buys or has it to spare."""
    if by.company_id is None:
        by.need("dealings.write")
    found = access.dealings(by).filter(pk=dealing_id).first()
    if found is None:
        raise NotFound()
    with work.begin(by=by, at=at) as w:
        found.ended_at = at
        found.save(update_fields=["ended_at"])
        w.record("dealing_ended", subject=("dealing", found.pk), ids={"company": found.company_id})


def tell_supply(*, good_id: int, other_id: int, supplies_us: bool, by: Actor, at: datetime) -> Supply:
    """A company says who supplies it or whom it supplies. Only the company itself may say so."""
    if by.company_id is None:
        raise NotAllowed()
    good = access.the_good(by, good_id)
    other = _other(by, other_id)
    supplier, buyer = (other, by.company_id) if supplies_us else (by.company_id, other)
    with work.begin(by=by, at=at) as w:
        made, fresh = Supply.objects.get_or_create(
            tenant=by.tenant, supplier_id=supplier, buyer_id=buyer, good=good, ended_at=None,
            defaults={"told_by_id": by.company_id, "recorded_at": at},
        )  # fmt: skip
        if fresh:  # the audit may be read by others than the two: it names neither
            w.record("supply_told", subject=("supply", made.pk), ids={"good": good.pk})
    return made


def end_supply(*, supply_id: int, by: Actor, at: datetime) -> None:
    """One of the two ends says that it is over."""
    found = access.own_supplies(by).filter(pk=supply_id).first()
    if found is None:
        raise NotFound()
    with work.begin(by=by, at=at) as w:
        found.ended_at = at
        found.save(update_fields=["ended_at"])
        w.record("supply_ended", subject=("supply", found.pk), ids={"good": found.good_id})


def _other(by: Actor, other_id: int) -> int:
    if other_id == by.company_id:
        raise Invalid(_("A company does not supply itself."), field="other")
    if not Company.objects.filter(tenant=by.tenant, pk=other_id, merged_into=None).exists():
        raise NotFound()
    return other_id
