"""Writes of offers: enter, change, take a step, hear from the owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.offers import access, facts, lifecycle, shapes
from zaocha.offers.models import Offer, OfferNote, Survey

TEXTS = {"title": 120, "about": 8000, "owner_name": 80, "owner_phone": 40, "source": 200, "source_url": 500}
LONGEST_WORDS = 400


@dataclass(frozen=True)
class OfferText:
    """What stands beside the facts of an offer; `shape` is a GeoJSON geometry."""

    title: str = ""
    about: str = ""
    owner_id: int | None = None
    owner_name: str = ""
    owner_phone: str = ""
    officer_id: int | None = None
    source: str = ""
    source_url: str = ""
    shape: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class NewOffer:
    """A new offer. `facts`: name → what was typed; `words`: name → the words of a notice that say it."""

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    not_public: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    text: OfferText = field(default_factory=OfferText)
    survey_id: int | None = None
    client_key: str = ""


def enter(*, new: NewOffer, by: Actor, at: datetime, proposed: bool = False) -> Offer:
    """Enter an offer; `proposed` when it came by a link and the desk is still to confirm it."""
    if not proposed:
        by.need("offers.write")
    kind = facts.kind_of(new.kind)
    with work.begin(by=by, at=at) as w:
        if new.client_key and (known := _known(new.client_key, by=by)):
            return known
        state = Offer.State.PROPOSED if proposed else Offer.State.OPEN
        offer = Offer(
            tenant_id=by.tenant_id, kind=kind.code, state=state, words=_clean_words(new.words),
            client_key=new.client_key[:120], heard_at=at, created_at=at, changed_at=at, created_by=by.name[:60],
        )  # fmt: skip
        offer.survey = _survey(new.survey_id, by=by)
        _set_facts(offer, checked(kind.code, new.facts, new.not_public), new.not_public)
        _set_text(offer, new.text, by=by)
        offer.save(force_insert=True)
        code = "offer_proposed" if proposed else "offer_published"
        note(offer, code, by=by, at=at)
        w.record(
            "offer_proposed" if proposed else "offer_published",
            subject=("offer", offer.pk),
            ids={"kind": kind.code, "version": 1},
            fields={"title": offer.title, **offer.facts},
        )
    return offer


@dataclass(frozen=True)
class Change:
    """What an offer is changed to, and which version the one who changes it has seen."""

    version: int
    facts: Mapping[str, Any]
    not_public: tuple[str, ...]
    text: OfferText


def change(*, offer_id: int, change: Change, by: Actor, at: datetime, by_owner: bool = False) -> Offer:
    """Change facts and text; what was before stays in the history. A stale page is refused (409)."""
    with work.begin(by=by, at=at) as w:
        offer = locked(offer_id, by=by, by_owner=by_owner)
        if change.version != offer.version:
            raise Conflict(remedy=_("Load the page again; what you typed is still below."))
        before = {**offer.facts, **dict.fromkeys(offer.not_public, "?")}
        _set_facts(offer, checked(offer.kind, change.facts, change.not_public), change.not_public)
        after = {**offer.facts, **dict.fromkeys(offer.not_public, "?")}
        changes = {
            name: [before.get(name, ""), after.get(name, "")]
            for name in {**before, **after}
            if before.get(name, "") != after.get(name, "")
        }
        _set_text(offer, change.text, by=by)
        offer.words = {name: words for name, words in offer.words.items() if name not in changes}
        offer.version += 1
        offer.heard_at = offer.changed_at = at
        offer.save()
        note(offer, "offer_changed", by=by, at=at, changes=changes)
        w.record(
            "offer_changed",
            subject=("offer", offer.pk),
            ids={"kind": offer.kind, "version": offer.version, "facts": sorted(changes)},
            fields={"title": offer.title, **{name: pair[1] for name, pair in changes.items()}},
        )
    return offer


@dataclass(frozen=True)
class Move:
    """A step of the lifecycle with its reason; for a reservation: for whom, and until when."""

    step: str
    words: str = ""
    until_on: date | None = None


def move(*, offer_id: int, move: Move, by: Actor, at: datetime, by_owner: bool = False) -> Offer:
    """Take a step. State land goes by public bidding: it cannot be reserved for anybody."""
    step = lifecycle.STEPS.get(move.step)
    if step is None:
        raise Invalid(_("There is no such step."), field="step", remedy=", ".join(lifecycle.STEPS))
    with work.begin(by=by, at=at) as w:
        offer = locked(offer_id, by=by, by_owner=by_owner)
        _check_step(offer, step, move)
        offer.state, offer.changed_at, offer.heard_at = step.to_state, at, at
        reserving = step.name == "reserve"
        offer.reserved_for = move.words.strip()[:120] if reserving else ""
        offer.reserved_until = move.until_on if reserving else None
        if step.name == "reopen":  # new for everyone who waits, also for whom it fired before
            offer.version += 1
        offer.save()
        note(offer, step.event, by=by, at=at, words=move.words.strip())
        w.record(
            step.event,
            subject=("offer", offer.pk),
            ids={"kind": offer.kind, "version": offer.version},
            fields={"words": move.words},
        )
    return offer


def _check_step(offer: Offer, step: lifecycle.Step, move: Move) -> None:
    if step.barred_by_bidding and facts.kind_of(offer.kind).bidding:
        raise Invalid(
            _("State land goes by public bidding: it cannot be reserved or allotted to anybody."),
            remedy=_("Everyone who waits is told at the same moment; whoever wants it bids."),
            field="step",
        )
    if offer.state not in step.from_states:
        raise Conflict(
            _("The offer is now: %(state)s.") % {"state": offer.get_state_display()},
            remedy=_("Load the page again."),
        )
    if step.needs_words and not move.words.strip():
        words = _("Say for whom it is reserved.") if step.name == "reserve" else _("Say in a few words why.")
        raise Invalid(words, field="words")


def still_there(*, offer_id: int, by: Actor, at: datetime, by_owner: bool = False) -> Offer:
    """Its owner, or whoever looks after it, says that it is still to be had as it stands."""
    with work.begin(by=by, at=at) as w:
        offer = locked(offer_id, by=by, by_owner=by_owner)
        if offer.state not in lifecycle.LIVE:
            raise Conflict(_("The offer is now: %(state)s.") % {"state": offer.get_state_display()})
        offer.heard_at = at
        offer.save(update_fields=["heard_at"])
        note(offer, "offer_still_there", by=by, at=at)
        w.record("offer_still_there", subject=("offer", offer.pk))
    return offer


def note_asked(*, offer_id: int, by: Actor, at: datetime) -> Offer:
    """Its owner is asked whether it is still to be had."""
    by.need("offers.write")
    with work.begin(by=by, at=at) as w:
        offer = locked(offer_id, by=by)
        offer.asked_at = at
        offer.save(update_fields=["asked_at"])
        w.record("offer_asked", subject=("offer", offer.pk))
    return offer


def locked(offer_id: int, *, by: Actor, by_owner: bool = False) -> Offer:
    """The offer, locked for a change; 404 when there is none, 403 when it may only be read."""
    rows = Offer.objects.filter(tenant_id=by.tenant_id) if by_owner else access.offers(by)
    offer = rows.filter(pk=offer_id).select_for_update().first()
    if offer is None:
        raise NotFound()
    if not (by_owner or by.may("offers.write")):
        raise NotAllowed()
    return offer


def checked(code: str, given: Mapping[str, Any], not_public: tuple[str, ...] = ()) -> dict[str, str]:
    """Facts of a kind as they are kept; unknown names, wrong units and impossible values are refused."""
    known = {fact.name: fact for fact in facts.asked(code)}
    if strange := [name for name in (*given, *not_public) if name not in known]:
        raise Invalid(
            _("This kind of offer has no fact “%(name)s”.") % {"name": str(strange[0])[:60]},
            remedy=", ".join(known),
            field="facts",
        )
    found = {
        name: facts.kept(known[name], raw) for name, raw in given.items() if raw is not None and raw != ""
    }
    _check_together(found)
    return {name: found[name] for name in known if found.get(name)}


# What cannot be: the first above, or after, the second.
ORDERED = [
    ("plot_ratio_min", "plot_ratio_max"), ("density_min", "density_max"), ("apply_from", "apply_until"),
    ("bid_from", "bid_until"), ("notice_on", "apply_until"), ("notice_on", "bid_until"), ("floor", "floors"),
    ("divisible_m2", "area_m2"), ("deposit", "start_price"),
]  # fmt: skip


def _check_together(found: Mapping[str, str]) -> None:
    dictionary = facts.dictionary()
    for low, high in ORDERED:
        if not (found.get(low) and found.get(high)):
            continue
        first, second = dictionary[low], dictionary[high]
        a: Any = facts.typed(first, found[low])
        b: Any = facts.typed(second, found[high])
        if a > b:
            words = _("%(first)s (%(a)s) lies above %(second)s (%(b)s).") % {
                "first": first.label, "a": facts.shown(first, found[low]),
                "second": second.label, "b": facts.shown(second, found[high]),
            }  # fmt: skip
            raise Invalid(words, remedy=_("Check both values."), field=low)


def note(
    offer: Offer, code: str, *, by: Actor, at: datetime, words: str = "", changes: Any = None
) -> OfferNote:
    """Write a line of an offer's history."""
    return OfferNote.objects.create(
        offer=offer, code=code, version=offer.version, words=words, changes=changes or {}, by_name=by.name[:60], at=at
    )  # fmt: skip


def _set_facts(offer: Offer, found: dict[str, str], not_public: tuple[str, ...]) -> None:
    kind = facts.kind_of(offer.kind)
    offer.facts = found
    offer.not_public = [name for name in kind.facts if name in not_public and name not in found]
    offer.size = Decimal(found[kind.size]).quantize(Decimal("0.01")) if found.get(kind.size) else None
    offer.place = found.get("place", "")[:200]
    closing = [date.fromisoformat(found[name]) for name in kind.closes if found.get(name)]
    offer.closes_on = closing[0] if closing else None


def _set_text(offer: Offer, text: OfferText, *, by: Actor) -> None:
    for name, longest in TEXTS.items():
        value = getattr(text, name).strip()
        if len(value) > longest:
            raise Invalid(_("At most %(n)s characters are possible here.") % {"n": longest}, field=name)
        setattr(offer, name, value)
    if not offer.title:
        offer.title = titled(offer)
    if text.source_url and not text.source_url.strip().startswith(("http://", "https://")):
        raise Invalid(_("An address begins with http:// or https://."), field="source_url")
    offer.shape = shapes.checked(text.shape) if text.shape else None
    offer.owner = _of_tenant(Company, text.owner_id, by=by, field="owner")
    offer.officer = _of_tenant(Person, text.officer_id, by=by, field="officer")


def titled(offer: Offer) -> str:
    """A name for an offer that nobody named: its number or place, and its kind."""
    kind = facts.kind_of(offer.kind)
    named = offer.facts.get("parcel_number") or offer.facts.get("machine") or offer.facts.get("lender")
    return " ".join(part for part in (named or offer.place[:60], kind.label) if part)[:120]


def _of_tenant(model: Any, pk: int | None, *, by: Actor, field: str) -> Any:
    if pk is None:
        return None
    found = model._default_manager.filter(tenant_id=by.tenant_id, pk=pk).first()
    if found is None:
        raise Invalid(_("This choice is no longer there. Please choose again."), field=field)
    return found


def _survey(pk: int | None, *, by: Actor) -> Survey | None:
    found: Survey | None = _of_tenant(Survey, pk, by=by, field="survey")
    return found


def _known(key: str, *, by: Actor) -> Offer | None:
    return Offer.objects.filter(tenant_id=by.tenant_id, client_key=key[:120]).first()


def _clean_words(words: Mapping[str, str]) -> dict[str, str]:
    known = facts.dictionary()
    return {
        name: text.strip()[:LONGEST_WORDS] for name, text in words.items() if name in known and text.strip()
    }
