"""Activities: planned, changed, cancelled, and counted afterwards as one number."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.agreements import access
from zaocha.agreements.actions import signups
from zaocha.agreements.models import Activity, Facility
from zaocha.kernel import tasks, work
from zaocha.kernel.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True)
class NewActivity:
    """An activity; `until`: sign-up closes; `keep_days`: after its end names and telephones are blotted out."""

    title: str
    organiser: str
    place: str
    starts_at: datetime
    ends_at: datetime
    until: datetime
    seats: int
    words: str = ""
    facility_id: int | None = None
    most_persons: int = 3
    asks_name: str = "may"
    asks_phone: str = "not"
    keep_days: int = 30


LIMITS = {"seats": (1, 5000), "most_persons": (1, 20), "keep_days": (1, 180)}


def plan(*, new: NewActivity, by: Actor, at: datetime) -> Activity:
    """Plan it; sign-up is open at once."""
    by.need("agreements.write")
    _check(new, by=by, at=at)
    with work.begin(by=by, at=at) as w:
        made = Activity.objects.create(tenant=by.tenant, made_at=at, made_by=by.mark, **asdict(new))
        w.record("activity_planned", subject=("activity", made.pk), fields={"title": made.title})
        _forget_later(made, at=at)
    return made


def change(*, activity_id: int, new: NewActivity, by: Actor, at: datetime) -> Activity:
    """Change it; with more places the waiting list moves up. Places that are taken are not taken away."""
    by.need("agreements.write")
    access.the_activity(by, activity_id)
    _check(new, by=by, at=at)
    with work.begin(by=by, at=at) as w:
        found = signups.held(activity_id)
        _need_open(found)
        if new.seats < signups.taken(found):
            words = _("%(n)s places are taken already.") % {"n": signups.taken(found)}
            raise Invalid(words, field="seats")
        for name, value in asdict(new).items():
            setattr(found, name, value)
        found.sequence += 1
        found.save()
        signups.move_up(found, at=at)
        w.record("activity_changed", subject=("activity", found.pk), fields={"title": found.title})
        _forget_later(found, at=at)
    return found


def cancel(*, activity_id: int, reason: str, by: Actor, at: datetime) -> Activity:
    """It does not take place; whoever signed up reads why."""
    by.need("agreements.write")
    if not reason.strip():
        raise Invalid(_("Say why: whoever signed up reads it."), field="reason")
    access.the_activity(by, activity_id)
    with work.begin(by=by, at=at) as w:
        found = signups.held(activity_id)
        _need_open(found)
        if found.ends_at <= at:
            raise Conflict(_("It is over."))
        found.state, found.reason, found.sequence = (
            Activity.State.CANCELLED,
            reason.strip()[:200],
            found.sequence + 1,
        )
        found.save()
        w.record("activity_cancelled", subject=("activity", found.pk), fields={"reason": reason})
    return found


def count(*, activity_id: int, attended: int, by: Actor, at: datetime) -> Activity:
    """How many came, as the organiser counted heads: one number, nobody is ticked off."""
    by.need("agreements.write")
    access.the_activity(by, activity_id)
    if not 0 <= attended <= 20000:
        raise Invalid(_("Between %(least)s and %(most)s.") % {"least": 0, "most": 20000}, field="attended")
    with work.begin(by=by, at=at) as w:
        found = signups.held(activity_id)
        _need_open(found)
        if found.starts_at > at:
            raise Conflict(_("It has not begun yet."))
        found.attended, found.counted_at, found.counted_by = attended, at, by.name[:60]
        found.save()
        w.record("activity_counted", subject=("activity", found.pk), ids={"attended": attended})
    return found


def _need_open(found: Activity) -> None:
    if found.state == Activity.State.CANCELLED:
        raise Conflict(_("This activity was cancelled."))


def _forget_later(found: Activity, *, at: datetime) -> None:
    run_after = found.ends_at + timedelta(days=found.keep_days)
    tasks.enqueue(
        "agreements.forget_persons",
        tenant_id=found.tenant_id,
        at=at,
        activity_id=found.pk,
        run_after=run_after,
    )


def _check(new: NewActivity, *, by: Actor, at: datetime) -> None:
    for name in ("title", "organiser", "place"):
        if not getattr(new, name).strip():
            raise Invalid(_("Please fill this in."), field=name)
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(new, name) <= most:
            raise Invalid(_("Between %(least)s and %(most)s.") % {"least": least, "most": most}, field=name)
    for name in ("asks_name", "asks_phone"):
        if getattr(new, name) not in Activity.Asks.values:
            raise Invalid(field=name, remedy=", ".join(Activity.Asks.values))
    _check_times(new, at=at)
    if (
        new.facility_id is not None
        and not Facility.objects.filter(tenant=by.tenant, pk=new.facility_id).exists()
    ):
        raise NotFound()


def _check_times(new: NewActivity, *, at: datetime) -> None:
    if not at < new.starts_at < new.ends_at <= new.starts_at + timedelta(days=15):
        raise Invalid(_("It begins later than now and ends after it begins."), field="starts_at")
    if new.until > new.ends_at:
        raise Invalid(_("Sign-up closes before its end."), field="until")
