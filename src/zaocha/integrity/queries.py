"""Where reports belong, and what there is to learn."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from zaocha.accounts.actors import Actor
from zaocha.integrity.models import Lesson, Office
from zaocha.kernel.errors import NotFound


def office(*, tenant_id: int) -> Office | None:
    """The discipline office that a town names, if it names one."""
    return Office.objects.filter(tenant_id=tenant_id).first()


def lessons(*, by: Actor) -> QuerySet[Lesson]:
    """Everything of the town that was not cancelled."""
    return Lesson.objects.filter(tenant_id=by.tenant_id, cancelled_at=None)


def coming(*, by: Actor, at: datetime) -> QuerySet[Lesson]:
    """What is still to come, and what can be read at any time."""
    rows = lessons(by=by)
    return (rows.filter(ends_at__gte=at) | rows.filter(starts_at=None)).order_by("starts_at", "pk")


def past(*, by: Actor, at: datetime) -> QuerySet[Lesson]:
    """What was held, newest first."""
    return lessons(by=by).filter(ends_at__lt=at).order_by("-starts_at", "-pk")


def lesson(*, by: Actor, pk: int) -> Lesson:
    """One of the town; 404 otherwise."""
    found = Lesson.objects.filter(tenant_id=by.tenant_id, pk=pk).first()
    if found is None:
        raise NotFound()
    return found
