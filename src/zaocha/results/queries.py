"""Results as their readers see them: lists with sums, one with its history, and what waits for a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaocha.accounts.actors import Actor
from zaocha.results import access, kinds
from zaocha.results.models import Result, Word
from zaocha.ui.waiting import Waiting

LIVE = Q(entry=Result.Entry.ENTRY, countered_at=None)
STATES: dict[str, tuple[Any, str, Q]] = {
    "confirmed": (gettext_lazy("confirmed"), "green", LIVE & Q(confirmed_at__isnull=False)),
    "waiting": (gettext_lazy("not confirmed yet"), "amber", LIVE & Q(confirmed_at=None, disputed_at=None)),
    "disputed": (gettext_lazy("not so, they say"), "red", LIVE & Q(confirmed_at=None, disputed_at__isnull=False)),
    "taken_back": (gettext_lazy("countered"), "grey", Q(entry=Result.Entry.ENTRY, countered_at__isnull=False)),
    "counter": (gettext_lazy("counter-entry"), "grey", Q(entry=Result.Entry.COUNTER)),
}  # fmt: skip
TALKED_OF = Q(confirmed_at=None, entry=Result.Entry.ENTRY, countered_at=None)


@dataclass(frozen=True)
class Filters:
    """What narrows a list. `text`: a part of the company's name; days inclusive."""

    text: str = ""
    kind: str = ""
    chain: str = ""
    state: str = ""
    first_on: date | None = None
    last_on: date | None = None
    company_id: int | None = None


@dataclass(frozen=True)
class Total:
    """One kind summed up: what is confirmed, and what still waits for a word."""

    kind: kinds.Kind
    confirmed: Decimal
    waiting: Decimal


@dataclass(frozen=True)
class Detail:
    """One result, what was said of it, its counter-entry and what stands in its place, and where it came from."""

    result: Result
    words: list[Word]
    counter: Result | None
    corrected: Result | None
    origins: list[tuple[str, str]]


def results(*, by: Actor, filters: Filters) -> QuerySet[Result]:
    """Results and counter-entries, the newest first."""
    return _narrowed(access.visible(by), filters).select_related("company").order_by("-happened_on", "-id")


def totals(*, by: Actor, filters: Filters) -> list[Total]:
    """Sums per kind, in the order of the kinds: one statement. Counter-entries are within them."""
    found = _narrowed(access.visible(by), filters).values("kind").order_by()
    sums = {
        row["kind"]: row
        for row in found.annotate(
            confirmed=Sum("amount", filter=Q(confirmed_at__isnull=False)), waiting=Sum("amount", filter=Q(confirmed_at=None))
        )
    }  # fmt: skip
    nought = Decimal(0)
    return [
        Total(kind, sums[code]["confirmed"] or nought, sums[code]["waiting"] or nought)
        for code, kind in kinds.every().items()
        if code in sums
    ]


def detail(*, by: Actor, pk: int) -> Detail:
    """One result with everything: a fixed number of statements."""
    found = access.the_result(by, pk)
    others = list(access.visible(by).filter(Q(counters=found) | Q(corrects=found)))
    return Detail(
        found,
        list(found.words.order_by("pk")),
        next((one for one in others if one.counters_id == found.pk), None),
        next((one for one in others if one.corrects_id == found.pk), None),
        origins(found),
    )


def origins(found: Result) -> list[tuple[str, str]]:
    """Names and addresses of what is behind a result. A service's page has the name of its kind of origin."""
    named = [
        (_("The demand"), "demand", found.demand_id),
        (_("The promise"), "promise", found.promise_id),
        (_("What it came from"), found.origin_kind, found.origin_id),
    ]
    shown: list[tuple[str, str]] = []
    for label, name, pk in named:
        if not name or pk is None or (name == "demand" and shown):
            continue
        try:
            shown.append((label, reverse(name, args=[pk])))
        except NoReverseMatch:
            continue
    return shown


def of_company(*, by: Actor) -> QuerySet[Result]:
    """What changed for the company behind a link; what waits for its word first."""
    rows = access.visible(by).filter(entry=Result.Entry.ENTRY, countered_at=None)
    return rows.order_by(F("confirmed_at").asc(nulls_first=True), "-happened_on", "-id")


def waiting_for_person(*, by: Actor, at: datetime) -> list[Waiting]:
    """What companies say is not so, for those who can set it right: one statement."""
    if not by.may("results.write"):
        return []
    count = access.visible(by).filter(TALKED_OF, disputed_at__isnull=False).count()
    if not count:
        return []
    text = _("Results that are not so, say the companies: %(n)s") % {"n": count}
    return [Waiting(text, f"{reverse('results')}?state=disputed", icon="alert-triangle")]


def waiting_for_company(*, by: Actor, token: str, at: datetime) -> list[Waiting]:
    """What waits for the company's word: one statement."""
    rows = access.visible(by).filter(TALKED_OF, disputed_at=None)
    count = rows.aggregate(n=Count("pk"))["n"]
    if not count:
        return []
    text = _("Results that wait for your word: %(n)s") % {"n": count}
    return [Waiting(text, reverse("link-company-results", args=[token]), icon="target")]


def _narrowed(rows: QuerySet[Result], filters: Filters) -> QuerySet[Result]:
    given: dict[str, Any] = {
        "kind": filters.kind, "happened_on__gte": filters.first_on, "happened_on__lte": filters.last_on,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if filters.chain:
        rows = rows.filter(Q(company__chain=filters.chain) | Q(company=None, chain=filters.chain))
    if filters.company_id is not None:
        rows = rows.filter(access.of_company(filters.company_id))
    if filters.text:
        rows = rows.filter(company__lookup__icontains=filters.text.lower())
    if filters.state in STATES:
        rows = rows.filter(STATES[filters.state][2])
    return rows
