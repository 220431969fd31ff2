"""Background work over a leased job table: effect and completion in one transaction.

An *atomic* task (under a second) runs inside the transaction that marks it done, several of them together. A *stepwise* task
takes a cursor and returns the next one; each step commits with its cursor. See docs/adr/0002.
"""

from __future__ import annotations

import itertools
import secrets
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from zaocha.kernel import rows
from zaocha.kernel.models import Event, Job

LEASE = timedelta(seconds=60)
ATTEMPTS = 8
TOGETHER, SECONDS_TOGETHER = 100, 0.02  # short jobs in one transaction


@dataclass(frozen=True)
class Step:
    """Where a stepwise task has come to: the next cursor (None at its end) and its progress."""

    cursor: Any
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Call:
    """One event that a handler `together` follows."""

    tenant_id: int
    subject_id: int
    ids: Mapping[str, Any]


_atomic: dict[str, Callable[..., None]] = {}
_together: set[str] = set()
_stepwise: dict[str, Callable[..., Step]] = {}
_handlers: dict[str, list[str]] = {}


def atomic(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a short task; it is called with its arguments and `at`."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _atomic[name] = function
        return function

    return register


def stepwise(name: str) -> Callable[[Callable[..., Step]], Callable[..., Step]]:
    """Register a long task; it is called with its arguments, `cursor` (None first) and `at`."""

    def register(function: Callable[..., Step]) -> Callable[..., Step]:
        _stepwise[name] = function
        return function

    return register


def on(
    *kinds: str, name: str, together: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register an atomic task that follows events: called with `tenant_id`, `subject_id`, `ids`, `at`.

    With `together` it is called once for many events, with `calls` (a list of `Call`) and `at`.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _atomic[name] = function
        if together:
            _together.add(name)
        for kind in kinds:
            _handlers.setdefault(kind, []).append(name)
        return function

    return register


def enqueue(
    name: str, *, tenant_id: int | None, at: datetime, run_after: datetime | None = None, **arguments: Any
) -> Job:
    """Write a job in the running transaction; it runs at once, or not before `run_after`."""
    if name not in _atomic and name not in _stepwise:
        raise LookupError(f"no task is called {name}")
    return Job.objects.create(
        tenant_id=tenant_id, name=name, arguments=arguments, run_after=run_after or at, created_at=at
    )


def enqueue_handlers(events: Iterable[Event], *, at: datetime) -> None:
    """Write one job per event and registered handler."""
    jobs = [
        Job(
            tenant_id=event.tenant_id,
            name=name,
            arguments={"tenant_id": event.tenant_id, "subject_id": event.subject_id, "ids": event.ids},
            run_after=at,
            created_at=at,
        )
        for event in events
        for name in _handlers.get(event.kind, ())
    ]
    rows.insert(jobs)


def run_one(*, at: datetime) -> bool:
    """Take the oldest ready job and run it (a stepwise one by one step); False when there is none."""
    job = _ready(at).first()
    if job is None:
        return False
    try:
        if job.name in _atomic:
            return bool(_run_atomic([job.pk], at=at))
        _run_stepwise(job, at=at)
    except Exception:  # the job keeps its error, waits longer each time, and is shown when it gives up
        _failed(job, at=at, error=traceback.format_exc())
    return True


class Ran(NamedTuple):
    """How many steps were made, and whether there is probably more that should not wait."""

    steps: int
    more: bool


def run_some(*, at: datetime) -> Ran:
    """Run what is ready; short jobs share a transaction, for one sync to disk.

    When one of them fails, none has happened, and the oldest is tried by itself. After a small batch the
    worker had better pause: whatever comes meanwhile is then one batch, and writers have the database.
    """
    ready = list(_ready(at).values_list("pk", "name")[:TOGETHER])
    short = [pk for pk, _name in itertools.takewhile(lambda row: row[1] in _atomic, ready)]
    if len(short) < 2:
        return Ran(int(run_one(at=at)), more=len(ready) > len(short))
    try:
        steps = _run_atomic(short, at=at)
    except Exception:  # whichever it was: alone it will keep its error
        return Ran(int(run_one(at=at)), more=True)
    return Ran(steps, more=len(ready) == TOGETHER or steps < len(ready))


def run_all(*, at: datetime, limit: int = 10_000) -> int:
    """Run until nothing is ready (tests, demo, `zaocha tasks run`); the number of steps made."""
    count = 0
    while count < limit and (made := run_some(at=at).steps):
        count += made
    return count


def _ready(at: datetime) -> QuerySet[Job]:
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    return Job.objects.filter(free, state="ready", run_after__lte=at).order_by("run_after", "id")


def _locked(at: datetime, pks: Sequence[int]) -> list[Job]:
    """Those of the jobs that are still ready, locked; what another worker holds is left to it."""
    jobs = _ready(at).filter(pk__in=pks)
    if connection.features.has_select_for_update_skip_locked:
        jobs = jobs.select_for_update(skip_locked=True)
    return list(jobs)


def _run_atomic(pks: Sequence[int], *, at: datetime) -> int:
    """Run jobs until the time is up, one at least: writers of the web wait meanwhile. The number run.

    Effects and completion are one transaction, so no lease is needed.
    """
    until = time.monotonic() + SECONDS_TOGETHER
    with transaction.atomic():
        done: list[int] = []
        for group in _grouped(_locked(at, pks)):
            name = group[0].name
            if name in _together:
                _atomic[name](calls=[Call(**job.arguments) for job in group], at=at)
            else:
                _atomic[name](**group[0].arguments, at=at)
            done += [job.pk for job in group]
            if time.monotonic() > until:
                break
        Job.objects.filter(pk__in=done).update(state="done", finished_at=at, attempts=0)
    return len(done)


def _grouped(jobs: Sequence[Job]) -> list[list[Job]]:
    """Jobs one by one in their order; those that are run together at the place of their first."""
    groups: dict[str | int, list[Job]] = {}
    for job in jobs:
        groups.setdefault(job.name if job.name in _together else job.pk, []).append(job)
    return list(groups.values())


def _run_stepwise(job: Job, *, at: datetime) -> None:
    with transaction.atomic():
        if not _locked(at, [job.pk]):
            return
        job.lease, job.leased_until = secrets.token_hex(16), at + LEASE
        job.save(update_fields=["lease", "leased_until"])
    with transaction.atomic():
        # Whoever lost the lease to another worker must not write: the row is locked and compared.
        held = Job.objects.select_for_update().filter(pk=job.pk, lease=job.lease, state="ready").first()
        if held is None:
            return
        step = _stepwise[held.name](**held.arguments, cursor=held.cursor, at=at)
        held.cursor, held.done, held.total = step.cursor, step.done, step.total
        if step.cursor is None:
            held.state, held.finished_at = "done", at
        held.leased_until, held.attempts = None, 0
        held.save()


def _failed(job: Job, *, at: datetime, error: str) -> None:
    attempts = job.attempts + 1
    Job.objects.filter(pk=job.pk, lease=job.lease, state="ready").update(
        attempts=attempts,
        error=error[-4000:],
        leased_until=None,
        state="failed" if attempts >= ATTEMPTS else "ready",
        run_after=at + timedelta(seconds=min(3600, 2**attempts)),
    )
