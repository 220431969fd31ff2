"""An introduction: both are asked, and only after two yeses does each learn who the other is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.dealings import access, queries
from zaocha.dealings.actions import counting, tracking
from zaocha.dealings.models import Introduction, Supply
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound

State = Introduction.State


@dataclass(frozen=True)
class NewIntroduction:
    """`words`: what is looked for, without names; `demand_id`: the buyer's demand, if there is one already."""

    good_id: int
    buyer_id: int
    seller_id: int
    words: str = ""
    demand_id: int | None = None


def introduce(*, new: NewIntroduction, by: Actor, at: datetime) -> Introduction:
    """Ask both; tracked as a demand of the buyer's, which is raised unless one is named."""
    by.need("dealings.write")
    good = access.the_good(by, new.good_id)
    buyer, seller = access.the_company(by, new.buyer_id), access.the_company(by, new.seller_id)
    if buyer == seller:
        raise Invalid(_("A company does not supply itself."), field="seller")
    words = new.words.strip()
    if any(name and name in words for name in (buyer.name, buyer.short_name)):
        raise Invalid(_("The other side must not learn who asks before both have said yes."), field="words")
    live = Introduction.objects.filter(
        buyer=buyer, seller=seller, good=good, state__in=[State.ASKED, State.INTRODUCED]
    )
    if live.exists():
        raise Conflict(_("These two are being introduced already."))
    wanted = words or gettext("Looks for a supplier of %(good)s.") % {"good": good}
    with work.begin(by=by, at=at) as w:
        demand = tracking.begin(demand_id=new.demand_id, words=wanted, buyer_id=buyer.pk, by=by, at=at)
        made = Introduction.objects.create(
            tenant=by.tenant, good=good, buyer=buyer, seller=seller, words=words, asked_at=at, asked_by=by.mark,
            demand=demand,
            reasons=queries.reasons(by=by, good=good, buyer=buyer, seller=seller, on=at.date()),
        )  # fmt: skip
        ids = {"good": good.pk, "demand": made.demand_id}
        w.record("introduction_asked", subject=("introduction", made.pk), ids=ids)
    return made


def answer(
    *, introduction_id: int, yes: bool, by: Actor, at: datetime, for_company: int | None = None
) -> Introduction:
    """One of the two says yes or no; the desk may note down what `for_company` said."""
    if by.company_id is None:
        by.need("dealings.write")
    company = by.company_id or for_company
    with work.begin(by=by, at=at) as w:
        found = _live(introduction_id, by=by, state=State.ASKED)
        if company not in (found.buyer_id, found.seller_id):
            raise NotFound()
        side = "buyer_yes" if company == found.buyer_id else "seller_yes"
        setattr(found, side, yes)
        if not yes:
            found.state, found.ended_at = State.DECLINED, at
        elif found.buyer_yes and found.seller_yes:
            found.state, found.introduced_at = State.INTRODUCED, at
        found.save()
        if not yes:
            tracking.declined(found, by=by, by_buyer=side == "buyer_yes", at=at)
        elif found.state == State.INTRODUCED:
            tracking.introduced(found, at=at)
        ids = {"side": side.removesuffix("_yes"), "yes": yes, "state": str(found.state)}
        w.record("introduction_answered", subject=("introduction", found.pk), ids=ids)
    return found


def tell_outcome(*, introduction_id: int, dealt: bool, words: str, by: Actor, at: datetime) -> Introduction:
    """What came of it, by one of the two; the desk notes it down with their words."""
    if not words.strip():
        raise Invalid(_("Say in a few words what came of it."), field="words")
    if by.company_id is None:
        by.need("dealings.write")
    with work.begin(by=by, at=at) as w:
        found = _live(introduction_id, by=by, state=State.INTRODUCED)
        found.state, found.ended_at = (State.DEALT if dealt else State.NO_DEAL), at
        found.outcome, found.told_by = words.strip()[:400], by.name or by.mark
        found.save()
        if dealt:
            Supply.objects.get_or_create(
                tenant=by.tenant, supplier_id=found.seller_id, buyer_id=found.buyer_id, good=found.good, ended_at=None,
                defaults={"told_by_id": by.company_id or found.buyer_id, "recorded_at": at},
            )  # fmt: skip
        tracking.told(found, dealt=dealt, by=by, at=at)
        if dealt:
            counting.dealt(found, by=by, at=at)
        ids = {"state": str(found.state), "demand": found.demand_id}
        w.record("introduction_ended", subject=("introduction", found.pk), ids=ids, fields={"words": words})
    return found


def drop(*, introduction_id: int, reason: str, by: Actor, at: datetime) -> Introduction:
    """The desk takes it back; the reason stays on record."""
    by.need("dealings.write")
    if not reason.strip():
        raise Invalid(_("Say why: the reason stays on record."), field="reason")
    with work.begin(by=by, at=at) as w:
        found = access.the_introduction(by, introduction_id)
        if found.state not in (State.ASKED, State.INTRODUCED):
            raise Conflict(_("This introduction has ended."))
        found.state, found.ended_at, found.outcome, found.told_by = (
            State.DROPPED,
            at,
            reason.strip()[:400],
            by.name,
        )
        found.save()
        w.record("introduction_dropped", subject=("introduction", found.pk), fields={"reason": reason})
    return found


def _live(pk: int, *, by: Actor, state: State) -> Introduction:
    access.the_introduction(by, pk)
    found = Introduction.objects.select_for_update(of=("self",)).select_related("good", "tenant").get(pk=pk)
    if found.state != state:
        raise Conflict(_("This introduction is no longer at that point."), remedy=_("Load the page again."))
    return found
