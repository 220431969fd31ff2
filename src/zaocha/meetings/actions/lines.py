"""Writes of this area: words said at the table, saved at once and exactly once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from zaocha.accounts import handing_over
from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.lang import categories
from zaocha.meetings import access
from zaocha.meetings.actions import seats
from zaocha.meetings.models import Line, Meeting

LONGEST = 4000
KEPT_OFFLINE = timedelta(days=14)  # a line that says it was captured longer ago has a wrong clock


@dataclass(frozen=True)
class NewLine:
    """Words of a speaker. `said_at`: when the page took them, for those that were captured offline."""

    meeting_id: int
    words: str
    client_key: str
    invitation_id: int | None = None
    category: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True)
class LineChange:
    """What changes on a line; None leaves a thing as it is. `invitation_id` 0: nobody in particular."""

    words: str | None = None
    invitation_id: int | None = None
    company_id: int | None = None
    category: str | None = None
    outcome: str | None = None
    answer: str | None = None
    answered_by: str | None = None


def capture(*, new: NewLine, by: Actor, at: datetime) -> Line:
    """Save words at once. The same client key never makes a second line; late ones are taken too."""
    by.need("meetings.write")
    words = checked_words(new.words)
    if not 8 <= len(new.client_key) <= 60:
        raise Invalid(_("The line needs a key of 8 to 60 characters."), field="client_key")
    new = replace(new, words=words, category=checked_category(new.category))
    try:
        with work.begin(by=by, at=at) as w:
            return _capture(new, by, at, w)
    except IntegrityError:
        # Another process used the key between our look and our write; ours was rolled back whole.
        found = _found(new, by)
        if found is None:
            raise
        return found


def change(*, line_id: int, changes: LineChange, by: Actor, at: datetime) -> Line:
    """Correct a line or attach to it what came of it; any line, in any order."""
    by.need("meetings.write")
    with work.begin(by=by, at=at) as w:
        line = open_line(line_id, by)
        values = _changed(line, changes, by)
        if not values:
            return line
        for name, value in values.items():
            setattr(line, name, value)
        stamp(line, by, at)
        line.save(update_fields=[*values, "revision", "changed_at"])
        texts = {name: value for name, value in values.items() if name in {"words", "answer", "answered_by"}}
        ids = {name: value for name, value in values.items() if name not in texts}
        w.record("line_changed", subject=("line", line.pk), ids=ids, fields=texts)
    return line


def remove(*, line_id: int, by: Actor, at: datetime) -> Line:
    """Take a line away; `restore` brings it back."""
    return _set_removed(line_id, True, by, at)


def restore(*, line_id: int, by: Actor, at: datetime) -> Line:
    """Bring a removed line back."""
    return _set_removed(line_id, False, by, at)


def open_line(line_id: int, by: Actor) -> Line:
    """A line that is not yet a demand; what became one is corrected there."""
    line = access.line(by=by, pk=line_id)
    if line.demand_id is not None:
        raise Conflict(_("This line has become a demand."), remedy=_("Open the demand and correct it there."))
    return line


def stamp(line: Line, by: Actor, at: datetime) -> None:
    """Put the next revision of its meeting on a line that is about to be saved."""
    line.revision = seats.touch(meeting_id=line.meeting_id, by=by).revision
    line.changed_at = at


def checked_words(words: str) -> str:
    """The words without surrounding space; empty or endless ones are refused."""
    words = words.replace("\x00", "").strip()
    if not words:
        raise Invalid(_("There are no words to save."), field="words")
    if len(words) > LONGEST:
        raise Invalid(_("Please keep a line under 4,000 characters; make two of it."), field="words")
    handing_over.refuse_reports(words, field="words")
    return words


def checked_category(code: str) -> str:
    """A known category code, or nothing."""
    if code:
        try:
            categories.category(code)
        except categories.UnknownCategory as error:
            raise Invalid(_("There is no such category."), field="category") from error
    return code


def checked_outcome(code: str) -> str:
    """A known outcome, or nothing."""
    if code not in Line.Outcome.values:
        raise Invalid(_("There is no such outcome."), field="outcome")
    return code


CHECKS: dict[str, Callable[[str], str]] = {
    "words": checked_words,
    "category": checked_category,
    "outcome": checked_outcome,
    "answer": lambda given: given.strip()[:LONGEST],
    "answered_by": lambda given: given.strip()[:60],
}


def _capture(new: NewLine, by: Actor, at: datetime, w: work.Work) -> Line:
    meeting = seats.touch(meeting_id=new.meeting_id, by=by)
    if found := _found(new, by):
        return found
    if meeting.state == Meeting.State.PLANNED:
        meeting.state, meeting.opened_at = Meeting.State.OPEN, at
        meeting.save(update_fields=["state", "opened_at"])
    said_at = new.said_at or at
    line = Line.objects.create(
        meeting=meeting,
        words=new.words,
        category=new.category,
        captured_by_id=by.person_id,
        captured_at=said_at if at - KEPT_OFFLINE < said_at <= at else at,
        changed_at=at,
        client_key=new.client_key,
        revision=meeting.revision,
        **_speaker(meeting, new.invitation_id),
    )
    ids = {"meeting": meeting.pk, "company": line.company_id, "late": meeting.state == Meeting.State.CLOSED}
    w.record("line_captured", subject=("line", line.pk), ids=ids, fields={"words": line.words})
    return line


def _found(new: NewLine, by: Actor) -> Line | None:
    mine = Line.objects.filter(meeting_id=new.meeting_id, meeting__tenant_id=by.tenant_id)
    return mine.filter(client_key=new.client_key).first()


def _speaker(meeting: Meeting, invitation_id: int | None) -> dict[str, Any]:
    if not invitation_id:
        return {"invitation_id": None, "company_id": None}
    found = meeting.invitations.filter(pk=invitation_id).first()
    if found is None:
        raise NotFound(_("This speaker is not at the table."), field="invitation")
    return {"invitation_id": found.pk, "company_id": found.company_id}


def _changed(line: Line, changes: LineChange, by: Actor) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: check(given) for name, check in CHECKS.items() if (given := getattr(changes, name)) is not None
    }
    if changes.invitation_id is not None:
        values.update(_speaker(line.meeting, changes.invitation_id))
    if changes.company_id is not None:
        if not Company.objects.filter(tenant_id=by.tenant_id, pk=changes.company_id).exists():
            raise NotFound()
        values["company_id"] = changes.company_id
    return {name: value for name, value in values.items() if getattr(line, name) != value}


def _set_removed(line_id: int, removed: bool, by: Actor, at: datetime) -> Line:
    by.need("meetings.write")
    with work.begin(by=by, at=at) as w:
        line = open_line(line_id, by)
        if line.removed == removed:
            return line
        line.removed = removed
        stamp(line, by, at)
        line.save(update_fields=["removed", "revision", "changed_at"])
        kind = "line_removed" if removed else "line_restored"
        w.record(kind, subject=("line", line.pk), ids={"meeting": line.meeting_id})
    return line
