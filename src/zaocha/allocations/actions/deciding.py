"""Who gets what: wishes, the best assignment, what persons rule, and the confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.allocations import access, queries, scoring, solving
from zaocha.allocations.actions.changing import changing, reopen, the_locked
from zaocha.allocations.actions.rounds import CHOICES
from zaocha.allocations.models import Grant, Round, Ruling, Wish
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True)
class NewWish:
    """Places dearest first; `has_need`: the desk knows a demand that it would meet."""

    company_id: int
    place_ids: Sequence[int]
    words: str = ""
    has_need: bool = False


@dataclass(frozen=True)
class NewRuling:
    """A company is (`must`) or is not (`must_not`) given a place, and why."""

    company_id: int
    place_id: int
    kind: str
    reason: str


def wish(*, round_id: int, new: NewWish, by: Actor, at: datetime) -> list[Wish]:  # fmt: skip
    """What a company wishes for, dearest first, instead of what it wished before; none withdraws it."""
    if by.company_id is None:
        by.need("allocations.write")
    company = access.the_company(by, new.company_id)
    with work.begin(by=by, at=at) as w:
        found = the_locked(round_id, by=by)
        _need_wishes(found, by=by, at=at)
        places = {one.pk: one for one in found.places.all()}
        wanted = list(dict.fromkeys(new.place_ids))
        if len(wanted) > CHOICES or any(pk not in places for pk in wanted):
            raise Invalid(_("Choose at most five places of this round."), field="places")
        known = found.wishes.filter(company=company)
        need = new.has_need if by.company_id is None else any(one.has_need for one in known)
        known.delete()
        made = [
            Wish(
                round=found, company=company, place_id=pk, choice=number, words=new.words, has_need=need,
                made_at=at, made_by=by.mark,
            )
            for number, pk in enumerate(wanted, 1)
        ]  # fmt: skip
        Wish.objects.bulk_create(made)
        reopen(found)
        ids = {"company": company.pk, "places": wanted}
        w.record("wish_made" if wanted else "wish_withdrawn", subject=("round", found.pk), ids=ids)
    return made


def propose(*, round_id: int, by: Actor, at: datetime) -> Round:
    """Work out the best assignment under the limits and the rulings."""
    with changing(round_id, by=by, at=at, reopens=False) as (found, w):
        wishes = list(found.wishes.all())
        if not wishes:
            raise Invalid(_("Nobody wishes for anything yet."), remedy=_("Take down wishes first."))
        weight = {pk: scoring.total(why) for pk, why in queries.weighed(found, wishes).items()}
        outcome = _solved(found, wishes, weight)
        found.grants.all().delete()
        ruled = {(one.company_id, one.place_id) for one in found.rulings.filter(kind=Ruling.Kind.MUST)}
        by_pair = {(one.company_id, one.place_id): weight[one.pk] for one in wishes}
        Grant.objects.bulk_create(
            Grant(
                round=found, company_id=company, place_id=place, weight=by_pair.get((company, place), 0),
                ruled=(company, place) in ruled,
            )
            for company, place in sorted(outcome.pairs, key=repr)
        )  # fmt: skip
        found.state, found.solver, found.solved_at = Round.State.PROPOSED, outcome.solver, at
        ids = {"grants": len(outcome.pairs), "weight": outcome.weight, "solver": outcome.solver}
        w.record("round_proposed", subject=("round", found.pk), ids=ids)
    return found


def rule(*, round_id: int, new: NewRuling, by: Actor, at: datetime) -> Ruling:
    """Overrule: this company is (not) given this place, whatever the weight say; the reason stays on record."""
    if not new.reason.strip():
        raise Invalid(_("Say why: the reason stays on record."), field="reason")
    if new.kind not in Ruling.Kind.values:
        raise Invalid(field="kind", remedy=", ".join(Ruling.Kind.values))
    by.need("allocations.write")
    company = access.the_company(by, new.company_id)
    with changing(round_id, by=by, at=at) as (found, w):
        place = found.places.filter(pk=new.place_id).first()
        if place is None:
            raise NotFound()
        ruling, _made = Ruling.objects.update_or_create(
            round=found, company=company, place=place,
            defaults={
                "kind": Ruling.Kind(new.kind), "reason": new.reason.strip(), "made_at": at, "made_by": by.mark,
                "made_name": by.name,
            },
        )  # fmt: skip
        ids = {"company": company.pk, "place": place.pk, "kind": new.kind}
        w.record("round_overruled", subject=("round", found.pk), ids=ids, fields={"reason": new.reason})
    return ruling


def lift(*, round_id: int, ruling_id: int, by: Actor, at: datetime) -> None:
    """Take a ruling back."""
    with changing(round_id, by=by, at=at) as (found, w):
        ruling = found.rulings.filter(pk=ruling_id).first()
        if ruling is None:
            raise NotFound()
        ids = {"company": ruling.company_id, "place": ruling.place_id}
        ruling.delete()
        w.record("round_ruling_lifted", subject=("round", found.pk), ids=ids)


def confirm(*, round_id: int, by: Actor, at: datetime) -> Round:
    """A person confirms the proposal; only then do companies see what they are given."""
    with changing(round_id, by=by, at=at, reopens=False) as (found, w):
        if found.state != Round.State.PROPOSED:
            raise Conflict(_("There is no proposal to confirm."), remedy=_("Work one out first."))
        found.state, found.ended_at, found.ended_by = Round.State.CONFIRMED, at, by.name
        w.record("round_confirmed", subject=("round", found.pk), ids={"grants": found.grants.count()})
    return found


def cancel(*, round_id: int, reason: str, by: Actor, at: datetime) -> Round:
    """End a round without giving anything; the reason stays on record."""
    if not reason.strip():
        raise Invalid(_("Say why: the reason stays on record."), field="reason")
    with changing(round_id, by=by, at=at, reopens=False) as (found, w):
        found.grants.all().delete()
        found.state, found.ended_at, found.ended_by = Round.State.CANCELLED, at, by.name
        found.reason = reason.strip()
        w.record("round_cancelled", subject=("round", found.pk), fields={"reason": reason})
    return found


def _need_wishes(found: Round, *, by: Actor, at: datetime) -> None:
    """The desk may note a wish down until the proposal is confirmed, a company until the day that was named."""
    ended = found.state in (Round.State.CONFIRMED, Round.State.CANCELLED)
    if ended or (
        by.company_id is not None and (found.state != Round.State.OPEN or at.date() > found.wishes_until)
    ):
        raise Conflict(_("Wishes are no longer taken."), remedy=_("Call the desk, please."))


def _solved(found: Round, wishes: list[Wish], weight: dict[int, int]) -> solving.Outcome:
    before = queries.past(
        tenant_id=found.tenant_id, company_ids={one.company_id for one in wishes}, before=found
    )
    rulings = list(found.rulings.all())
    made = {one.pk: one.made_at for one in wishes}
    asked = {one.company_id for one in wishes} | {one.company_id for one in rulings}
    takers = [
        solving.Taker(one, found.per_company, one in before and before[one].given == 0)
        for one in sorted(asked)
    ]
    places = [solving.Place(one.pk, one.capacity, one.kept) for one in found.places.order_by("id")]
    order = {pk: number for number, pk in enumerate(sorted(weight, key=lambda pk: (made[pk], pk)))}
    fits = [solving.Fit(one.company_id, one.place_id, weight[one.pk], order[one.pk]) for one in wishes]
    pairs = {
        kind: frozenset((one.company_id, one.place_id) for one in rulings if one.kind == kind)
        for kind in Ruling.Kind
    }
    try:
        return solving.solve(
            takers, places, fits, must=pairs[Ruling.Kind.MUST], must_not=pairs[Ruling.Kind.MUST_NOT]
        )
    except solving.Contradiction as refused:
        raise Conflict(
            _("What was ruled gives a place or a company more than there is."),
            remedy=_("Lift one of the rulings, or make room."),
        ) from refused
    except solving.TooLarge as refused:
        raise Conflict(
            _("So many wishes need the extra “fast” (OR-tools), which is not installed."),
            remedy="pip install 'zaocha[fast]'",
        ) from refused


def step(verb: str, *, round_id: int, reason: str = "", by: Actor, at: datetime) -> Round:
    """`propose`, `confirm` or `cancel`, as pages and the API name them."""
    if verb == "propose":
        return propose(round_id=round_id, by=by, at=at)
    if verb == "confirm":
        return confirm(round_id=round_id, by=by, at=at)
    if verb == "cancel":
        return cancel(round_id=round_id, reason=reason, by=by, at=at)
    raise Invalid(field="verb", remedy="propose, confirm, cancel")
