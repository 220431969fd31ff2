"""Writes of this area: plan a meeting and change the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid
from zaocha.lang import categories
from zaocha.meetings import access
from zaocha.meetings.models import Meeting

FIELDS = ("theme", "starts_at", "ends_at", "place", "host", "category", "chain")
LONGEST = {"theme": 120, "place": 120, "host": 60, "chain": 20}


@dataclass(frozen=True)
class NewMeeting:
    """What a plan says; `category` is a code of lang.categories, both moments are aware."""

    theme: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    host: str = ""
    category: str = ""
    chain: str = ""


def plan(*, new: NewMeeting, by: Actor, at: datetime) -> Meeting:
    """Plan a meeting."""
    by.need("meetings.write")
    _check(new)
    with work.begin(by=by, at=at) as w:
        meeting = Meeting.objects.create(tenant=by.tenant, created_at=at, **_values(new))
        w.record("meeting_planned", subject=("meeting", meeting.pk), ids=_ids(new), fields=_texts(new))
    return meeting


def change(*, meeting_id: int, new: NewMeeting, by: Actor, at: datetime) -> Meeting:
    """Change the plan; calendars that took the file learn it by the higher sequence number."""
    by.need("meetings.write")
    _check(new)
    with work.begin(by=by, at=at) as w:
        meeting = access.meeting(by=by, pk=meeting_id)
        if meeting.state == Meeting.State.CLOSED:
            raise Conflict(
                _("This meeting is closed."), remedy=_("What was said can be corrected per demand.")
            )
        values = _values(new)
        changed = [name for name in FIELDS if getattr(meeting, name) != values[name]]
        if not changed:
            return meeting
        for name in changed:
            setattr(meeting, name, values[name])
        meeting.sequence += 1
        meeting.save(update_fields=[*changed, "sequence"])
        ids = {**_ids(new), "changed": ",".join(changed)}
        w.record("meeting_changed", subject=("meeting", meeting.pk), ids=ids, fields=_texts(new))
    return meeting


def _check(new: NewMeeting) -> None:
    if not new.theme.strip():
        raise Invalid(_("Give the meeting a theme."), field="theme")
    for name, longest in LONGEST.items():
        if len(getattr(new, name)) > longest:
            raise Invalid(_("At most %(n)s characters are possible here.") % {"n": longest}, field=name)
    if new.ends_at <= new.starts_at:
        raise Invalid(_("The meeting ends before it begins."), remedy=_("Change the end."), field="ends_at")
    if new.category:
        try:
            categories.category(new.category)
        except categories.UnknownCategory as error:
            raise Invalid(_("There is no such category."), field="category") from error


def _values(new: NewMeeting) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(new, name) for name in FIELDS}
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _ids(new: NewMeeting) -> dict[str, object]:
    return {"category": new.category, "chain": new.chain, "starts_at": new.starts_at.isoformat()}


def _texts(new: NewMeeting) -> dict[str, object]:
    return {"theme": new.theme, "place": new.place, "host": new.host}
