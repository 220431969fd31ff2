"""Writes of this area: minutes come in and are read into drafts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from zaocha.accounts import handing_over
from zaocha.accounts.actors import Actor
from zaocha.kernel import tasks, work
from zaocha.kernel.errors import Invalid, NotFound
from zaocha.meetings import minutes_reading
from zaocha.meetings.models import Draft, Meeting, Minutes

LONG_BYTES = 200 * 1024  # above, the reading happens in the background
MOST = 2_000_000  # code points; some five hundred meetings
TASK = "meetings.read_minutes"


@dataclass(frozen=True)
class NewMinutes:
    """A text as it came; `on`: the day of the meeting when the sender knows it.

    `client_key`: the same key never makes a second one.
    """

    text: str
    file_name: str = ""
    on: date | None = None
    meeting_id: int | None = None
    client_key: str = ""


def read(
    *, text: str, by: Actor, at: datetime, file_name: str = "", on: date | None = None, client_key: str = ""
) -> Minutes:
    """Keep a text and read drafts out of it: `take` for who has no meeting to tie it to."""
    return take(new=NewMinutes(text, file_name, on, client_key=client_key), by=by, at=at)


def take(*, new: NewMinutes, by: Actor, at: datetime) -> Minutes:
    """Keep a text and read drafts out of it; a long one is read in the background.

    The same `client_key` gives the minutes that it made before.
    """
    by.need("meetings.write")
    new = replace(new, text=new.text.removeprefix("\ufeff"))
    _check(new)
    with work.begin(by=by, at=at) as w:
        known = Minutes.objects.filter(tenant_id=by.tenant_id, client_key=new.client_key[:60]).first()
        if new.client_key and known:
            return known
        minutes = _stored(new, by=by, at=at)
        if len(new.text.encode()) > LONG_BYTES:
            minutes.state = Minutes.State.READING
            minutes.save(update_fields=["state"])
            tasks.enqueue(TASK, tenant_id=by.tenant_id, at=at, tenant=by.tenant_id, minutes_id=minutes.pk)
        else:
            _take_up(minutes, minutes_reading.read(text=new.text, on=new.on, by=by), offset=0)
        w.record("minutes_read", subject=("minutes", minutes.pk), fields={"text": new.text[:2000]})
    return minutes


def continue_reading(*, minutes_id: int, start: int, by: Actor, at: datetime) -> int | None:
    """Read the next piece of a long text; where the one after it begins, None at the end."""
    with work.begin(by=by, at=at):
        minutes = Minutes.objects.select_for_update().get(tenant_id=by.tenant_id, pk=minutes_id)
        text = minutes.source_text
        if start < minutes.read_to or start >= len(text):
            return minutes.read_to if minutes.read_to < len(text) else None
        end = minutes_reading.piece_end(text, start)
        reading = minutes_reading.read(text=text[start:end], on=minutes.held_on, by=by)
        _take_up(minutes, reading, offset=start)
        minutes.read_to = end
        minutes.state = Minutes.State.READING if end < len(text) else Minutes.State.READ
        minutes.save(update_fields=["read_to", "state"])
    return end if end < len(text) else None


def describe(*, minutes_id: int, title: str, held_on: date | None, by: Actor, at: datetime) -> Minutes:
    """Correct title and day; another day works out anew the dates of drafts that nobody has changed."""
    by.need("meetings.write")
    with work.begin(by=by, at=at) as w:
        minutes = one(minutes_id=minutes_id, by=by, lock=True)
        if held_on is not None and held_on > at.date():
            raise Invalid(_("This day is still to come."), field="held_on")
        moved = held_on != minutes.held_on
        minutes.title, minutes.held_on = title.strip()[:200] or minutes.title, held_on
        minutes.save(update_fields=["title", "held_on"])
        if moved and len(minutes.source_text.encode()) <= LONG_BYTES:
            _redate(minutes, by=by)
        day = held_on.isoformat() if held_on else None
        w.record("minutes_described", subject=("minutes", minutes.pk), ids={"held_on": day})
    return minutes


def one(*, minutes_id: int, by: Actor, lock: bool = False) -> Minutes:
    """Minutes of the actor's tenant; 404 otherwise."""
    rows = Minutes.objects.filter(tenant_id=by.tenant_id, pk=minutes_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NotFound()
    return found


def _check(new: NewMinutes) -> None:
    if not new.text.strip():
        raise Invalid(_("There is no text. Paste the minutes, or choose a file."), field="text")
    if "\x00" in new.text:
        raise Invalid(_("This is not a text: it holds binary data."), field="text")
    if len(new.text) > MOST:
        raise Invalid(
            _("The text has %(n)d characters; at most %(most)d are read.")
            % {"n": len(new.text), "most": MOST},
            remedy=_("Split it, one meeting in each part."),
            field="text",
        )
    handing_over.refuse_reports(new.text, field="text")


def _stored(new: NewMinutes, *, by: Actor, at: datetime) -> Minutes:
    if new.meeting_id and not Meeting.objects.filter(tenant_id=by.tenant_id, pk=new.meeting_id).exists():
        raise NotFound()
    return Minutes.objects.create(
        tenant=by.tenant, meeting_id=new.meeting_id, file_name=new.file_name[:200], held_on=new.on,
        source_text=new.text, client_key=new.client_key[:60], created_by_id=by.person_id, created_at=at,
        title=_first_line(new.text),
    )  # fmt: skip


def _take_up(minutes: Minutes, reading: minutes_reading.Reading, *, offset: int) -> None:
    """Store the drafts of one piece, and of the first one what is said of the meeting itself."""
    if offset == 0:
        _note_meeting(minutes, reading.meeting)
    drafts = [Draft(minutes=minutes, proposed=proposal(draft), **draft) for draft in reading.drafts]
    for draft in drafts:
        draft.start, draft.end = draft.start + offset, draft.end + offset
    Draft.objects.bulk_create(drafts)


def _note_meeting(minutes: Minutes, said: Any) -> None:
    if said["title"]:
        minutes.title = said["title"][:200]
    if minutes.held_on is None and said["date"]:
        minutes.held_on = date.fromisoformat(str(said["date"]))
    minutes.place, minutes.host = (said["place"] or "")[:120], (said["host"] or "")[:60]
    minutes.save(update_fields=["title", "held_on", "place", "host"])


def proposal(draft: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a proposal, to be compared with what a person makes of it."""
    return {name: draft[name] for name in minutes_reading.PROPOSED}


def _redate(minutes: Minutes, *, by: Actor) -> None:
    fresh = minutes_reading.read(text=minutes.source_text, on=minutes.held_on, by=by)
    promises = {(one["start"], one["end"]): one["promise"] for one in fresh.drafts}
    for draft in minutes.drafts.filter(state=Draft.State.PENDING):
        newer = promises.get((draft.start, draft.end))
        if newer and draft.promise and draft.promise == draft.proposed.get("promise"):
            draft.promise, draft.proposed["promise"] = newer, newer
            draft.save(update_fields=["promise", "proposed"])


def _first_line(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return next((line for line in lines if line), "")[:60]
