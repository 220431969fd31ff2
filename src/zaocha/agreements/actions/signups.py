"""Signing up for an activity: places, a waiting list that moves up by itself, names that are forgotten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.agreements import access
from zaocha.agreements.models import Activity, Signup
from zaocha.kernel import tasks, work
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound

State = Signup.State
AT_ONCE, MINUTES = 120, 10  # sign-ups of everybody together; no address is looked at
PHONE = re.compile(r"[0-9+() -]{5,30}")


@dataclass(frozen=True)
class NewSignup:
    """Who comes, as far as the organiser asks."""

    persons: int = 1
    name: str = ""
    phone: str = ""
    client_key: str = ""


def sign_up(*, activity: Activity, new: NewSignup, by: Actor, at: datetime) -> Signup:
    """Take places, or a place in the waiting list. The same form sent twice signs up once."""
    name, phone = _checked(activity, new, for_company=by.company_id is not None)
    with work.begin(by=by, at=at) as w:
        found = held(activity.pk)
        if new.client_key and (known := found.signups.filter(client_key=new.client_key).first()):
            return known
        _need_open(found, new, by=by, at=at)
        fits = (
            new.persons <= found.seats - taken(found)
            and not found.signups.filter(state=State.WAITING).exists()
        )
        if not fits and _waiting(found) + new.persons > max(20, 2 * found.seats):
            raise Conflict(_("All places are taken, and the waiting list is long already."))
        made = Signup.objects.create(
            activity=found, company_id=by.company_id, name=name, phone=phone, persons=new.persons,
            state=State.IN if fits else State.WAITING, made_at=at, client_key=new.client_key[:80],
        )  # fmt: skip
        ids = {"signup": made.pk, "state": str(made.state), "persons": made.persons}
        w.record("activity_joined", subject=("activity", found.pk), ids=ids)
    return made


def withdraw(*, signup_id: int, by: Actor, at: datetime) -> Signup:
    """Give the places back, by one's own link, the company or the desk; the waiting list moves up in the same moment."""
    row = Signup.objects.select_related("activity").filter(activity__tenant=by.tenant, pk=signup_id).first()
    if row is None or (by.company_id is not None and row.company_id != by.company_id):
        raise NotFound()
    if by.company_id is None and f"signup:{row.pk}" not in by.roles:
        by.need("agreements.write")
    with work.begin(by=by, at=at) as w:
        found = held(row.activity_id)
        mine = Signup.objects.get(pk=signup_id)
        if mine.state == State.WITHDRAWN:
            return mine
        if found.starts_at <= at:
            raise Conflict(_("It has begun; nothing is to be given back any more."))
        mine.state, mine.withdrawn_at, mine.name, mine.phone = State.WITHDRAWN, at, "", ""
        mine.save()
        w.record("activity_left", subject=("activity", found.pk), ids={"signup": mine.pk})
        if found.state == Activity.State.OPEN:
            moved = move_up(found, at=at)
            if moved:
                w.record("activity_moved_up", subject=("activity", found.pk), ids={"signups": moved})
    return mine


def note_told(*, signup_id: int, by: Actor, at: datetime) -> None:
    """The desk has told whoever moved up."""
    by.need("agreements.write")
    if not by.may("agreements.persons"):
        raise NotAllowed()
    row = Signup.objects.filter(activity__tenant=by.tenant, pk=signup_id).first()
    if row is None:
        raise NotFound()
    with work.begin(by=by, at=at) as w:
        row.told_at = row.told_at or at
        row.save(update_fields=["told_at"])
        w.record("activity_told", subject=("activity", row.activity_id), ids={"signup": row.pk})


def forget(*, activity_id: int, at: datetime) -> None:
    """Blot out names and telephones once their time is over; when the activity was moved, later."""
    found = Activity.objects.filter(pk=activity_id, forgotten_at=None).first()
    if found is None:
        return
    due = found.ends_at + timedelta(days=found.keep_days)
    if due > at:
        tasks.enqueue(
            "agreements.forget_persons",
            tenant_id=found.tenant_id,
            at=at,
            activity_id=activity_id,
            run_after=due,
        )
        return
    found.signups.update(name="", phone="")
    found.forgotten_at = at
    found.save(update_fields=["forgotten_at"])


def held(activity_id: int) -> Activity:
    """The activity, held until the transaction ends: places are counted by one at a time."""
    return Activity.objects.select_for_update().get(pk=activity_id)


def taken(found: Activity) -> int:
    """How many places are taken."""
    return found.signups.filter(state=State.IN).aggregate(n=Sum("persons"))["n"] or 0


def move_up(found: Activity, *, at: datetime) -> list[int]:
    """The first in the waiting list that fit get the free places, in their order; their ids."""
    free, moved = found.seats - taken(found), []
    for one in found.signups.filter(state=State.WAITING).order_by("pk"):
        if one.persons <= free:
            one.state, one.moved_at = State.IN, at
            one.save(update_fields=["state", "moved_at"])
            free -= one.persons
            moved.append(one.pk)
    return moved


def _waiting(found: Activity) -> int:
    return found.signups.filter(state=State.WAITING).aggregate(n=Sum("persons"))["n"] or 0


def _need_open(found: Activity, new: NewSignup, *, by: Actor, at: datetime) -> None:
    if found.state == Activity.State.CANCELLED:
        raise Conflict(_("This activity was cancelled."))
    if at > found.until:
        raise Conflict(_("Sign-up is closed."))
    if by.company_id is not None:
        live = found.signups.filter(company_id=by.company_id, state__in=[State.IN, State.WAITING])
        if live.exists():
            raise Conflict(
                _("You have signed up already."), remedy=_("Withdraw first, to change the number.")
            )
    recent = found.signups.filter(made_at__gt=at - timedelta(minutes=MINUTES)).count()
    if recent >= AT_ONCE:
        raise Conflict(_("Very many sign up at this moment."), remedy=_("Please try again in ten minutes."))


def _checked(activity: Activity, new: NewSignup, *, for_company: bool) -> tuple[str, str]:
    """Name and telephone as far as they are asked for; what is not asked is not kept."""
    most = activity.seats if for_company else activity.most_persons
    if not 1 <= new.persons <= most:
        raise Invalid(_("Between %(least)s and %(most)s.") % {"least": 1, "most": most}, field="persons")
    given = {"name": new.name.strip()[:40], "phone": new.phone.strip()[:30]}
    if for_company:
        return "", ""
    for field, asks in (("name", activity.asks_name), ("phone", activity.asks_phone)):
        if asks == Activity.Asks.NOT:
            given[field] = ""
        elif asks == Activity.Asks.MUST and not given[field]:
            raise Invalid(_("Please fill this in."), field=field)
    if given["phone"] and not PHONE.fullmatch(given["phone"]):
        raise Invalid(_("Write the number with digits only."), field="phone")
    return given["name"], given["phone"]


def seen(by: Actor, pk: int) -> Signup:
    """A sign-up of an activity that somebody may see."""
    row = Signup.objects.select_related("activity").filter(activity__tenant=by.tenant, pk=pk).first()
    if row is None:
        raise NotFound()
    access.the_activity(by, row.activity_id)
    return row
