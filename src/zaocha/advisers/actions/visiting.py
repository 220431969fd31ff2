"""A visit with its notes, the policies that were explained, what was promised; and the company's word on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import handing_over
from zaocha.accounts.actors import Actor
from zaocha.advisers import access, queries
from zaocha.advisers.actions.asking import locked
from zaocha.advisers.models import Advice, Explained, Visit
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.promises import actions as promise_actions
from zaocha.results import actions as result_actions

State = Advice.State


@dataclass(frozen=True)
class FollowUp:
    """What the adviser will still do, and by which working day."""

    what: str
    due_on: date


@dataclass(frozen=True)
class NewVisit:
    """`policy_ids`: explained ones, kept with what each says to the company that day."""

    on: date
    hours: Decimal
    notes: str
    place: str = ""
    policy_ids: Sequence[int] = ()
    follow_ups: Sequence[FollowUp] = field(default_factory=tuple)


def visit(*, advice_id: int, new: NewVisit, by: Actor, at: datetime) -> Visit:
    """By the adviser who accepted; the company is asked whether it was so."""
    access.the_request(by, advice_id)
    by.need("advisers.serve")
    _check(new, at)
    with work.begin(by=by, at=at) as w:
        found = locked(advice_id, by=by, states=(State.ACCEPTED,))
        if found.adviser_id is None or found.adviser_id not in access.own_adviser_ids(by):
            raise NotAllowed()
        made = Visit.objects.create(
            advice=found, adviser_id=found.adviser_id, on=new.on, hours=new.hours, place=new.place.strip()[:120],
            notes=new.notes.strip(), recorded_at=at, recorded_by=by.mark,
        )  # fmt: skip
        said = {one.policy.pk: one.code for one in queries.explainable(found, on=new.on)}
        if strange := set(new.policy_ids) - set(said):
            raise Invalid(_("This policy is not in force: %(n)s") % {"n": min(strange)}, field="policies")
        Explained.objects.bulk_create(
            [Explained(visit=made, policy_id=pk, code=said[pk][:14]) for pk in dict.fromkeys(new.policy_ids)]
        )
        for one in new.follow_ups:
            promise_actions.promise(
                new=promise_actions.NewPromise(
                    what=one.what, kind="act", giver=by.name, person_id=by.person_id, company_id=found.company_id,
                    due_on=one.due_on, origin_kind="visit", origin_id=made.pk,
                ),
                by=by, at=at,
            )  # fmt: skip
        found.state = State.VISITED
        found.save(update_fields=["state"])
        ids = {"advice": found.pk, "on": str(new.on), "policies": sorted(new.policy_ids)}
        w.record("visit_recorded", subject=("visit", made.pk), ids=ids, fields={"notes": made.notes})
    return made


def confirm(*, advice_id: int, by: Actor, at: datetime, rating: int | None = None, words: str = "") -> Visit:
    """The company says that it was so, and may say how it found it; the visit becomes a result."""
    if by.company_id is None:
        raise NotAllowed()
    _check_rating(rating, words)
    with work.begin(by=by, at=at) as w:
        found = locked(advice_id, by=by, states=(State.VISITED, State.CONFIRMED))
        made = Visit.objects.select_for_update(of=("self",)).get(advice=found)
        if found.state == State.CONFIRMED:
            return made
        made.confirmed_at, made.rating, made.rating_words = at, rating, words.strip()[:400]
        made.save(update_fields=["confirmed_at", "rating", "rating_words"])
        found.state, found.ended_at = State.CONFIRMED, at
        found.save(update_fields=["state", "ended_at"])
        new = result_actions.NewResult(
            kind="visit_made", amount=Decimal(1), on=made.on, company_id=found.company_id, chain=found.company.chain,
            evidence=str(_("The company confirmed the visit.")), origin_kind="visit", origin_id=made.pk,
            demand_id=found.demand_id, confirmed=True,
        )  # fmt: skip
        result_actions.record(new=new, by=by, at=at)
        fields = {"words": words} if words.strip() else None
        w.record("visit_confirmed", subject=("visit", made.pk), ids={"rating": rating}, fields=fields)
    return made


def rate(*, advice_id: int, rating: int, words: str, by: Actor, at: datetime) -> Visit:
    """The company's five levels, once, also later than the confirmation."""
    if by.company_id is None:
        raise NotAllowed()
    _check_rating(rating, words)
    with work.begin(by=by, at=at) as w:
        found = locked(advice_id, by=by, states=(State.CONFIRMED,))
        made = Visit.objects.select_for_update(of=("self",)).filter(advice=found).first()
        if made is None:
            raise NotFound()
        if made.rating is not None:
            raise Conflict(_("It has been rated already."))
        made.rating, made.rating_words = rating, words.strip()[:400]
        made.save(update_fields=["rating", "rating_words"])
        w.record("visit_rated", subject=("visit", made.pk), ids={"rating": rating}, fields={"words": words})
    return made


def _check_rating(rating: int | None, words: str) -> None:
    handing_over.refuse_reports(words, field="words")
    if rating is not None and not 1 <= rating <= 5:
        raise Invalid(_("Choose one of the five levels."), field="rating")
    if rating in (1, 2) and not words.strip():
        raise Invalid(_("Say in a few words what was not good."), field="words")


def _check(new: NewVisit, at: datetime) -> None:
    handing_over.refuse_reports(new.notes, *(one.what for one in new.follow_ups), field="notes")
    if not new.notes.strip():
        raise Invalid(_("Write down in a few words what was talked about."), field="notes")
    if len(new.notes) > 10_000:
        raise Invalid(_("Please keep it under 10,000 characters."), field="notes")
    if new.on > at.astimezone(SHANGHAI).date():
        raise Invalid(_("This day is still to come."), field="on")
    if not Decimal("0.5") <= new.hours <= 24:
        raise Invalid(_("Between half an hour and a day."), field="hours")
