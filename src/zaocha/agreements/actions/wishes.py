"""Questions to workers, their voices without a name, and what the desk does with them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.agreements import access, alike
from zaocha.agreements.models import Collection, Voice, WishGroup
from zaocha.companies.models import Company
from zaocha.demands import actions as demand_actions
from zaocha.demands.models import Demand
from zaocha.kernel import tasks, work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.results import actions as result_actions

OWN_WORDS = 5  # of one browser in a day
VOICES = 40  # of one browser in all
AT_ONCE, MINUTES = 600, 10  # of everybody together: a whole shift may answer at lunch, a script may not go on
LONGEST = 200


@dataclass(frozen=True)
class NewCollection:
    """A question with the choices that are offered; free words are always possible."""

    title: str
    question: str
    open_until: date
    choices: tuple[str, ...] = ()
    community: str = ""
    company_id: int | None = None


def open_collection(*, new: NewCollection, by: Actor, at: datetime) -> Collection:
    """Ask workers something. A month after its last day what could tell two browsers apart is blotted out."""
    by.need("agreements.write")
    _check(new, by=by, at=at)
    with work.begin(by=by, at=at) as w:
        made = Collection.objects.create(
            tenant=by.tenant, title=new.title.strip(), question=new.question.strip(), open_until=new.open_until,
            community=new.community.strip(), company_id=new.company_id, made_at=at, made_by=by.mark,
        )  # fmt: skip
        for label in dict.fromkeys(one.strip()[:120] for one in new.choices if one.strip()):
            WishGroup.objects.create(collection=made, label=label, is_choice=True, shown_at=at, made_at=at)
        w.record("wishes_asked", subject=("collection", made.pk), fields={"question": made.question})
        tasks.enqueue(
            "agreements.forget_browsers", tenant_id=by.tenant_id, at=at, collection_id=made.pk,
            run_after=datetime.combine(new.open_until + timedelta(days=30), time(3), SHANGHAI),
        )  # fmt: skip
    return made


def close_collection(*, collection_id: int, by: Actor, at: datetime) -> Collection:
    """No more answers; what came of them is still told at the same code."""
    by.need("agreements.write")
    access.the_collection(by, collection_id)
    with work.begin(by=by, at=at) as w:
        found = Collection.objects.select_for_update().get(pk=collection_id)
        if found.state == Collection.State.OPEN:
            found.state = Collection.State.CLOSED
            found.save(update_fields=["state"])
            w.record("wishes_closed", subject=("collection", found.pk))
    return found


def digest(browser: str, collection_id: int) -> str:
    """What is kept of a browser's random cookie: it cannot be led back, nor compared between questions."""
    text = f"{settings.SECRET_KEY}|wish|{collection_id}|{browser}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def say(
    *, collection: Collection, words: str, browser: str, by: Actor, at: datetime
) -> tuple[WishGroup, bool]:
    """A worker's own words: put with those that say the same, else a wish of its own. Says whether it was joined."""
    words = " ".join(words.split())
    if not words:
        raise Invalid(_("Please fill this in."), field="words")
    if len(words) > LONGEST:
        raise Invalid(_("At most %(n)s characters are possible here.") % {"n": LONGEST}, field="words")
    with work.begin(by=by, at=at) as w:
        held = _open(collection, at=at)
        _check_pace(held, browser, at=at, own_words=True)
        known = held.groups.filter(joined=None, hidden_reason="").values_list("pk", "label")
        pk = alike.nearest(words, known)
        group = (
            WishGroup.objects.get(pk=pk)
            if pk
            else WishGroup.objects.create(collection=held, label=words[:120], made_at=at)
        )
        _voice(group, browser, words=words, at=at)
        w.record("wish_said", subject=("collection", held.pk), ids={"wish": group.pk})
    return group, pk is not None


def me_too(*, collection: Collection, group_id: int, browser: str, by: Actor, at: datetime) -> WishGroup:
    """The same need, by one tap. A second tap of the same browser changes nothing."""
    with work.begin(by=by, at=at) as w:
        held = _open(collection, at=at)
        group = held.groups.filter(pk=group_id, joined=None, hidden_reason="").first()
        if group is None:
            raise NotFound()
        _check_pace(held, browser, at=at)
        if _voice(group, browser, words="", at=at):
            w.record("wish_said", subject=("collection", held.pk), ids={"wish": group.pk})
    return group


def apart(*, collection: Collection, group_id: int, browser: str, by: Actor, at: datetime) -> WishGroup:
    """Its author says that a wish is not the same as the one it was put with: it stands by itself."""
    with work.begin(by=by, at=at) as w:
        held = _open(collection, at=at)
        voice = Voice.objects.filter(group__collection=held, group_id=group_id, browser=browser).first()
        if voice is None or not voice.words:
            raise NotFound()
        WishGroup.objects.filter(pk=group_id).update(voices=F("voices") - 1)
        made = WishGroup.objects.create(collection=held, label=voice.words[:120], voices=1, made_at=at)
        voice.group = made
        voice.save(update_fields=["group"])
        w.record("wish_parted", subject=("collection", held.pk), ids={"wish": made.pk, "from": group_id})
    return made


def settled(
    *, collection: Collection, group_id: int, yes: bool, browser: str, by: Actor, at: datetime
) -> None:
    """A worker who wished it says whether it is settled; the first yes counts the wish as met, once."""
    with work.begin(by=by, at=at) as w:
        voice = (
            Voice.objects.select_for_update(of=("self",)).select_related("group__demand")
            .filter(group__collection=collection, group_id=group_id, browser=browser).first()
        )  # fmt: skip
        if voice is None or voice.group.demand is None or voice.group.demand.replied_at is None:
            raise Conflict(_("This can be said by whoever wished it, once there is an answer."))
        voice.settled = yes
        voice.save(update_fields=["settled"])
        w.record("wish_judged", subject=("collection", collection.pk), ids={"wish": group_id, "settled": yes})
        if yes:
            new = result_actions.NewResult(
                kind="wish_met", amount=Decimal(1), on=at.astimezone(SHANGHAI).date(), evidence=voice.group.label,
                company_id=collection.company_id, origin_kind="wish", origin_id=group_id,
                demand_id=voice.group.demand_id, confirmed=True,
            )  # fmt: skip
            result_actions.record(new=new, by=by, at=at)


def show(*, group_id: int, label: str, by: Actor, at: datetime) -> WishGroup:
    """The desk has read it: everybody may see it and say the same. The words may be put more plainly."""
    if not label.strip():
        raise Invalid(_("Please fill this in."), field="label")

    def do(found: WishGroup) -> None:
        found.label, found.hidden_reason = label.strip()[:120], ""
        found.shown_at = found.shown_at or at

    return _changed(group_id, "wish_shown", do, by=by, at=at, fields={"label": label})


def hide(*, group_id: int, reason: str, by: Actor, at: datetime) -> WishGroup:
    """Abuse, or a person's name in it: nobody but the desk sees it; the reason stays on record."""
    if not reason.strip():
        raise Invalid(_("Say why: the reason stays on record."), field="reason")

    def do(found: WishGroup) -> None:
        if found.demand_id:
            raise Conflict(_("It is in the pool already."))
        found.hidden_reason = reason.strip()[:200]

    return _changed(group_id, "wish_hidden", do, by=by, at=at, fields={"reason": reason})


def join(*, group_id: int, into_id: int, by: Actor, at: datetime) -> WishGroup:
    """Put one wish with another that says the same; a browser that said both counts once."""
    target = _group(into_id, by=by)

    def do(found: WishGroup) -> None:
        if target.collection_id != found.collection_id or target.pk == found.pk or target.joined_id:
            raise Invalid(_("Choose another wish of the same question."), field="into")
        if found.demand_id:
            raise Conflict(_("It is in the pool already."))
        already = target.said.exclude(browser="").values("browser")
        fresh = found.said.exclude(browser__in=already).exclude(browser="").count()
        found.said.filter(browser__in=list(already.values_list("browser", flat=True))).update(browser="")
        found.said.update(group=target)
        WishGroup.objects.filter(pk=target.pk).update(voices=F("voices") + fresh)
        found.joined, found.voices = target, 0

    return _changed(group_id, "wish_joined", do, by=by, at=at, ids={"into": into_id})


def pool(*, group_id: int, category: str, by: Actor, at: datetime) -> WishGroup:
    """Put the wish into the pool as a demand; where it came from stays with it. Done twice it is one demand."""
    group = _group(group_id, by=by)

    def do(found: WishGroup) -> None:
        if found.hidden_reason or found.joined_id:
            raise Conflict(_("This wish is not shown."))
        if found.demand_id:
            return
        with translation.override(by.tenant.language):
            told = {"label": found.label, "title": group.collection.title, "n": found.voices}
            words = _("%(label)s (workers' wish, “%(title)s”, %(n)s said so)") % told
            who = _("workers, without names")
        new = demand_actions.NewDemand(
            words=words, channel=Demand.Channel.WEB, company_id=group.collection.company_id, raised_by=who,
            category=category, client_key=f"wish-{found.pk}",
        )  # fmt: skip
        found.demand = demand_actions.raise_demand(new=new, by=by, at=at)
        found.pooled_at, found.pooled_voices, found.pooled_by = at, found.voices, by.name[:60]
        found.shown_at = found.shown_at or at

    return _changed(group_id, "wish_pooled", do, by=by, at=at, ids={"category": category})


def tell(*, group_id: int, note: str, by: Actor, at: datetime) -> WishGroup:
    """What the desk says back at the same code, beside the demand's state."""

    def do(found: WishGroup) -> None:
        found.note = note.strip()[:400]

    return _changed(group_id, "wish_answered", do, by=by, at=at, fields={"note": note})


def _changed(
    group_id: int, kind: str, do: Callable[[WishGroup], None], *, by: Actor, at: datetime, **told: object
) -> WishGroup:
    _group(group_id, by=by)
    with work.begin(by=by, at=at) as w:
        found = WishGroup.objects.select_for_update().get(pk=group_id)
        do(found)
        found.save()
        ids = {"wish": group_id, **(told.get("ids") or {})}  # type: ignore[dict-item]
        w.record(kind, subject=("collection", found.collection_id), ids=ids, fields=told.get("fields"))  # type: ignore[arg-type]
    return found


def _group(pk: int, *, by: Actor) -> WishGroup:
    by.need("agreements.write")
    rows = WishGroup.objects.select_related("collection").filter(collection__tenant=by.tenant)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    access.the_collection(by, found.collection_id)
    return found


def _open(collection: Collection, *, at: datetime) -> Collection:
    found = Collection.objects.select_for_update().get(pk=collection.pk)
    if found.state != Collection.State.OPEN or at.astimezone(SHANGHAI).date() > found.open_until:
        raise Conflict(_("Answers are no longer taken here."), remedy=_("What came of them stands below."))
    return found


def _check_pace(held: Collection, browser: str, *, at: datetime, own_words: bool = False) -> None:
    """No address is looked at: a whole office shares one. What counts is the browser, and all together."""
    mine = Voice.objects.filter(group__collection=held, browser=browser)
    if mine.count() >= VOICES:
        raise Invalid(_("You have said a great deal already. Thank you."), field="words")
    if own_words and mine.exclude(words="").filter(at__gt=at - timedelta(days=1)).count() >= OWN_WORDS:
        raise Invalid(
            _("At most %(n)s wishes of your own in a day.") % {"n": OWN_WORDS},
            remedy=_("You can still say “me too”, and write more tomorrow."), field="words",
        )  # fmt: skip
    recent = Voice.objects.filter(group__collection=held, at__gt=at - timedelta(minutes=MINUTES))
    if recent.count() >= AT_ONCE:
        raise Invalid(
            _("Very many answer at this moment."), remedy=_("Please try again in ten minutes."), field="words"
        )


def _voice(group: WishGroup, browser: str, *, words: str, at: datetime) -> bool:
    """Count a browser once; its later words are kept with the first."""
    known = Voice.objects.filter(group=group, browser=browser).first()
    if known is not None:
        if words and not known.words:
            known.words = words
            known.save(update_fields=["words"])
        return False
    try:
        with transaction.atomic():
            Voice.objects.create(group=group, words=words, browser=browser, at=at)
    except IntegrityError:  # the same browser, twice at once
        return False
    WishGroup.objects.filter(pk=group.pk).update(voices=F("voices") + 1)
    return True


def _check(new: NewCollection, *, by: Actor, at: datetime) -> None:
    for name in ("title", "question"):
        if not getattr(new, name).strip():
            raise Invalid(_("Please fill this in."), field=name)
    today = at.astimezone(SHANGHAI).date()
    if not today <= new.open_until <= today + timedelta(days=370):
        raise Invalid(_("Choose a day from today on, within a year."), field="open_until")
    if new.company_id is None:
        return
    if not Company.objects.filter(tenant=by.tenant, pk=new.company_id).exists():
        raise NotFound()
