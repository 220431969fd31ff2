"""Background work: the check in steps, the taking in one."""

from __future__ import annotations

from datetime import datetime

from zaocha.accounts import actors
from zaocha.accounts.models import Person
from zaocha.imports import actions, checking
from zaocha.imports.models import Import
from zaocha.kernel import tasks
from zaocha.kernel.errors import Refused
from zaocha.kernel.tasks import Step


@tasks.stepwise("imports.check")
def check(*, import_id: int, run: int, cursor: int | None, at: datetime) -> Step:
    """Check the next rows; ends early when the import was mapped anew, dropped or finished."""
    batch = Import.objects.select_related("tenant").filter(pk=import_id, state="checking", run=run).first()
    if batch is None:
        return Step(None)
    return checking.step(batch, actions.kind_of(batch.kind), cursor=cursor)


@tasks.atomic("imports.clear")
def clear(*, import_id: int, at: datetime) -> None:
    """Remove staged rows that are no longer needed, some days after the import."""
    actions.clear(import_id=import_id)


@tasks.atomic("imports.take")
def take(*, import_id: int, person_id: int | None, at: datetime) -> None:
    """Write the good rows, all or nothing; a register that changed meanwhile leads back to the check."""
    batch = Import.objects.select_related("tenant").filter(pk=import_id, state="taking").first()
    if batch is None:
        return
    person = Person.objects.filter(pk=person_id).first() if person_id else None
    by = actors.of_person(person) if person else actors.system(batch.tenant)
    try:
        actions.write(batch, actions.kind_of(batch.kind), by=by, at=at)
    except Refused:
        actions.mark_stale(batch)
