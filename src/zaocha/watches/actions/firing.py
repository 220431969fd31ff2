"""What fires: the watches that an offer newly fulfils, each exactly once, all at the same moment.

Some at a time, each lot in a transaction of its own, so that nobody waits long for the database; all with the timestamp
of the first. `firings` of an offer that hold are compared with the watches that it fulfils now; only the difference is
written. Done again, after a crash or by a second worker, it finds no difference. The unique key is the last guard.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.kernel import clock, work
from zaocha.offers import conditions, facts
from zaocha.offers.models import Offer
from zaocha.offers.queries import sites
from zaocha.promises import actions as promise_actions
from zaocha.promises.models import Promise
from zaocha.watches import rules
from zaocha.watches.models import Firing, Watch

AT_ONCE = 8  # firings in one transaction: some 25 ms
GONE = {"withdrawn", "taken", "proposed"}


def of_offer(*, tenant: Tenant, offer_id: int, at: datetime) -> list[Firing]:
    """Fire what an offer newly fulfils, step by step until nothing is left."""
    made: list[Firing] = []
    place: Place | None = Place()
    while place is not None:
        place, fired = step(tenant=tenant, offer_id=offer_id, place=place, moment=at)
        made += fired
    return made


@dataclass(frozen=True)
class Place:
    """How far the telling of an offer has come: the part of the rules, and the version of the offer."""

    part: int = 0
    of: int = 0  # parts; 0 before the first step
    version: int = 0


def step(
    *, tenant: Tenant, offer_id: int, place: Place, moment: datetime
) -> tuple[Place | None, list[Firing]]:
    """Fire some of what an offer newly fulfils, all steps with one timestamp; where to go on, None at the end.

    The offer is locked, so that two workers come one after the other. When it changed meanwhile, its new version has a
    telling of its own, and this one ends.
    """
    with work.begin(by=actors.system(tenant), at=moment):
        offer = Offer.objects.select_for_update().filter(tenant=tenant, pk=offer_id).first()
        if offer is None or offer.state == Offer.State.RESERVED:
            return None, []
        if place.of == 0:
            of = rules.parts(tenant_id=tenant.pk, kind=offer.kind)
            place = Place(0, of, offer.version)
        elif offer.version != place.version:
            return None, []
        keys = [] if offer.state in GONE else _fulfilled(offer, place)
        _let_go(offer, keys, place)
        if _is_over(offer, moment):
            keys = []
        waiting = list(_waiting(offer, keys)[:AT_ONCE]) if keys else []
        made = _fire([(one, offer) for one in waiting], tenant=tenant, at=moment)
    if len(waiting) == AT_ONCE:
        return place, made
    further = replace(place, part=place.part + 1)
    return (further if further.part < place.of else None), made


def of_watch(watch: Watch, *, at: datetime) -> list[Firing]:
    """Fire a new watch for what is on offer already."""
    rows = Offer.objects.filter(tenant_id=watch.tenant_id, kind=watch.kind, state=Offer.State.OPEN).order_by(
        "pk"
    )
    fitting = [
        offer for offer in rows
        if not _is_over(offer, at) and conditions.judge(watch.kind, watch.must, offer.facts).holds
    ]  # fmt: skip
    return _fire([(watch, offer) for offer in fitting], tenant=watch.tenant, at=at)


def _fulfilled(offer: Offer, place: Place) -> list[str]:
    """Keys of the rules of a part that it fulfils; each rule is worked out once, however many wait with it."""
    return rules.fulfilled(
        tenant_id=offer.tenant_id, kind=offer.kind, part=place.part, of=place.of, known=offer.facts
    )


def _let_go(offer: Offer, keys: Sequence[str], place: Place) -> None:
    """What it fulfilled and does so no longer may fire again when it comes back."""
    held = Firing.objects.filter(offer=offer, holds=True, watch__ended_at=None)
    found = set(held.order_by().values_list("watch__rule_key", flat=True).distinct())
    lost = sorted({key for key in found if rules.part_of(key, place.of) == place.part} - set(keys))
    for start in range(0, len(lost), 500):
        held.filter(watch__rule_key__in=lost[start : start + 500]).update(holds=False)


def _waiting(offer: Offer, keys: Sequence[str]) -> QuerySet[Watch]:
    """Who waits with these rules and was not told yet: no firing holds, and none is of this version."""
    told = Firing.objects.filter(Q(holds=True) | Q(version=offer.version), offer=offer, watch=OuterRef("pk"))
    rows = Watch.objects.filter(tenant_id=offer.tenant_id, kind=offer.kind, ended_at=None, rule_key__in=keys)
    return rows.exclude(Exists(told)).select_related("promise", "company", "source", "tenant").order_by("pk")


def _is_over(offer: Offer, at: datetime) -> bool:
    return offer.closes_on is not None and offer.closes_on < at.astimezone(clock.SHANGHAI).date()


def _fire(pairs: Sequence[tuple[Watch, Offer]], *, tenant: Tenant, at: datetime) -> list[Firing]:
    """Write the firings, keep their promises and note each in the ledger, all with one timestamp."""
    by, made = actors.system(tenant), []
    with work.begin(by=by, at=at) as w, translation.override(tenant.language):
        known = _known(pairs)
        for watch, offer in pairs:
            if (watch.pk, offer.pk, offer.version) in known:
                continue
            evidence = told(watch, offer, at=at)
            made.append(
                Firing(
                    tenant=tenant, watch=watch, offer=offer, version=offer.version, evidence=evidence,
                    promise=_kept(watch, evidence, by=by, at=at), fired_at=at,
                )
            )  # fmt: skip
        Firing.objects.bulk_create(made)
        for one in made:
            w.record(
                "watch_fired", subject=("watch", one.watch_id), fields={"evidence": one.evidence},
                ids={"offer": one.offer_id, "version": one.version, "firing": one.pk, "promise": one.promise_id},
            )  # fmt: skip
    return made


def _known(pairs: Iterable[tuple[Watch, Offer]]) -> set[tuple[int, int, int]]:
    """Firings of these offers in the version that they have; a version fires a watch once."""
    rows = Firing.objects.filter(offer_id__in={offer.pk for _watch, offer in pairs})
    return set(rows.values_list("watch_id", "offer_id", "version"))


def _kept(watch: Watch, evidence: str, *, by: actors.Actor, at: datetime) -> Promise:
    """The promise of the watch is kept; when it was kept before, the next firing is an entry of its own."""
    promise = watch.promise
    if promise is None or promise.state != Promise.State.OPEN:
        promise = promise_actions.promise(
            new=promise_actions.NewPromise(
                what=promised(watch), kind="act", giver=watch.created_by, company_id=watch.company_id,
                trigger=trigger(watch)[:200], origin_kind=watch.origin_kind, origin_id=watch.origin_id,
            ),
            by=by, at=at,
        )  # fmt: skip
    kept = promise_actions.keep(promise_id=promise.pk, evidence=evidence, by=by, at=at)
    if watch.promise_id == kept.pk:
        watch.promise = kept
    return kept


def promised(watch: Watch) -> str:
    """What the standing promise says, in the language in force."""
    return _("To tell of every new %(kind)s that fits, as soon as it is known (%(rule)s)") % {
        "kind": facts.kind_of(watch.kind).label, "rule": conditions.all_said(watch.kind, watch.must),
    }  # fmt: skip


def trigger(watch: Watch) -> str:
    """Upon what, in the language in force."""
    return _("as soon as there is %(kind)s: %(rule)s") % {
        "kind": facts.kind_of(watch.kind).label, "rule": conditions.all_said(watch.kind, watch.must),
    }  # fmt: skip


def told(watch: Watch, offer: Offer, *, at: datetime) -> str:
    """Evidence of a firing: what came, when, which condition it fulfils with which value, and its source."""
    verdict = conditions.judge(watch.kind, watch.must, offer.facts)
    reasons = facts.joined(f"{one.label} ✓ {one.value}" for one in verdict.clauses) or _("every one of them")
    moment = f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    parts = [
        _("%(moment)s: “%(offer)s” (%(facts)s).")
        % {"moment": moment, "offer": offer.title, "facts": summary(offer)}
    ]
    parts.append(_("It fulfils: %(reasons)s.") % {"reasons": reasons})
    if offer.source or watch.source:
        parts.append(_("Source: %(source)s.") % {"source": offer.source or str(watch.source)})
    parts.append(_("It stands on the page of whoever waits since this minute."))
    return " ".join(parts)


def summary(offer: Offer) -> str:
    """The facts of an offer that stand in lists, in one line."""
    kind = facts.kind_of(offer.kind)
    shown = [f"{one.label} {one.text}" for one in sites.values(offer, kind.listed) if one.known]
    return facts.joined(shown) or kind.label
