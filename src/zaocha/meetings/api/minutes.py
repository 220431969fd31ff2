"""API of minutes and their drafts."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Form, Header, Query, Router, Schema, Status
from ninja.files import UploadedFile

from zaocha.accounts.access import actor_of
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock, idempotency
from zaocha.kernel.errors import Invalid
from zaocha.meetings.actions import minutes as minutes_actions
from zaocha.meetings.actions import minutes_confirming, minutes_drafts
from zaocha.meetings.minutes_forms import MOST_BYTES, text_of
from zaocha.meetings.models import Minutes
from zaocha.meetings.queries import minutes as queries
from zaocha.sheets.messages import Unreadable

router = Router(tags=["minutes"])


class MinutesIn(Schema):
    """Minutes as text; `on`: the day of the meeting, if the text does not say it."""

    text: str
    file_name: str = ""
    on: date | None = None
    meeting_id: int | None = None


class PromiseIn(Schema):
    """What was promised; `confirmed`: by its giver, else it is kept as a statement."""

    by_whom: str = ""
    what: str = ""
    due_on: date | None = None
    trigger: str = ""
    confirmed: bool = False


class DraftIn(Schema):
    """What is to be changed; what is left out stays."""

    text: str | None = None
    company: str | None = None
    company_id: int | None = None
    raised_by: str | None = None
    category: str | None = None
    outcome: str | None = None
    answer: str | None = None
    promise: PromiseIn | None = None
    unit_id: int | None = None


class PassageIn(Schema):
    """A passage that the reading missed: by its place (code points, end exclusive) or by its words."""

    start: int | None = None
    end: int | None = None
    words: str = ""


class ConfirmIn(Schema):
    """`register`: put a new company into the register; `hand_over`: to the draft's unit at once."""

    register_company: bool = True
    hand_over: bool = True


@router.get("/minutes", url_name="minutes")
def minutes(request: HttpRequest, after: int = 0, limit: int = Query(50, ge=1, le=200)) -> dict[str, Any]:
    """Minutes by id."""
    by = _desk(request)
    found = list(queries.minutes(by).filter(pk__gt=after).order_by("pk")[: limit + 1])
    items = [_as_dict(one) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/minutes", response={201: dict[str, Any]}, url_name="minutes-new")
def create(
    request: HttpRequest, body: MinutesIn, idempotency_key: str = Header("", alias="Idempotency-Key")
) -> Status[dict[str, Any]]:
    """Read a text; what it finds are drafts, nothing enters the pool. A long text is read in the background."""
    by = _desk(request)
    new = minutes_actions.NewMinutes(body.text, body.file_name, body.on, body.meeting_id)
    return _taken(new, by=by, key=idempotency_key, request=body.dict())


@router.post("/minutes/file", response={201: dict[str, Any]}, url_name="minutes-file")
def upload(
    request: HttpRequest,
    file: UploadedFile = File(...),  # noqa: B008
    on: date | None = Form(None),  # noqa: B008
    idempotency_key: str = Header("", alias="Idempotency-Key"),
) -> Status[dict[str, Any]]:
    """Read a .docx, .txt or .md file of at most 10 MB; UTF-8, UTF-16 with a mark, or GB18030."""
    by = _desk(request)
    name = file.name or ""
    try:
        if (file.size or 0) > MOST_BYTES:
            size = -(-(file.size or 0) // 1_048_576)
            raise Unreadable("too_large", name=name, size_mb=size, limit_mb=MOST_BYTES // 1_048_576)
        data = file.read()
        text = text_of(data, name=name)
    except Unreadable as refusal:
        raise Invalid(f"{name}: {refusal.text(_)}", field="file", code=refusal.code) from None
    new = minutes_actions.NewMinutes(text, name, on)
    given = {"file": sha256(data).hexdigest(), "name": name, "on": on}
    return _taken(new, by=by, key=idempotency_key, request=given)


@router.get("/minutes/{minutes_id}", url_name="minutes-one")
def one(request: HttpRequest, minutes_id: int) -> dict[str, Any]:
    """One with its text, into which the quotes of the drafts point."""
    found = queries.one(by=_desk(request), pk=minutes_id)
    return {**_as_dict(found), "source_text": found.source_text}


@router.get("/minutes/{minutes_id}/drafts", url_name="drafts")
def drafts(
    request: HttpRequest, minutes_id: int, after: int = 0, limit: int = Query(50, ge=1, le=200)
) -> dict[str, Any]:
    """The drafts of minutes by id, in the shape of `zaocha minutes read`."""
    by = _desk(request)
    minutes_actions.one(minutes_id=minutes_id, by=by)
    rows = queries.drafts(by=by, minutes_id=minutes_id).filter(pk__gt=after).order_by("pk")
    found = list(rows[: limit + 1])
    items = [queries.as_dict(draft) for draft in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/minutes/{minutes_id}/drafts", response={201: dict[str, Any]}, url_name="draft-new")
def add(
    request: HttpRequest,
    minutes_id: int,
    body: PassageIn,
    idempotency_key: str = Header("", alias="Idempotency-Key"),
) -> Status[dict[str, Any]]:
    """A passage becomes a draft."""
    by, at = _desk(request), clock.now()

    def do() -> dict[str, Any]:
        return queries.as_dict(minutes_drafts.add(minutes_id=minutes_id, by=by, at=at, **body.dict()))

    given = {"minutes": minutes_id, **body.dict()}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=given, at=at, do=do))


@router.patch("/drafts/{draft_id}", url_name="draft-change")
def change(
    request: HttpRequest,
    draft_id: int,
    body: DraftIn,
    idempotency_key: str = Header("", alias="Idempotency-Key"),
) -> dict[str, Any]:
    """Correct a draft before it is confirmed."""
    by, at = _desk(request), clock.now()
    given = body.dict(exclude_unset=True)
    changes: dict[str, Any] = {
        ("company_text" if name == "company" else name): value for name, value in given.items()
    }
    for name in ("text", "company_text", "raised_by", "category", "outcome", "answer"):
        if name in changes and changes[name] is None:
            changes[name] = ""

    def do() -> dict[str, Any]:
        return queries.as_dict(
            minutes_drafts.change(draft_id=draft_id, changes=changes, by=by, at=at)  # type: ignore[arg-type]
        )

    return idempotency.once(by=by, key=idempotency_key, request={"draft": draft_id, **given}, at=at, do=do)


@router.post("/drafts/{draft_id}/confirm", url_name="draft-confirm")
def confirm(
    request: HttpRequest,
    draft_id: int,
    body: ConfirmIn,
    idempotency_key: str = Header("", alias="Idempotency-Key"),
) -> dict[str, Any]:
    """The draft becomes a demand with its answer or its promise; again gives the same demand."""
    by, at = _desk(request), clock.now()
    how = minutes_confirming.How(register=body.register_company, hand_over=body.hand_over)

    def do() -> dict[str, Any]:
        minutes_confirming.confirm_one(draft_id=draft_id, by=by, at=at, how=how)
        return queries.as_dict(queries.draft(by=by, pk=draft_id))

    given = {"draft": draft_id, "verb": "confirm", **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=given, at=at, do=do)


@router.post("/drafts/{draft_id}/drop", url_name="draft-drop")
def drop(
    request: HttpRequest, draft_id: int, idempotency_key: str = Header("", alias="Idempotency-Key")
) -> dict[str, Any]:
    """It is no demand."""
    by, at = _desk(request), clock.now()

    def do() -> dict[str, Any]:
        return queries.as_dict(minutes_drafts.drop(draft_id=draft_id, by=by, at=at))

    given = {"draft": draft_id, "verb": "drop"}
    return idempotency.once(by=by, key=idempotency_key, request=given, at=at, do=do)


@router.post("/drafts/{draft_id}/undo", url_name="draft-undo")
def undo(
    request: HttpRequest, draft_id: int, idempotency_key: str = Header("", alias="Idempotency-Key")
) -> dict[str, Any]:
    """Take a dropped draft up again."""
    by, at = _desk(request), clock.now()

    def do() -> dict[str, Any]:
        return queries.as_dict(minutes_drafts.undo_drop(draft_id=draft_id, by=by, at=at))

    given = {"draft": draft_id, "verb": "undo"}
    return idempotency.once(by=by, key=idempotency_key, request=given, at=at, do=do)


@router.get("/corrections", url_name="draft-corrections")
def corrections(request: HttpRequest, after: int = 0, limit: int = Query(50, ge=1, le=200)) -> dict[str, Any]:
    """What readings proposed and what people made of it, by draft id."""
    found = queries.corrections(by=_desk(request), after=after, limit=limit + 1)
    items = found[:limit]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


def _desk(request: HttpRequest) -> Actor:
    by = actor_of(request)
    by.need("meetings.write")
    return by


def _taken(
    new: minutes_actions.NewMinutes, *, by: Actor, key: str, request: dict[str, Any]
) -> Status[dict[str, Any]]:
    at = clock.now()

    def do() -> dict[str, Any]:
        return _as_dict(minutes_actions.take(new=new, by=by, at=at))

    return Status(201, idempotency.once(by=by, key=key, request=request, at=at, do=do))


def _as_dict(found: Minutes) -> dict[str, Any]:
    return {
        "id": found.pk,
        "meeting": {
            "title": found.title or None,
            "date": found.held_on.isoformat() if found.held_on else None,
            "place": found.place or None,
            "host": found.host or None,
        },
        "meeting_id": found.meeting_id,
        "file_name": found.file_name,
        "state": found.state,
        "read_to": found.read_to,
        "created_at": found.created_at.isoformat(),
    }
