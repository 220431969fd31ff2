"""Lists, pages and what waits, of dossiers and upgrades."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company, FactValue
from zaocha.finance import access, checking
from zaocha.finance.models import Bank, Count, Credit, Drawdown, Pledge, Question, Referral, Upgrade
from zaocha.ui.waiting import Waiting

_FORTNIGHT = timedelta(days=14)
RIGHTS_OF_FACTS = ("ip_class_1", "ip_class_2")


@dataclass(frozen=True)
class Filters:
    """Above both lists."""

    state: str = ""
    text: str = ""
    bank_id: int | None = None
    chain: str = ""


@dataclass(frozen=True)
class CreditDetail:
    """A dossier with everything on its page."""

    credit: Credit
    pledges: list[Pledge]
    referrals: list[Referral]
    lacks: list[checking.Lack]

    @property
    def blocks(self) -> bool:
        """Whether something must be settled before it can be sent."""
        return any(one.blocks for one in self.lacks)

    @property
    def granted(self) -> Decimal:
        """Yuan of credit lines that the company accepted."""
        return sum(
            (one.amount or Decimal(0) for one in self.referrals if one.state == "accepted"), Decimal(0)
        )


@dataclass(frozen=True)
class Found:
    """A company that may have something to pledge, and why it is shown."""

    company: Company
    reasons: list[str]


def credits(*, by: Actor, filters: Filters) -> QuerySet[Credit]:
    """Dossiers, newest first, with the number of banks asked and the sum granted."""
    accepted = Referral.objects.filter(credit=OuterRef("pk"), state="accepted").order_by().values("credit")
    rows = access.credits(by).select_related("company").annotate(
        asked=Number("referrals", filter=~Q(referrals__state__in=("consented", "revoked")), distinct=True),
        pledged=Number("pledges", distinct=True),
        granted=Coalesce(Subquery(accepted.annotate(s=Sum("amount")).values("s")), Decimal(0)),
    )  # fmt: skip
    rows = _narrowed(rows, filters)
    if filters.bank_id:
        rows = rows.filter(referrals__bank_id=filters.bank_id).distinct()
    return rows.order_by("-pk")


def credit(*, by: Actor, pk: int, at: datetime) -> CreditDetail:
    """One dossier: five statements, however many banks."""
    found = access.credit(by, pk)
    pledges = list(found.pledges.order_by("pk"))
    referrals = found.referrals.select_related("bank").order_by("pk").prefetch_related(
        Prefetch("questions", Question.objects.order_by("pk")), Prefetch("drawdowns", Drawdown.objects.order_by("pk"))
    )  # fmt: skip
    return CreditDetail(found, pledges, list(referrals), checking.lacks(found, pledges, on=at.date()))


def open_banks(*, by: Actor, credit_id: int) -> list[Bank]:
    """Banks that take dossiers and to which the company has not agreed for this one yet."""
    asked = Referral.objects.filter(credit_id=credit_id).exclude(state=Referral.State.REVOKED)
    rows = access.banks(by).filter(is_resting=False).exclude(pk__in=asked.values("bank_id"))
    return list(rows.order_by("name"))


def upgrades(*, by: Actor, filters: Filters) -> QuerySet[Upgrade]:
    """Upgrades, newest first, with the machines confirmed."""
    rows = access.upgrades(by).select_related("company").annotate(
        done=Coalesce(Sum("counts__machines", filter=Q(counts__confirmed_at__isnull=False)), 0)
    )  # fmt: skip
    return _narrowed(rows, filters, also=("title__icontains", "supplier__icontains")).order_by("-pk")


def upgrade(*, by: Actor, pk: int) -> tuple[Upgrade, list[Count], int]:
    """One upgrade, its counts, and the machines that the company confirmed."""
    found = access.upgrade(by, pk)
    counts = list(found.counts.order_by("on_day", "pk"))
    return found, counts, sum(one.machines for one in counts if one.confirmed_at)


def suited(*, by: Actor) -> list[Found]:
    """Companies with intellectual property or an open wish for money that have no dossier yet: three statements."""
    by.need("finance.write")
    own = Company.objects.filter(tenant_id=by.tenant_id, merged_into=None)
    if not by.may(access.ALL):
        own = own.filter(officer_id=by.person_id)
    live = Credit.objects.filter(company=OuterRef("pk"), state__in=("gathering", "sent"))
    own = own.exclude(Exists(live))
    facts = FactValue.objects.filter(
        tenant_id=by.tenant_id, name__in=RIGHTS_OF_FACTS, superseded_by=None, company__in=own.values("pk")
    ).exclude(value__in=("0", '"0"', "null"))
    reasons: dict[int, list[str]] = {}
    labels = {"ip_class_1": _("rights of class I: %(n)s"), "ip_class_2": _("rights of class II: %(n)s")}
    for company_id, name, value in facts.values_list("company_id", "name", "value"):
        reasons.setdefault(company_id, []).append(labels[name] % {"n": str(value).strip('"')})
    companies = own.filter(pk__in=reasons).order_by("name")
    return [Found(one, sorted(reasons[one.pk])) for one in companies]


def waiting_for_person(*, by: Actor, at: datetime) -> list[Waiting]:
    """Consents to be sent on, and banks that have not answered for a fortnight: two statements."""
    if not by.may("finance.write"):
        return []
    rows = Referral.objects.filter(credit__in=access.credits(by)).select_related("credit__company", "bank")
    late = Q(state="sent", sent_at__lt=at.replace(hour=0, minute=0) - _FORTNIGHT)
    found = []
    for one in rows.filter(Q(state="consented", credit__state__in=("gathering", "sent")) | late).order_by(
        "pk"
    )[:20]:
        words = (
            _("%(company)s agrees: send its dossier to %(bank)s")
            if one.state == "consented"
            else _("%(company)s: %(bank)s has not answered for two weeks")
        )
        text = words % {"company": one.credit.company, "bank": one.bank}
        found.append(Waiting(text, reverse("credit", args=[one.credit_id]), icon="building-bank"))
    return found


def waiting_for_company(*, by: Actor, token: str, at: datetime) -> list[Waiting]:
    """Offers to decide on, questions, money and machines to confirm: five statements."""
    assert by.company_id is not None
    page, machines = (
        reverse("link-company-credits", args=[token]),
        reverse("link-company-upgrades", args=[token]),
    )
    own = Referral.objects.filter(credit__company_id=by.company_id, credit__tenant_id=by.tenant_id)
    found = [
        Waiting(_("%(bank)s offers a credit: accept or refuse") % {"bank": one.bank}, f"{page}{one.credit_id}/",
                one.offer_until, "building-bank")
        for one in own.filter(state="offered").select_related("bank")
    ]  # fmt: skip
    asked = Question.objects.filter(referral__in=own.filter(state__in=("sent", "offered")), answered_at=None)
    found += [
        Waiting(_("%(bank)s asks you something") % {"bank": one.referral.bank}, f"{page}{one.referral.credit_id}/", None, "message-circle")
        for one in asked.select_related("referral__bank")
    ]  # fmt: skip
    money = Drawdown.objects.filter(referral__in=own, confirmed_at=None, disputed_words="")
    found += [
        Waiting(_("Did %(amount)s CNY of %(bank)s arrive?") % {"amount": one.amount, "bank": one.referral.bank},
                f"{page}{one.referral.credit_id}/", None, "coin")
        for one in money.select_related("referral__bank")
    ]  # fmt: skip
    counts = Count.objects.filter(
        upgrade__company_id=by.company_id,
        upgrade__tenant_id=by.tenant_id,
        confirmed_at=None,
        disputed_words="",
    )
    found += [
        Waiting(_("Were %(n)s machines upgraded? %(title)s") % {"n": one.machines, "title": one.upgrade.title},
                f"{machines}{one.upgrade_id}/", None, "device-desktop")
        for one in counts.select_related("upgrade")
    ]  # fmt: skip
    paid = Upgrade.objects.filter(
        company_id=by.company_id, tenant_id=by.tenant_id, subsidy__isnull=False, subsidy_confirmed_at=None
    )
    found += [
        Waiting(_("Did the subsidy for “%(title)s” arrive?") % {"title": one.title}, f"{machines}{one.pk}/", None, "coin")
        for one in paid
    ]  # fmt: skip
    return found


def _narrowed(rows: QuerySet[Any], filters: Filters, also: tuple[str, ...] = ()) -> QuerySet[Any]:
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.chain:
        rows = rows.filter(company__chain=filters.chain)
    if filters.text:
        found = Q(company__lookup__icontains=filters.text.lower()) | Q(words__icontains=filters.text)
        for name in also:
            found |= Q(**{name: filters.text})
        rows = rows.filter(found)
    return rows
