"""The map of what is made and bought: thin and missing links, candidates, and numbers that give nobody away."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company, Contact
from zaocha.dealings import access, candidates
from zaocha.dealings.models import Dealing, Good, Introduction, Supply

FLAGS = ("missing", "thin", "spare")


@dataclass(frozen=True)
class Link:
    """A good in the chain: how many make, buy and have it to spare; supplies only from five on."""

    good: Good
    makers: int
    buyers: int
    spare: int
    supplies: int | None
    inputs: list[str]
    feeds: list[str]

    @property
    def flag(self) -> str:
        """`missing`: it is needed and nobody makes it; `thin`: one maker only; `spare`: there is capacity."""
        needed = self.buyers or self.feeds
        if not self.makers:
            return "missing" if needed else ""
        if self.makers == 1 and needed:
            return "thin"
        return "spare" if self.spare else ""


@dataclass(frozen=True)
class Suited:
    """A candidate with its company, and the reasons."""

    company: Company
    reasons: tuple[str, ...]
    dealing: Dealing | None
    is_asked: bool


@dataclass(frozen=True)
class Seeker:
    """A company that buys a good, with candidates for it."""

    dealing: Dealing
    candidates: list[Suited]


def links(*, by: Actor, chain: str = "", tier: str = "", flag: str = "", text: str = "") -> list[Link]:
    """Goods by tier and name with their numbers: three statements."""
    by.need("dealings.read")
    goods = list(access.goods(by))
    roles = Counter(
        {
            (row["good_id"], row["role"]): row["n"]
            for row in access.dealings(by)
            .values("good_id", "role")
            .annotate(n=Count("company", distinct=True))
        }
    )
    supplies = dict(
        Supply.objects.filter(tenant=by.tenant, ended_at=None).values_list("good_id").annotate(n=Count("pk"))
    )
    names, feeds = {one.code: str(one) for one in goods}, defaultdict(list)
    for one in goods:
        for code in one.inputs:
            feeds[code].append(str(one))
    found = [
        Link(
            one, roles[one.pk, "makes"], roles[one.pk, "buys"], roles[one.pk, "spare"],
            access.counted(supplies.get(one.pk, 0)), [names.get(code, code) for code in one.inputs], feeds[one.code],
        )
        for one in goods
    ]  # fmt: skip
    order = {"up": 0, "middle": 1, "down": 2}
    kept = [
        one
        for one in found
        if (not chain or one.good.chain == chain) and (not tier or one.good.tier == tier)
        and (not flag or one.flag == flag) and (not text or text.lower() in one.good.lookup)
    ]  # fmt: skip
    return sorted(kept, key=lambda one: (one.good.chain, order[one.good.tier], one.good.zh))


def of_good(*, by: Actor, good: Good) -> QuerySet[Dealing]:
    """Who makes, buys and has it to spare."""
    return access.dealings(by).filter(good=good).select_related("company").order_by("company__sorting", "pk")


def seekers(*, by: Actor, good: Good, on: date) -> list[Seeker]:
    """Everybody who buys a good, each with up to eight candidates; two statements."""
    rows = list(of_good(by=by, good=good))
    asked = set(
        Introduction.objects.filter(tenant=by.tenant, good=good, state__in=["asked", "introduced"])
        .values_list("buyer_id", "seller_id")
    )  # fmt: skip
    makers = [one for one in rows if one.role != Dealing.Role.BUYS]
    companies = {one.company_id: one for one in sorted(makers, key=lambda one: one.role)}
    parties = [_party(one) for one in makers]
    found = []
    for row in rows:
        if row.role != Dealing.Role.BUYS:
            continue
        suited = candidates.for_buyer(_party(row), parties, on=on)[:8]
        shown = [
            Suited(
                companies[one.company_id].company, one.reasons, companies[one.company_id],
                (row.company_id, one.company_id) in asked,
            )
            for one in suited
        ]  # fmt: skip
        found.append(Seeker(row, shown))
    return found


def reasons(*, by: Actor, good: Good, buyer: Company, seller: Company, on: date) -> list[str]:
    """Why these two may suit each other, at this moment."""
    rows = list(of_good(by=by, good=good).filter(company__in=[buyer, seller]))
    wanted = next((_party(one) for one in rows if one.company_id == buyer.pk and one.role == "buys"), None)
    asks = wanted or candidates.Party(buyer.pk, buyer.chain, buyer.community, buyer.is_local, "buys")
    found = candidates.for_buyer(asks, [_party(one) for one in rows], on=on)
    return next((list(one.reasons) for one in found if one.company_id == seller.pk), [])


def of_company(*, by: Actor, company_id: int) -> QuerySet[Dealing]:
    """What one company makes, buys and has to spare."""
    return (
        access.dealings(by).filter(company_id=company_id).select_related("good").order_by("role", "good__zh")
    )


def own_supplies(*, by: Actor) -> QuerySet[Supply]:
    """A company's own suppliers and customers, for itself."""
    return access.own_supplies(by).select_related("supplier", "buyer", "good").order_by("good__zh", "pk")


def introductions(
    *, by: Actor, state: str = "", text: str = "", demand_id: int | None = None
) -> QuerySet[Introduction]:
    """Introductions, newest first."""
    found = access.introductions(by).select_related("good", "buyer", "seller", "demand")
    if state:
        found = found.filter(state=state)
    if text:
        found = found.filter(good__lookup__icontains=text.lower())
    if demand_id:
        found = found.filter(demand_id=demand_id)
    return found.order_by("-id")


def spokesman(company_id: int) -> Contact | None:
    """Whom to call at a company: shown to the other side of an introduction, once both have said yes."""
    return Contact.objects.filter(company_id=company_id).order_by("-is_primary", "pk").first()


def _party(one: Dealing) -> candidates.Party:
    company = one.company
    return candidates.Party(
        company.pk,
        company.chain,
        company.community,
        company.is_local,
        one.role,
        one.quantity,
        one.unit,
        one.until,
    )
