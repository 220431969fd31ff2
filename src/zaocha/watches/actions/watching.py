"""Writes of watches: make, end, note that somebody was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts import actors
from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.demands import access as demand_access
from zaocha.demands.models import Demand
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.offers import access as offer_access
from zaocha.offers import conditions, facts
from zaocha.offers.models import Need, Source
from zaocha.offers.queries import sources as source_queries
from zaocha.promises import access as promise_access
from zaocha.promises import actions as promise_actions
from zaocha.promises.models import Promise
from zaocha.watches import access
from zaocha.watches.actions import firing
from zaocha.watches.models import Firing, Watch

WAYS = ("wechat", "telephone", "sms", "in_person")


@dataclass(frozen=True)
class NewWatch:
    """Who waits for what. From a demand, a need or a promise with a trigger, or for a company by itself.

    `must`: conditions `[{"fact", "test"}, …]` on the facts of offers of the kind; none: every one of them.
    """

    kind: str
    must: tuple[Mapping[str, Any], ...] = ()
    company_id: int | None = None
    who: str = ""
    demand_id: int | None = None
    need_id: int | None = None
    promise_id: int | None = None
    source_id: int | None = None
    client_key: str = ""


def watch(*, new: NewWatch, by: Actor, at: datetime) -> Watch:
    """Make a standing promise. What is on offer already and fits fires at once, in the same transaction."""
    by.need("watches.write")
    kind = facts.kind_of(new.kind)
    must = conditions.checked(kind.code, new.must)
    with work.begin(by=by, at=at) as w:
        if new.client_key:
            known = Watch.objects.filter(tenant_id=by.tenant_id, client_key=new.client_key[:120]).first()
            if known is not None:
                return known
        made = Watch(
            tenant_id=by.tenant_id, kind=kind.code, must=must, rule_key=conditions.key(kind.code, must),
            who=new.who.strip()[:120], client_key=new.client_key[:120], created_at=at, created_by=by.name[:60],
        )  # fmt: skip
        _for_whom(made, new, by=by)
        made.source = _source(new, by=by)
        made.promise = _promise(made, new, by=by, at=at)
        made.save(force_insert=True)
        w.record(
            "watch_made", subject=("watch", made.pk), fields={"who": made.who},
            ids={"kind": made.kind, "company": made.company_id, "promise": made.promise_id, "must": must},
        )  # fmt: skip
        firing.of_watch(made, at=at)
    return made


def end(*, watch_id: int, words: str, by: Actor, at: datetime) -> Watch:
    """Wait no longer; a promise that is still open is released with the same words."""
    by.need("watches.write")
    if not words.strip():
        raise Invalid(_("Say in a few words why."), field="words")
    with work.begin(by=by, at=at) as w:
        found = _locked(watch_id, by=by)
        found.ended_at, found.ended_words = at, words.strip()[:2000]
        found.save(update_fields=["ended_at", "ended_words"])
        w.record("watch_ended", subject=("watch", found.pk), fields={"words": words})
        promise = found.promise
        if promise is not None and promise.state == Promise.State.OPEN:
            promise_actions.release(
                promise_id=promise.pk, reason=found.ended_words, by=actors.system(by.tenant), at=at
            )
    return found


def end_of_promise(*, promise_id: int, words: str, by: Actor, at: datetime) -> None:
    """A promise was released or cannot be kept: its watch ends with it."""
    with work.begin(by=by, at=at) as w:
        for found in Watch.objects.filter(tenant_id=by.tenant_id, promise_id=promise_id, ended_at=None):
            found.ended_at, found.ended_words = at, words
            found.save(update_fields=["ended_at", "ended_words"])
            w.record("watch_ended", subject=("watch", found.pk), fields={"words": words})


def tell(*, firing_id: int, how: str, by: Actor, at: datetime) -> Firing:
    """Note that somebody sent the message on; once."""
    by.need("watches.write")
    if how not in WAYS:
        raise Invalid(_("Say how they were told."), field="how", remedy=", ".join(WAYS))
    with work.begin(by=by, at=at) as w:
        rows = access.firings(by).filter(pk=firing_id)
        found = rows.select_for_update(of=("self",)).first()
        if found is None:
            raise NotFound()
        if found.told_at is None:
            found.told_at, found.told_by, found.told_how = at, by.name[:60], how
            found.save(update_fields=["told_at", "told_by", "told_how"])
            w.record("firing_told", subject=("firing", found.pk), ids={"how": how})
    return found


def _for_whom(made: Watch, new: NewWatch, *, by: Actor) -> None:
    """Whoever waits, and what it came from: a demand, a need, a promise, or a company alone."""
    if new.demand_id is not None:
        demand = demand_access.visible(by).filter(pk=new.demand_id).first()
        if demand is None:
            raise NotFound()
        _of_demand(made, demand)
    if new.need_id is not None:
        need = offer_access.needs(by).filter(pk=new.need_id).first()
        if need is None:
            raise NotFound()
        _of_need(made, need)
    if new.promise_id is not None:
        _of_promise(made, _waiting(new.promise_id, by=by))
    if new.company_id is not None:
        made.company = _company(new.company_id, by=by)
    if made.company_id is None and not made.who:
        raise Invalid(
            _("Say who waits for it."), field="company", remedy=_("Choose a company, or write a name.")
        )


def _company(pk: int, *, by: Actor) -> Company:
    company = Company.objects.filter(tenant_id=by.tenant_id, pk=pk).first()
    if company is None:
        raise Invalid(_("This company is not in the register."), field="company")
    return company


def _of_demand(made: Watch, demand: Demand) -> None:
    made.origin_kind, made.origin_id = "demand", demand.pk
    made.company_id = made.company_id or demand.company_id
    made.who = made.who or demand.raised_by
    made.restricted = demand.restricted


def _of_need(made: Watch, need: Need) -> None:
    made.need = need
    made.origin_kind = made.origin_kind or need.origin_kind
    made.origin_id = made.origin_id or need.origin_id
    made.company_id = made.company_id or need.company_id
    made.who = made.who or need.who
    made.restricted = made.restricted or need.restricted


def _of_promise(made: Watch, promise: Promise) -> None:
    made.promise = promise
    made.company_id = made.company_id or promise.company_id
    if promise.origin_kind == "demand" and not made.origin_kind:
        demand = Demand.objects.filter(tenant_id=made.tenant_id, pk=promise.origin_id or 0).first()
        if demand is not None:
            _of_demand(made, demand)
    if made.company_id is None and not made.who:
        made.who = promise.what[:120]


def _waiting(promise_id: int, *, by: Actor) -> Promise:
    promise = promise_access.visible(by).select_for_update(of=("self",)).filter(pk=promise_id).first()
    if promise is None:
        raise NotFound()
    if promise.state not in {Promise.State.OPEN, Promise.State.STATED}:
        raise Conflict(
            _("This promise is settled already: %(state)s.") % {"state": promise.get_state_display()}
        )
    if promise.state == Promise.State.STATED:
        raise Conflict(
            _("This is a statement; nobody has confirmed it yet."),
            remedy=_("Its giver confirms it first; then a watch keeps it."),
        )
    if Watch.objects.filter(tenant_id=by.tenant_id, promise=promise, ended_at=None).exists():
        raise Conflict(
            _("A watch keeps this promise already."), remedy=_("Open the watch and change it there.")
        )
    return promise


def _source(new: NewWatch, *, by: Actor) -> Source | None:
    if new.source_id is None:
        return source_queries.of_kind(new.kind, by=by).first()
    source = Source.objects.filter(tenant_id=by.tenant_id, pk=new.source_id, kind=new.kind).first()
    if source is None:
        raise Invalid(_("This source is not there, or is for other offers."), field="source")
    return source


def _promise(made: Watch, new: NewWatch, *, by: Actor, at: datetime) -> Promise:
    """The promise that it keeps; made with it when there was none."""
    if made.promise is not None:
        return made.promise
    with translation.override(by.tenant.language):
        what = firing.promised(made)
        trigger = firing.trigger(made)
    return promise_actions.promise(
        new=promise_actions.NewPromise(
            what=what, kind="act", giver=by.name, person_id=by.person_id, company_id=made.company_id,
            trigger=trigger[:200], origin_kind=made.origin_kind, origin_id=made.origin_id,
        ),
        by=actors.system(by.tenant), at=at,
    )  # fmt: skip


def _locked(watch_id: int, *, by: Actor) -> Watch:
    found = access.visible(by).select_for_update(of=("self",)).filter(pk=watch_id).first()
    if found is None:
        raise NotFound()
    if found.ended_at is not None:
        raise Conflict(_("This watch has ended already."))
    return found
