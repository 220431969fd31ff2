"""Offers that fit a half-typed line: of the kinds and sizes that it names, else of those usual for its category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.functions import Abs, Cast
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.help import topics
from zaocha.offers import access, conditions, facts, fitting
from zaocha.offers.models import Need, Offer
from zaocha.offers.queries import sites
from zaocha.watches import proposing

SHOWN, FETCHED = 4, 60
NO_SIZE = 0.1  # as far as an offer of a kind counts to be away when no size is asked


@dataclass(frozen=True)
class FittingOffer:
    """An offer with one line of reason. `fits`: yes, unknown (something is not said) or near (a little off)."""

    id: int
    kind: str
    kind_label: str
    title: str
    fits: str
    reason: str


def matching(*, by: Actor, text: str, category: str, on: date) -> list[FittingOffer]:
    """Up to four, those that fulfil what the line asks first; one statement. `category`: empty when not sure."""
    if not by.may("offers.read"):
        return []
    asked = proposing.of(text) or [proposing.Proposal(kind, (), "") for kind in topics.offer_kinds(category)]
    if not asked:
        return []
    rows = _near(by, asked, on)
    found = [
        fit
        for one in asked
        for fit in fitting.fits(
            Need(kind=one.kind, must=list(one.must), wishes=[]), [row for row in rows if row.kind == one.kind]
        )
        if fit.holds is not False or _little_off(fit)
    ]
    order = {True: 0, None: 1, False: 2}
    found.sort(key=lambda fit: (not fit.must.clauses, order[fit.holds]))
    return [_said(one) for one in found[:SHOWN]]


def _near(by: Actor, asked: Sequence[proposing.Proposal], on: date) -> list[Offer]:
    """What is on offer of these kinds, nearest in size first."""
    away = [When(kind=one.kind, then=_distance(one)) for one in asked]
    rows = access.offers(by).filter(
        Q(closes_on=None) | Q(closes_on__gte=on), state=Offer.State.OPEN, kind__in=[one.kind for one in asked]
    )
    order = Case(*away, output_field=FloatField()).asc(nulls_last=True)
    return list(rows.order_by(order, "-pk")[:FETCHED])


def _distance(one: proposing.Proposal) -> Any:
    """How far an offer's size is from what is asked, as a share of it."""
    size, wanted = facts.kind_of(one.kind).size, _wanted(one)
    if not size or not wanted:
        return Value(NO_SIZE, output_field=FloatField())
    return Abs(Cast(F("size"), FloatField()) / Value(float(wanted)) - Value(1.0))


def _wanted(one: proposing.Proposal) -> Decimal | None:
    """The middle of the size that is asked, in m²; None when none is."""
    for row in one.must:
        ends = [Decimal(end) for end in conditions.ends(row["test"]) if end]
        if ends:
            middle = sum(ends, Decimal(0)) / len(ends)
            return middle / facts.SHARE if row["fact"] == "area_mu" else middle
    return None


def _little_off(fit: fitting.Fit) -> bool:
    failed = [one for one in fit.must.clauses if one.holds is False]
    return all(one.near is not None and one.near < fitting.TOLERATED for one in failed)


def _said(fit: fitting.Fit) -> FittingOffer:
    offer, kind = fit.offer, facts.kind_of(fit.offer.kind)
    parts = [_clause(one) for one in fit.must.clauses] or [
        f"{one.label} {one.text}" for one in sites.values(offer, kind.listed) if one.known
    ][:3]
    if kind.bidding:
        parts.append(_("public bidding"))
    if offer.closes_on:
        parts.append(_("until %(day)s") % {"day": offer.closes_on.isoformat()})
    fits = {True: "yes", None: "unknown", False: "near"}[fit.holds]
    return FittingOffer(
        offer.pk, kind.code, kind.label, offer.title, fits, " · ".join(part for part in parts if part)
    )


def _clause(one: conditions.Judged) -> str:
    if one.holds is None:
        return _("not said: %(fact)s") % {"fact": one.fact.label}
    if one.holds:
        return _("%(value)s (asked: %(what)s)") % {"value": one.value, "what": one.label}
    return _("%(value)s (asked: %(what)s; off by %(n)s %%)") % {
        "value": one.value, "what": one.label, "n": one.missed,
    }  # fmt: skip
