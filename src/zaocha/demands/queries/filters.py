"""What a list is narrowed by, as it stands in its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.demands import access, lifecycle, search
from zaocha.demands.models import Demand
from zaocha.demands.queries.clocks import RUNNING

GROUPS: Mapping[str, frozenset[str]] = {
    "open": frozenset(map(str, lifecycle.OPEN)),
    "new": frozenset({"raised", "accepted", "return_requested"}),
    "working": frozenset(map(str, lifecycle.UNDER_WAY)) | {"return_requested"},
    "waiting": frozenset({"waiting_company"}),
    "answered": frozenset({"answered_on_spot", "replied", "in_callback"}),
    "tracked": frozenset({"tracked"}),
    "ended": frozenset(map(str, lifecycle.ENDS)),
}
"""Groups of states that a person chooses from."""
TICKING = RUNNING - {"waiting_company"}
NEWEST = 2000
"""So many rows are searched word by word; older ones by the index."""


@dataclass(frozen=True)
class Filters:
    """All optional. `colour`: red (late), amber (soon), green; `order`: newest, or due (oldest clock first)."""

    group: str = ""
    state: str = ""
    category: str = ""
    chain: str = ""
    unit_id: int | None = None
    channel: str = ""
    company_id: int | None = None
    meeting_id: int | None = None
    colour: str = ""
    closed_as: str = ""
    text: str = ""
    order: str = "newest"


def narrowed(rows: QuerySet[Demand], filters: Filters, *, by: Actor, at: datetime) -> QuerySet[Demand]:
    """The rows that fit. Who may not know an author cannot find a demand by its company either."""
    if filters.group in GROUPS:
        rows = rows.filter(state__in=sorted(GROUPS[filters.group]))
    equal = {
        "state": filters.state, "unit_id": filters.unit_id, "channel": filters.channel,
        "meeting_id": filters.meeting_id, "closed_as": filters.closed_as,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in equal.items() if value not in (None, "")})
    if filters.company_id is not None:
        rows = rows.filter(access.of_company(filters.company_id))
    if filters.chain:
        rows = rows.filter(company__chain=filters.chain)
    if (filters.company_id is not None or filters.chain) and not _knows_authors(by):
        rows = rows.filter(restricted=False)
    if filters.category:
        rows = rows.filter(category__startswith=filters.category)
    if filters.colour:
        rows = rows.filter(of_colour(filters.colour, at=at))
    if text := filters.text.strip().replace("\x00", ""):
        rows = rows.filter(_containing(text, by=by))
    return rows


def of_colour(colour: str, *, at: datetime) -> Q:
    """Running clocks of one colour, by the rule of `deadlines.colour`; a clock that stands still has none."""
    running = Q(state__in=sorted(TICKING), due_at__isnull=False)
    if colour == "red":
        return running & Q(due_at__lt=at)
    ahead = running & Q(due_at__gte=at)
    return ahead & (Q(warn_at__lte=at) if colour == "amber" else Q(warn_at__gt=at))


def _containing(text: str, *, by: Actor) -> Q:
    """The index, and the newest rows themselves: what was said this minute is not indexed yet."""
    if len(text) == 10 and text[4] == "-" and text[5:].isdecimal():  # a number such as 2026-00042
        return Q(pk=int(text[5:]))
    newest = Demand.objects.filter(tenant_id=by.tenant_id).order_by("-pk").values_list("pk", flat=True)
    beyond = newest[NEWEST : NEWEST + 1].first()
    numbered = Q(pk__in=())
    found = Q(words__icontains=text) | Q(answer__icontains=text)
    if beyond:
        found = found & Q(pk__gt=beyond) | Q(pk__in=search.find(by=by, text=text))
    if not _knows_authors(by):
        found &= Q(restricted=False)  # the words may name the author: a hit would tell
    if text.isdecimal() and len(text) < 10:
        numbered = Q(pk=int(text))
    named = Company.objects.filter(tenant_id=by.tenant_id).filter(
        Q(name__icontains=text) | Q(short_name__icontains=text)
    )
    theirs = Q(company_id__in=list(named.values_list("pk", flat=True)[:500]))
    # Whoever may not know an author could otherwise ask for the name, and learn it from what is found.
    return numbered | (found | theirs if _knows_authors(by) else (found | theirs) & Q(restricted=False))


def _knows_authors(by: Actor) -> bool:
    return by.may("demands.read_restricted") or by.company_id is not None
