"""What may be read of staged imports."""

from __future__ import annotations

from django.db.models import QuerySet

from zaocha.accounts.actors import Actor
from zaocha.imports import kinds
from zaocha.imports.models import Import, ImportRow
from zaocha.kernel.errors import NotFound
from zaocha.kernel.models import Job

OPEN = ("reading", "mapping", "checking", "checked", "taking", "stale")


def visible(by: Actor) -> QuerySet[Import]:
    """The imports of the actor's tenant of the kinds that the actor may import."""
    allowed = [name for name, kind in kinds.everything().items() if by.may(kind.right)]
    return Import.objects.filter(tenant_id=by.tenant_id, kind__in=allowed)


def one(by: Actor, pk: int) -> Import:
    """An import of the own tenant; 404 otherwise, 403 without the right of its kind."""
    batch = Import.objects.select_related("tenant").filter(pk=pk, tenant_id=by.tenant_id).first()
    kind = kinds.find(batch.kind) if batch else None
    if batch is None or kind is None:
        raise NotFound()
    by.need(kind.right)
    return batch


def attempts_failed(batch: Import) -> int:
    """How often the background work of an import broke off; it is tried again by itself, at last not."""
    jobs = Job.objects.filter(tenant_id=batch.tenant_id, name__startswith="imports.", attempts__gt=0)
    return max((job.attempts for job in jobs.filter(arguments__import_id=batch.pk)), default=0)


def unfinished(by: Actor, kind: str) -> QuerySet[Import]:
    """What was begun and neither taken nor thrown away, newest first."""
    return visible(by).filter(kind=kind, state__in=OPEN).order_by("-pk")


def rows(batch: Import, *, decision: str = "", after: int = 0, limit: int = 50) -> list[ImportRow]:
    """Rows in the order of the file, after the row id `after`, one more than `limit` when there are more."""
    found = batch.rows.filter(pk__gt=after)
    if decision:
        found = found.filter(decision=decision)
    return list(found.order_by("pk")[: limit + 1])


def open_questions(batch: Import) -> list[str]:
    """The questions that still wait for an answer somewhere."""
    found: set[str] = set()
    for questions, answers in batch.rows.filter(decision="ask").values_list("questions", "answers")[:5000]:
        found |= set(questions) - set(answers)
    return sorted(found)
