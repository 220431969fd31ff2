"""Reads of watches: lists, one, what is to be done today, what a company sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaocha.accounts.actors import Actor
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound
from zaocha.offers import access as offer_access
from zaocha.offers import conditions, facts, terms
from zaocha.offers.models import Offer
from zaocha.offers.queries import sites, sources
from zaocha.promises import access as promise_access
from zaocha.promises.models import Promise
from zaocha.watches import access
from zaocha.watches.actions import firing
from zaocha.watches.models import Firing, Watch

# Standing of a watch -> label and tone; amber means: nobody can be sure that news would be seen.
STANDINGS = {
    "watching": (gettext_lazy("watching"), "green"),
    "unseen": (gettext_lazy("its source was not looked at"), "amber"),
    "no_source": (gettext_lazy("no source is named"), "amber"),
    "ended": (gettext_lazy("ended"), "grey"),
}
SHOWN, MESSAGES = 8, 3


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed by. `standing`: watching, amber, ended, all."""

    kind: str = ""
    standing: str = "live"
    text: str = ""


@dataclass(frozen=True)
class Row:
    """One watch as it stands now."""

    watch: Watch
    kind: facts.Kind
    rule: str
    standing: str
    label: Any
    tone: str
    fired: int
    seen_at: datetime | None

    @property
    def who(self) -> str:
        """Whoever waits."""
        return str(self.watch.company or self.watch.who)


def narrowed(rows: QuerySet[Watch], filters: Filters, *, by: Actor, at: datetime) -> QuerySet[Watch]:
    """The watches that fit the filters, newest first."""
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.standing in {"live", "amber", "watching"}:
        rows = rows.filter(ended_at=None)
    if filters.standing in {"amber", "watching"}:
        unsure = _unsure(by, at=at)
        rows = rows.filter(unsure) if filters.standing == "amber" else rows.exclude(unsure)
    elif filters.standing == "ended":
        rows = rows.exclude(ended_at=None)
    if text := filters.text.strip().replace("\x00", ""):
        rows = rows.filter(
            Q(company__name__icontains=text) | Q(company__short_name__icontains=text) | Q(who__icontains=text)
        )
    return rows.select_related("company", "source", "source__person", "promise").order_by("-pk")


def _unsure(by: Actor, *, at: datetime) -> Q:
    since = terms.unseen_before(by.tenant, at=at)
    never = Q(source__seen_at=None, source__created_at__lt=since)
    return Q(source=None) | Q(source__is_active=False) | Q(source__seen_at__lt=since) | never


def rows(found: list[Watch], *, by: Actor, at: datetime) -> list[Row]:
    """Watches as they stand now: one statement more, for how often they fired."""
    if not found:
        return []
    counted = Firing.objects.filter(watch__in=[one.pk for one in found]).order_by().values_list("watch_id")
    fired = dict(counted.annotate(Count("pk")))
    since = terms.unseen_before(by.tenant, at=at)
    return [_row(one, since=since, fired=fired.get(one.pk, 0)) for one in found]


def _row(watch: Watch, *, since: datetime, fired: int) -> Row:
    code = standing(watch, since=since)
    label, tone = STANDINGS[code]
    rule = conditions.all_said(watch.kind, watch.must)
    seen = watch.source.seen_at if watch.source else None
    return Row(watch, facts.kind_of(watch.kind), rule, code, label, tone, fired, seen)


def standing(watch: Watch, *, since: datetime) -> str:
    """Code of STANDINGS; `since`: sources that were looked at after it count as seen."""
    if watch.ended_at is not None:
        return "ended"
    source = watch.source
    if source is None or not source.is_active:
        return "no_source"
    return "unseen" if (source.seen_at or source.created_at) < since else "watching"


def one(*, by: Actor, pk: int) -> Watch:
    """A visible watch; 404 otherwise."""
    related = ("company", "source", "source__person", "promise", "need")
    found = access.visible(by).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class Told:
    """A firing with the message that one tap copies."""

    firing: Firing
    message: str


def firings(rows: QuerySet[Firing], *, url: str = "", limit: int = 200) -> list[Told]:
    """The newest firings with their ready messages in the language of the house."""
    found = rows.select_related("offer", "watch__company", "tenant").order_by("-pk")[:limit]
    return [Told(one, message(one, url=url)) for one in found]


def message(fired: Firing, *, url: str = "") -> str:
    """What is sent to whoever waits: what came, what fulfils their wish, until when, where to ask."""
    tenant, offer = fired.tenant, fired.offer
    with translation.override(tenant.language):
        greeting = _("Hello. You wanted to know of %(kind)s (%(rule)s).") % {
            "kind": facts.kind_of(offer.kind).label, "rule": conditions.all_said(offer.kind, fired.watch.must),
        }  # fmt: skip
        news = _("There is news: “%(offer)s”, %(facts)s.") % {
            "offer": offer.title,
            "facts": firing.summary(offer),
        }
        parts = [greeting, news]
        if offer.closes_on:
            parts.append(_("Until %(day)s.") % {"day": offer.closes_on.isoformat()})
        if facts.kind_of(offer.kind).bidding:
            parts.append(
                _(
                    "It goes by public bidding: everyone who waits is told at the same moment, the notice alone decides."
                )
            )
        if offer.source_url:
            parts.append(_("The notice: %(address)s") % {"address": offer.source_url})
        if url:
            parts.append(_("Your page: %(address)s") % {"address": url})
        signed = " ".join(part for part in (tenant.name, tenant.officer, tenant.phone) if part)
        return (
            "".join(parts) + f"（{signed}）"
            if tenant.language.startswith("zh")
            else " ".join(parts) + f" ({signed})"
        )


@dataclass(frozen=True)
class Today:
    """What is to be done: sources to look at, messages to send on, owners to ask; how many watches are amber."""

    due: list[sources.Row]
    untold: list[Told]
    untold_total: int
    stale: list[Offer]
    stale_total: int
    amber: int


def today(*, by: Actor, at: datetime) -> Today | None:
    """The part of the first page that is about offers; None for who has nothing to do with them."""
    if not by.may("watches.read"):
        return None
    waiting = access.firings(by).filter(told_at=None)
    asking = sites.stale(by=by, at=at) if by.may("offers.write") else Offer.objects.none()
    untold = firings(waiting, limit=MESSAGES) if by.may("watches.write") else []
    asked = list(asking[:SHOWN])
    return Today(
        due=sources.due(by=by, at=at) if by.may("watches.write") else [],
        untold=untold, untold_total=waiting.count() if len(untold) == MESSAGES else len(untold),
        stale=asked, stale_total=asking.count() if len(asked) == SHOWN else len(asked),
        amber=access.visible(by).filter(ended_at=None).filter(_unsure(by, at=at)).count(),
    )  # fmt: skip


def without_watch(*, by: Actor) -> QuerySet[Promise]:
    """Open promises with a trigger and no day that no watch keeps."""
    kept = Watch.objects.filter(promise=OuterRef("pk"), ended_at=None)
    rows = promise_access.visible(by).filter(state=Promise.State.OPEN, due_on=None).exclude(trigger="")
    return rows.filter(~Exists(kept)).select_related("company", "unit").order_by("-pk")


@dataclass(frozen=True)
class OfCompany:
    """What a company sees of its own: what it looks for, what is watched for it, and what fired."""

    needs: list[Any]
    watches: list[Row]
    fired: list[Firing]


def of_company(*, by: Actor, at: datetime) -> OfCompany:
    """The company's own part of its page; `by` holds its link."""
    needs = list(offer_access.needs(by).exclude(state="closed").order_by("-pk")[:50])
    watches = rows(
        list(narrowed(access.visible(by), Filters(standing="all"), by=by, at=at)[:50]), by=by, at=at
    )
    fired = access.firings(by).select_related("offer").order_by("-pk")[:50]
    return OfCompany([(one, facts.kind_of(one.kind).label, conditions.all_said(one.kind, one.must)) for one in needs],
                     watches, list(fired))  # fmt: skip


def day_of(at: datetime) -> str:
    """A moment as its day in China."""
    return at.astimezone(clock.SHANGHAI).date().isoformat()
