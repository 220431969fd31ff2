"""What a round hands out, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.allocations import scoring
from zaocha.allocations.actions.changing import changing
from zaocha.allocations.models import Place, Round
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound

CHOICES = 5
"""Most wishes of one company in one round."""


@dataclass(frozen=True)
class NewRound:
    """What is handed out; `weights`: what each reason weighs, as in `scoring.WEIGHTS`."""

    kind: str
    title: str
    wishes_until: date
    note: str = ""
    per_company: int = 1
    weights: dict[str, int] | None = None


@dataclass(frozen=True)
class NewPlace:
    """Something that is handed out `capacity` times; `kept` of it for companies never given a place."""

    name: str
    capacity: int
    kept: int = 0
    note: str = ""


def open_round(*, new: NewRound, by: Actor, at: datetime) -> Round:
    """Begin a round; wishes are taken until the end of the day that it names."""
    by.need("allocations.write")
    if new.kind not in Round.Kind.values:
        raise Invalid(field="kind", remedy=", ".join(Round.Kind.values))
    if new.wishes_until < at.date():
        raise Invalid(_("This day has passed."), field="wishes_until")
    with work.begin(by=by, at=at) as w:
        found = Round.objects.create(
            tenant=by.tenant, kind=new.kind, title=new.title, note=new.note, wishes_until=new.wishes_until,
            per_company=_between(new.per_company, 1, CHOICES, "per_company"), weights=_weights(new.weights or {}),
            created_at=at, created_by=by.mark,
        )  # fmt: skip
        w.record(
            "round_opened", subject=("round", found.pk), ids={"kind": new.kind}, fields={"title": new.title}
        )
    return found


def change_round(*, round_id: int, new: NewRound, version: int, by: Actor, at: datetime) -> Round:
    """Change what a round says while it is open; a proposal is withdrawn by it."""
    with changing(round_id, by=by, at=at) as (found, w):
        if found.version != version:
            raise Conflict(
                _("Somebody else has changed this round meanwhile."),
                remedy=_("Look at it again, then change it."),
            )
        found.kind, found.title, found.note = new.kind, new.title, new.note
        found.wishes_until = new.wishes_until
        found.per_company = _between(new.per_company, 1, CHOICES, "per_company")
        found.weights = _weights(new.weights or {})
        w.record("round_changed", subject=("round", found.pk), fields={"title": new.title})
    return found


def add_place(*, round_id: int, new: NewPlace, by: Actor, at: datetime) -> Place:
    """Something that is handed out; `kept` of it for companies that were never given a place."""
    with changing(round_id, by=by, at=at) as (found, w):
        if found.places.filter(name=new.name).exists():
            raise Invalid(_("This round has a place of that name already."), field="name")
        if new.kept > new.capacity:
            raise Invalid(_("No more can be kept than there is."), field="kept")
        place = Place.objects.create(
            round=found, name=new.name, note=new.note, kept=_between(new.kept, 0, 10_000, "kept"),
            capacity=_between(new.capacity, 1, 10_000, "capacity"),
        )  # fmt: skip
        w.record(
            "place_added", subject=("round", found.pk), ids={"place": place.pk, "capacity": new.capacity}
        )
    return place


def remove_place(*, round_id: int, place_id: int, by: Actor, at: datetime) -> None:
    """Take a place out that nobody wishes for."""
    with changing(round_id, by=by, at=at) as (found, w):
        place = found.places.filter(pk=place_id).first()
        if place is None:
            raise NotFound()
        if place.wish_set.exists():
            raise Conflict(_("Companies wish for this place."), remedy=_("Withdraw their wishes first."))
        place.delete()
        w.record("place_removed", subject=("round", found.pk), ids={"place": place_id})


def _between(value: int, least: int, most: int, field: str) -> int:
    if not least <= value <= most:
        raise Invalid(_("From %(least)s to %(most)s.") % {"least": least, "most": most}, field=field)
    return value


def _weights(given: dict[str, int]) -> dict[str, int]:
    """Only what differs from the usual; more than usual would break the weight of 1,000 of a wish."""
    for code, value in given.items():
        if code not in scoring.WEIGHTS:
            raise Invalid(field="weights", remedy=", ".join(scoring.WEIGHTS))
        _between(value, 0, scoring.MOST[code], f"weight_{code}")
    return {code: value for code, value in given.items() if value != scoring.WEIGHTS[code]}
