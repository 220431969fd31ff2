"""Reads of needs, surveys and viewings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.kernel.errors import NotFound
from zaocha.offers import access, conditions, facts, fitting, site_labels
from zaocha.offers.models import Need, Offer, Survey, Viewing

TONES = {"proposed": "amber", "open": "blue", "met": "green", "closed": "grey"}
MOST_OFFERS = 500


@dataclass(frozen=True)
class Row:
    """A need in a list."""

    need: Need
    kind: facts.Kind
    rule: str
    wishes: str
    tone: str

    @property
    def who(self) -> str:
        """Whoever looks for it."""
        return str(self.need.company or self.need.who)


def narrowed(rows: QuerySet[Need], *, kind: str = "", state: str = "live", text: str = "") -> QuerySet[Need]:
    """Needs that fit, newest first. `state`: live (proposed and open), or one of the states, or all."""
    if kind:
        rows = rows.filter(kind=kind)
    if state == "live":
        rows = rows.filter(state__in=("proposed", "open"))
    elif state in Need.State.values:
        rows = rows.filter(state=state)
    if text := text.strip().replace("\x00", ""):
        rows = rows.filter(
            Q(words__icontains=text)
            | Q(who__icontains=text)
            | Q(company__name__icontains=text)
            | Q(company__short_name__icontains=text)
        )
    return rows.select_related("company").order_by("-pk")


def rows(found: Sequence[Need]) -> list[Row]:
    """Needs with what a list shows of them."""
    return [row(one) for one in found]


def row(need: Need) -> Row:
    """One need with its rules in words."""
    wishes = conditions.all_said(need.kind, need.wishes) if need.wishes else ""
    return Row(
        need, facts.kind_of(need.kind), conditions.all_said(need.kind, need.must), wishes, TONES[need.state]
    )


def one(*, by: Actor, pk: int) -> Need:
    """A visible need; 404 otherwise."""
    need = access.needs(by).select_related("company", "survey").filter(pk=pk).first()
    if need is None:
        raise NotFound()
    return need


def fits(need: Need, *, by: Actor, at: datetime) -> list[fitting.Fit]:
    """What is on offer for a need, the best first; each part explained. One statement."""
    open_ = Q(closes_on=None) | Q(closes_on__gte=at.date())
    offers = access.offers(by).filter(open_, kind=need.kind, state=Offer.State.OPEN).order_by("-pk")
    return fitting.fits(need, offers[:MOST_OFFERS])


def waiting_for(offer: Offer, *, by: Actor) -> list[tuple[Row, fitting.Fit]]:
    """Needs that an offer meets or may meet, for its page."""
    found = access.needs(by).filter(kind=offer.kind, state=Need.State.OPEN).select_related("company")
    made = [(one, fitting.fit(one, offer)) for one in found.order_by("-pk")[:200]]
    fitting_ = [(row(one), fit) for one, fit in made if fit.holds is not False]
    return sorted(fitting_, key=lambda pair: (pair[1].holds is None, -(pair[1].share or 0)))


def surveys(by: Actor) -> QuerySet[Survey]:
    """Surveys with how much came in."""
    rows = Survey.objects.filter(tenant_id=by.tenant_id).order_by("-pk")
    return rows.annotate(offers=Count("offer", distinct=True), needs=Count("need", distinct=True))


@dataclass(frozen=True)
class Ended:
    """An outcome as it is shown; who it was is left out for who may not know."""

    amount: Decimal
    unit_label: str
    label: Any
    on_day: date
    to: str
    evidence: str


def outcomes(offer: Offer, *, by: Actor) -> list[Ended]:
    """What of an offer changed hands."""
    found = []
    for one in offer.outcomes.select_related("company", "need").order_by("-on_day", "-pk"):
        hidden = one.need is not None and one.need.restricted and not by.may("demands.read_restricted")
        unit = facts.SHOWN.get(one.unit, one.unit)
        label = unit if isinstance(unit, str) else facts.spoken(unit)
        found.append(
            Ended(
                one.amount,
                label,
                site_labels.RESULTS[one.code],
                one.on_day,
                "" if hidden else str(one.company or one.who),
                "" if hidden else one.evidence,
            )
        )
    return found


def viewings(by: Actor) -> QuerySet[Viewing]:
    """Viewings of the tenant, the coming ones first; a hidden author's are left out for who may not know."""
    rows = Viewing.objects.filter(tenant_id=by.tenant_id).select_related("offer", "company", "need")
    if not by.may("demands.read_restricted"):
        rows = rows.exclude(need__restricted=True)
    return rows.order_by("-starts_at", "-pk")
