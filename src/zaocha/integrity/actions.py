"""Writes of this area: the office that a town names, and lessons. There is no action that takes a report."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.integrity.models import Lesson, Office
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


@dataclass(frozen=True)
class NewLesson:
    """`starts_at` and `ends_at` are left out for something to read."""

    title: str
    kind: str = "lesson"
    about: str = ""
    teacher: str = ""
    place: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def name_office(
    *, name: str, phone: str, by: Actor, at: datetime, address: str = "", hours: str = ""
) -> Office:
    """Say which discipline office a report is handed to, beside the national line."""
    by.need("advisers.write")
    if not name.strip():
        raise Invalid(_("Write the name of the office."), field="name")
    with work.begin(by=by, at=at) as w:
        texts = {
            "name": name.strip(),
            "phone": phone.strip(),
            "address": address.strip(),
            "hours": hours.strip(),
        }
        made, _fresh = Office.objects.update_or_create(tenant=by.tenant, defaults={**texts, "changed_at": at})
        w.record("discipline_office_named", subject=("tenant", by.tenant_id), fields=texts)
    return made


def enter_lesson(*, new: NewLesson, by: Actor, at: datetime) -> Lesson:
    """Announce a lesson, a consulting hour or something to read."""
    _need_teacher(by)
    _check(new)
    with work.begin(by=by, at=at) as w:
        made = Lesson.objects.create(tenant=by.tenant, entered_by=by.mark, entered_at=at, **_values(new))
        w.record("lesson_entered", subject=("lesson", made.pk), ids={"kind": made.kind})
    return made


def change_lesson(*, lesson_id: int, new: NewLesson, by: Actor, at: datetime) -> Lesson:
    """Another hour, place or text."""
    _need_teacher(by)
    _check(new)
    with work.begin(by=by, at=at) as w:
        found = _locked(lesson_id, by=by)
        for name, value in _values(new).items():
            setattr(found, name, value)
        found.save()
        w.record("lesson_changed", subject=("lesson", found.pk))
    return found


def count_lesson(*, lesson_id: int, came: int, by: Actor, at: datetime) -> Lesson:
    """How many companies came; not which."""
    _need_teacher(by)
    if not 0 <= came <= 10_000:
        raise Invalid(_("Please write how many companies came."), field="came")
    with work.begin(by=by, at=at) as w:
        found = _locked(lesson_id, by=by)
        if found.starts_at is None or found.starts_at > at:
            raise Conflict(_("It has not been held yet."))
        found.came = came
        found.save(update_fields=["came"])
        w.record("lesson_counted", subject=("lesson", found.pk), ids={"came": came})
    return found


def cancel_lesson(*, lesson_id: int, reason: str, by: Actor, at: datetime) -> Lesson:
    """It does not take place; the reason stays on record."""
    _need_teacher(by)
    if not reason.strip():
        raise Invalid(_("Say why: the reason stays on record."), field="reason")
    with work.begin(by=by, at=at) as w:
        found = _locked(lesson_id, by=by)
        found.cancelled_at, found.reason = at, reason.strip()[:200]
        found.save(update_fields=["cancelled_at", "reason"])
        w.record("lesson_cancelled", subject=("lesson", found.pk), fields={"reason": reason})
    return found


def _need_teacher(by: Actor) -> None:
    if not (by.may("advisers.write") or by.may("advisers.serve")):
        raise NotAllowed()


def _locked(pk: int, *, by: Actor) -> Lesson:
    found = Lesson.objects.select_for_update().filter(tenant=by.tenant, pk=pk).first()
    if found is None:
        raise NotFound()
    if found.cancelled_at is not None:
        raise Conflict(_("It was cancelled."))
    return found


def _check(new: NewLesson) -> None:
    if not new.title.strip():
        raise Invalid(_("Give it a title."), field="title")
    if new.kind not in Lesson.Kind.values:
        raise Invalid(field="kind", remedy=", ".join(Lesson.Kind.values))
    if new.kind != Lesson.Kind.PAPER and (new.starts_at is None or new.ends_at is None):
        raise Invalid(_("Say from when to when."), field="starts_at")
    if new.starts_at and new.ends_at and new.ends_at <= new.starts_at:
        raise Invalid(_("It ends before it begins."), field="ends_at")


def _values(new: NewLesson) -> dict[str, object]:
    texts = {"title": 120, "teacher": 60, "place": 120}
    values: dict[str, object] = asdict(new)
    for name, longest in texts.items():
        values[name] = str(values[name]).strip()[:longest]
    if new.kind == Lesson.Kind.PAPER:
        values |= {"starts_at": None, "ends_at": None}
    return values
