"""Reads of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.promises import access
from zaocha.promises.models import Promise

State = Promise.State

# Standing of a promise -> label and tone of its pill.
STANDINGS = {
    "late": (_("late"), "red"),
    "due_today": (_("due today"), "amber"),
    "open": (_("promised"), "blue"),
    "waiting": (_("waiting for its trigger"), "purple"),
    "statement": (_("statement, to be confirmed"), "amber"),
    "lapsed": (_("statement only, not confirmed"), "grey"),
    "kept": (_("kept"), "green"),
    "kept_late": (_("kept late"), "green"),
    "broken": (_("broken"), "red"),
    "released": (_("released"), "grey"),
    "answered": (_("statement, answered in the reply"), "teal"),
    "declined": (_("statement, declined by its giver"), "grey"),
}


@dataclass(frozen=True)
class Standing:
    """Where a promise stands on a day: code, label, tone."""

    code: str
    label: object
    tone: str


def standing(promise: Promise, *, at: datetime) -> Standing:
    """Work out where a promise stands now."""
    return standing_of(_code(promise, at=at))


def standing_of(code: str) -> Standing:
    """A standing by its code."""
    return Standing(code, *STANDINGS[code])


def _code(promise: Promise, *, at: datetime) -> str:
    if promise.state == State.STATED:
        return "lapsed" if promise.confirm_by and promise.confirm_by < at else "statement"
    if promise.state == State.OPEN:
        return _open_code(promise.due_on, on=at.date())
    late = promise.due_on and promise.ended_at and _day(promise.ended_at) > promise.due_on
    return "kept_late" if promise.state == State.KEPT and late else str(promise.state)


def _open_code(due_on: date | None, *, on: date) -> str:
    if due_on is None:
        return "waiting"
    return "late" if due_on < on else "due_today" if due_on == on else "open"


def _day(at: datetime) -> date:
    from zaocha.kernel.clock import SHANGHAI

    return at.astimezone(SHANGHAI).date()


def filters(*, on: date, at: datetime) -> dict[str, Q]:
    """The tabs of the ledger: code -> condition."""
    is_open = Q(state=State.OPEN)
    stated = Q(state=State.STATED)
    return {
        "due_today": is_open & Q(due_on=on),
        "late": is_open & Q(due_on__lt=on),
        "open": is_open & Q(due_on__gt=on),
        "waiting": is_open & Q(due_on=None),
        "statement": stated & Q(confirm_by__gte=at),
        "lapsed": (stated & Q(confirm_by__lt=at)) | Q(state=State.LAPSED),
        "answered": Q(state=State.ANSWERED),
        "declined": Q(state=State.DECLINED),
        "kept": Q(state=State.KEPT),
        "broken": Q(state=State.BROKEN),
        "released": Q(state=State.RELEASED),
    }


def counts(*, by: Actor, on: date, at: datetime) -> dict[str, int]:
    """How many promises are under each tab: one statement."""
    parts = {code: Count("pk", filter=condition) for code, condition in filters(on=on, at=at).items()}
    return dict(access.visible(by).aggregate(**parts))


def page(*, by: Actor, tab: str, on: date, at: datetime, text: str = "") -> QuerySet[Promise]:
    """The promises under a tab, the most pressing first."""
    rows = access.visible(by).select_related("company", "unit", "person")
    if tab in (known := filters(on=on, at=at)):
        rows = rows.filter(known[tab])
    if text:
        rows = rows.filter(
            Q(what__icontains=text) | Q(company__name__icontains=text) | Q(giver__icontains=text)
        )
    return rows.order_by(F("due_on").asc(nulls_last=True), "id")


def of_origin(*, by: Actor, kind: str, ids: Iterable[int]) -> QuerySet[Promise]:
    """Promises that belong to certain demands or lines."""
    rows = access.visible(by).filter(origin_kind=kind, origin_id__in=list(ids))
    return rows.select_related("unit", "person", "company").order_by("id")


def of_company(*, tenant_id: int, company_id: int) -> QuerySet[Promise]:
    """What a company was promised, newest first."""
    rows = Promise.objects.filter(tenant_id=tenant_id, company_id=company_id)
    return rows.select_related("unit", "person").order_by("-stated_at", "-id")


def of_meeting(*, tenant_id: int, meeting_id: int) -> QuerySet[Promise]:
    """What was promised at one table."""
    rows = Promise.objects.filter(tenant_id=tenant_id, meeting_id=meeting_id)
    return rows.select_related("unit", "person", "company").order_by("id")


def from_earlier_meetings(*, tenant_id: int, before: datetime) -> QuerySet[Promise]:
    """What was promised at earlier tables and is not settled: the next meeting opens with it."""
    rows = Promise.objects.filter(tenant_id=tenant_id, stated_at__lt=before, state=State.OPEN)
    rows = rows.exclude(meeting_id=None).select_related("unit", "person", "company")
    return rows.order_by(F("due_on").asc(nulls_last=True), "id")
