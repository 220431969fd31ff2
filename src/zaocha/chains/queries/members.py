"""The companies on a chain with where they stand, and who was on it before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import FilteredRelation, Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.chains import access
from zaocha.chains.models import Place
from zaocha.companies import finding
from zaocha.companies.models import Company
from zaocha.dealings.models import Dealing, Good

UNSAID = "unsaid"


@dataclass(frozen=True)
class MemberFilters:
    """All optional. `position`: up, middle, down, or unsaid."""

    text: str = ""
    position: str = ""
    community: str = ""


@dataclass(frozen=True)
class Stood:
    """A company on the chain: `position` as noted, `guess` by what it makes where nobody said."""

    company: Company
    position: str
    from_on: date | None
    makes: list[str]
    buys: list[str]
    guess: str

    @property
    def label(self) -> str:
        """The position in words."""
        return str(Good.Tier(self.position).label) if self.position else ""

    @property
    def guess_label(self) -> str:
        """The guess in words."""
        return str(Good.Tier(self.guess).label) if self.guess else ""


def members(*, by: Actor, chain: str, filters: MemberFilters | None = None) -> QuerySet[Company]:
    """The companies of a chain in the order of their names, with their live place as `stood`."""
    filters = filters or MemberFilters()
    now = Q(chain_places__to_on=None, chain_places__chain=chain)
    rows = access.members(by, chain).annotate(stood=FilteredRelation("chain_places", condition=now))
    for word in finding.words(filters.text) if filters.text.strip() else ():
        rows = rows.filter(lookup__contains=word)
    if filters.community:
        rows = rows.filter(community=filters.community)
    if filters.position == UNSAID:
        rows = rows.filter(Q(stood=None) | Q(stood__position=""))
    elif filters.position:
        rows = rows.filter(stood__position=filters.position)
    return rows.order_by("sorting", "pk")


def rows_of(companies: Sequence[Company], *, chain: str) -> list[Stood]:
    """Some companies with place and goods: two statements."""
    ids = [one.pk for one in companies]
    places = {
        one.company_id: one for one in Place.objects.filter(company_id__in=ids, chain=chain, to_on=None)
    }
    dealt: dict[tuple[int, str], list[Good]] = defaultdict(list)
    rows = Dealing.objects.filter(company_id__in=ids, ended_at=None).select_related("good")
    for row in rows.order_by("good__zh"):
        dealt[row.company_id, row.role].append(row.good)
    found = []
    for one in companies:
        place, makes = places.get(one.pk), dealt[one.pk, "makes"]
        position = place.position if place else ""
        found.append(
            Stood(
                one, position, place.from_on if place else None, [str(good) for good in makes],
                [str(good) for good in dealt[one.pk, "buys"]], "" if position else _guess(makes, chain),
            )
        )  # fmt: skip
    return found


def history(*, by: Actor, chain: str) -> QuerySet[Place]:
    """Places that ended, the newest first; for who may read the register."""
    rows = Place.objects.filter(tenant=by.tenant, chain=chain).exclude(to_on=None).select_related("company")
    return (rows if access.names_companies(by) else rows.none()).order_by("-to_on", "-pk")


def _guess(makes: Sequence[Good], chain: str) -> str:
    """The one tier of what it makes on this chain; "" for none or several."""
    tiers = {good.tier for good in makes if good.chain == chain}
    return tiers.pop() if len(tiers) == 1 else ""
