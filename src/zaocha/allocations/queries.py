"""Rounds as their readers see them: places with who is to get them, and why each company got or missed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.allocations import access, scoring
from zaocha.allocations.models import Grant, Place, Round, Ruling, Wish
from zaocha.companies.models import Company

STATES_WITH_GRANTS = (Round.State.PROPOSED, Round.State.CONFIRMED)


@dataclass(frozen=True)
class Told:
    """One wish of a company and what became of it; `cutoff`: the lightest wish that got into the full place."""

    wish: Wish
    reasons: tuple[scoring.Reason, ...]
    weight: int
    granted: bool
    cutoff: int | None
    ruling: Ruling | None
    has_enough: bool = False  # as many places as a company may get are its own already


@dataclass(frozen=True)
class Party:
    """A company in a round with its wishes, dearest first."""

    company: Company
    wishes: list[Told]

    @property
    def granted(self) -> list[Told]:
        return [one for one in self.wishes if one.granted]

    @property
    def best_choice(self) -> int | None:
        return min((one.wish.choice for one in self.granted), default=None)


@dataclass
class Seat:
    """A place with who is to get it."""

    place: Place
    companies: list[Company] = field(default_factory=list)

    @property
    def free(self) -> int:
        return max(0, self.place.capacity - len(self.companies))


@dataclass(frozen=True)
class Detail:
    """A round opened: companies in the order of their names, places, and how many wishes were met."""

    round: Round
    parties: list[Party]
    seats: list[Seat]
    outside: list[Ruling]  # rulings about companies that did not wish

    @property
    def met(self) -> int:
        return sum(bool(one.granted) for one in self.parties)


def rounds(*, by: Actor, state: str = "", kind: str = "", text: str = "") -> QuerySet[Round]:
    """Rounds of the town, newest first, with the number of places, wishes and grants."""
    found = access.visible(by).annotate(
        seats=Count("places", distinct=True), companies=Count("wishes__company", distinct=True),
        given=Count("grants", distinct=True),
    )  # fmt: skip
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(Q(title__icontains=text) | Q(note__icontains=text))
    return found.order_by("-id")


def past(*, tenant_id: int, company_ids: Iterable[int], before: Round) -> dict[int, scoring.Past]:
    """What companies were given and missed in earlier confirmed rounds: two statements."""
    earlier = {
        "round__tenant_id": tenant_id,
        "round__state": Round.State.CONFIRMED,
        "round_id__lt": before.pk,
    }
    wanted = set(company_ids)
    given = set(
        Grant.objects.filter(company_id__in=wanted, **earlier)
        .values_list("company_id", "round_id")
        .distinct()
    )
    wished = set(
        Wish.objects.filter(company_id__in=wanted, **earlier).values_list("company_id", "round_id").distinct()
    )
    got: dict[int, int] = defaultdict(int)
    lost: dict[int, int] = defaultdict(int)
    for company_id, _round in given:
        got[company_id] += 1
    for company_id, _round in wished - given:
        lost[company_id] += 1
    return {one: scoring.Past(got[one], lost[one]) for one in wanted}


def weighed(found: Round, wishes: list[Wish]) -> dict[int, tuple[scoring.Reason, ...]]:
    """The reasons of each wish, by its id."""
    before = past(tenant_id=found.tenant_id, company_ids={one.company_id for one in wishes}, before=found)
    return {
        one.pk: scoring.reasons(
            choice=one.choice, need=one.has_need, past=before[one.company_id], weights=found.weights
        )
        for one in wishes
    }


def detail(*, by: Actor, pk: int) -> Detail:
    """One round with everything: a fixed number of statements."""
    found = access.the_round(by, pk)
    wishes = list(
        found.wishes.select_related("company", "place").order_by("company__sorting", "company_id", "choice")
    )
    grants = list(found.grants.select_related("company", "place"))
    rulings = {
        (one.company_id, one.place_id): one for one in found.rulings.select_related("company", "place")
    }
    seats = {one.pk: Seat(one) for one in found.places.order_by("id")}
    for grant in sorted(grants, key=lambda one: one.company.sorting):
        seats[grant.place_id].companies.append(grant.company)
    cutoffs = _cutoffs(seats, grants)
    given = {(one.company_id, one.place_id) for one in grants}
    counts = Counter(one.company_id for one in grants)
    reasons = weighed(found, wishes)
    by_company: dict[int, list[Told]] = defaultdict(list)
    for wish in wishes:
        key = (wish.company_id, wish.place_id)
        told = Told(
            wish, reasons[wish.pk], scoring.total(reasons[wish.pk]), key in given, cutoffs.get(wish.place_id),
            rulings.get(key),
            counts[wish.company_id] >= found.per_company,
        )  # fmt: skip
        by_company[wish.company_id].append(told)
    parties = [Party(told[0].wish.company, told) for told in by_company.values()]
    wished = {(one.company_id, one.place_id) for one in wishes}
    return Detail(
        found, parties, list(seats.values()), [one for key, one in rulings.items() if key not in wished]
    )


def _cutoffs(seats: dict[int, Seat], grants: list[Grant]) -> dict[int, int]:
    taken: dict[int, list[int]] = defaultdict(list)
    for grant in grants:
        if not grant.ruled:
            taken[grant.place_id].append(grant.weight)
    return {pk: min(taken[pk]) for pk, seat in seats.items() if not seat.free and taken[pk]}


def of_company(*, tenant_id: int, company_id: int) -> list[tuple[Round, list[Wish], list[Grant]]]:
    """Open rounds and the last confirmed ones, with a company's own wishes and places; nobody else's."""
    rounds = list(
        Round.objects.filter(tenant_id=tenant_id)
        .filter(Q(state__in=[Round.State.OPEN, Round.State.PROPOSED]) | Q(wishes__company_id=company_id))
        .exclude(state=Round.State.CANCELLED)
        .prefetch_related("places")
        .distinct()
        .order_by("-id")[:5]
    )
    wishes = list(Wish.objects.filter(round__in=rounds, company_id=company_id).select_related("place"))
    grants = list(
        Grant.objects.filter(round__in=rounds, round__state=Round.State.CONFIRMED, company_id=company_id)
        .select_related("place")
    )  # fmt: skip
    return [
        (
            one,
            sorted((wish for wish in wishes if wish.round_id == one.pk), key=lambda wish: wish.choice),
            [grant for grant in grants if grant.round_id == one.pk],
        )
        for one in rounds
    ]
