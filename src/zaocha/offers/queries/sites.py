"""Reads of offers: the list, its counts, one with its history, what is stale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.kernel.errors import NotFound
from zaocha.offers import access, facts, site_labels, terms
from zaocha.offers.models import Offer

TONES = {"proposed": "amber", "open": "green", "reserved": "blue", "taken": "grey", "withdrawn": "grey"}
ORDERS: dict[str, list[Any]] = {
    "newest": ["-id"],
    "size": [F("size").desc(nulls_last=True), "-id"],
    "small": [F("size").asc(nulls_last=True), "-id"],
    "closes": [F("closes_on").asc(nulls_last=True), "-id"],
    "heard": ["heard_at", "id"],
}


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by. `size_from`, `size_to` in the unit in which the kind is sized (m2)."""

    kind: str = ""
    state: str = "live"
    text: str = ""
    size_from: Decimal | None = None
    size_to: Decimal | None = None
    stale: bool = False
    order: str = "newest"


@dataclass(frozen=True)
class Value:
    """A fact as it is shown. `words`: those of the notice that say it."""

    name: str
    label: str
    text: str
    known: bool
    not_public: bool = False
    words: str = ""


@dataclass(frozen=True)
class Row:
    """One offer in a list."""

    offer: Offer
    kind: facts.Kind
    values: list[Value]
    tone: str
    over: bool
    stale: bool


def narrowed(rows: QuerySet[Offer], filters: Filters, *, by: Actor, at: datetime) -> QuerySet[Offer]:
    """The offers that fit the filters."""
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    rows = rows.filter(_of_state(filters.state, at=at))
    if filters.size_from is not None:
        rows = rows.filter(size__gte=filters.size_from)
    if filters.size_to is not None:
        rows = rows.filter(size__lte=filters.size_to)
    if filters.stale:
        rows = rows.filter(stale_filter(by, at=at))
    if text := filters.text.strip().replace("\x00", ""):
        rows = rows.filter(
            Q(title__icontains=text) | Q(place__icontains=text) | Q(about__icontains=text)
            | Q(owner_name__icontains=text) | Q(owner__name__icontains=text)
        )  # fmt: skip
    return rows.select_related("owner").order_by(*ORDERS.get(filters.order, ORDERS["newest"]))


def _of_state(state: str, *, at: datetime) -> Q:
    if state == "live":
        return Q(state__in=("proposed", "open", "reserved")) & _not_over(at.date())
    if state == "over":
        return Q(state__in=("open", "reserved"), closes_on__lt=at.date())
    return Q(state=state) if state in Offer.State.values else Q()


def _not_over(on: date) -> Q:
    return Q(closes_on=None) | Q(closes_on__gte=on)


def stale_filter(by: Actor, *, at: datetime) -> Q:
    """Offers on which there was no word for so many working days; what is over needs none."""
    unheard = Q(heard_at__lt=terms.stale_before(by.tenant, at=at), state__in=("open", "reserved"))
    return (
        unheard
        & _not_over(at.date())
        & ~Q(kind__in=[one.code for one in facts.kinds().values() if one.bidding])
    )


def stale(*, by: Actor, at: datetime) -> QuerySet[Offer]:
    """Stale offers, those that were never asked first."""
    rows = access.offers(by).filter(stale_filter(by, at=at)).select_related("owner", "officer")
    return rows.order_by(F("asked_at").asc(nulls_first=True), "heard_at", "id")


def rows(offers: Sequence[Offer], *, by: Actor, at: datetime) -> list[Row]:
    """Offers with what a list shows of them."""
    since = terms.stale_before(by.tenant, at=at)
    return [row(one, at=at, since=since) for one in offers]


def row(offer: Offer, *, at: datetime, since: datetime) -> Row:
    """One offer with what a list shows of it."""
    kind = facts.kind_of(offer.kind)
    shown = values(offer, kind.listed)
    over = offer.state in {"open", "reserved"} and offer.closes_on is not None and offer.closes_on < at.date()
    stale = not kind.bidding and not over and offer.state in {"open", "reserved"} and offer.heard_at < since
    return Row(offer, kind, shown, "grey" if over else TONES[offer.state], over, stale)


def values(offer: Offer, names: Sequence[str] = ()) -> list[Value]:
    """Facts of an offer as they are shown, unknown ones included; all of its kind when none is named."""
    known, dictionary = facts.with_derived(offer.facts), facts.dictionary()
    wanted = names or [fact.name for fact in facts.testable(offer.kind)]
    found = []
    for name in wanted:
        fact = dictionary[name]
        text = facts.shown(fact, known[name]) if name in known else ""
        found.append(
            Value(name, fact.label, text, name in known, name in offer.not_public, offer.words.get(name, ""))
        )
    return found


def counts(*, by: Actor, at: datetime) -> dict[str, int]:
    """How many are on offer of each kind: one statement."""
    live = narrowed(access.offers(by), Filters(), by=by, at=at).order_by()
    return dict(live.values_list("kind").annotate(Count("pk")))


def one(*, by: Actor, pk: int) -> Offer:
    """A visible offer; 404 otherwise."""
    found = access.offers(by).select_related("owner", "officer", "survey").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class Told:
    """One line of an offer's history in words."""

    at: datetime
    title: Any
    by: str
    body: str
    changes: list[tuple[str, str, str]]


def history(offer: Offer) -> list[Told]:
    """What happened to an offer, newest first."""
    dictionary = facts.dictionary()
    found = []
    for note in offer.notes.order_by("-pk")[:100]:
        changes = [
            (dictionary[name].label, _was(name, pair[0]), _was(name, pair[1]))
            for name, pair in note.changes.items()
            if name in dictionary
        ]
        found.append(
            Told(note.at, site_labels.NOTES.get(note.code, note.code), note.by_name, note.words, changes)
        )
    return found


def _was(name: str, text: str) -> str:
    if text == "?":
        return _("not public")
    return facts.shown(facts.dictionary()[name], text) if text else "—"
