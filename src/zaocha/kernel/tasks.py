"""Background work over a leased job table: effect and completion in one transaction.

An *atomic* task (under a second) runs inside the transaction that marks it done. A *stepwise* task
takes a cursor and returns the next one; each step commits with its cursor. See docs/adr/0002.
"""

from __future__ import annotations

import secrets
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from zaocha.kernel.models import Event, Job

LEASE = timedelta(seconds=60)
ATTEMPTS = 8


@dataclass(frozen=True)
class Step:
    """Where a stepwise task has come to: the next cursor (None at its end) and its progress."""

    cursor: Any
    done: int = 0
    total: int = 0


_atomic: dict[str, Callable[..., None]] = {}
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


def on(*kinds: str, name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register an atomic task that follows events: called with `tenant_id`, `subject_id`, `ids`, `at`."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _atomic[name] = function
        for kind in kinds:
            _handlers.setdefault(kind, []).append(name)
        return function

    return register


def enqueue(name: str, *, tenant_id: int | None, at: datetime, **arguments: Any) -> Job:
    """Write a job in the running transaction."""
    if name not in _atomic and name not in _stepwise:
        raise LookupError(f"no task is called {name}")
    return Job.objects.create(
        tenant_id=tenant_id, name=name, arguments=arguments, run_after=at, created_at=at
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
    if jobs:
        Job.objects.bulk_create(jobs)


def run_one(*, at: datetime) -> bool:
    """Take the oldest ready job and run it (a stepwise one by one step); False when there is none."""
    job = _take(at=at)
    if job is None:
        return False
    try:
        _run(job, at=at)
    except Exception:  # the job keeps its error, waits longer each time, and is shown when it gives up
        _failed(job, at=at, error=traceback.format_exc())
    return True


def run_all(*, at: datetime, limit: int = 10_000) -> int:
    """Run until nothing is ready (tests, demo, `zaocha tasks run`); the number of steps made."""
    count = 0
    while count < limit and run_one(at=at):
        count += 1
    return count


def _take(*, at: datetime) -> Job | None:
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    with transaction.atomic():
        ready = Job.objects.filter(free, state="ready", run_after__lte=at).order_by("run_after", "id")
        if connection.features.has_select_for_update_skip_locked:
            ready = ready.select_for_update(skip_locked=True)
        job = ready.first()
        if job is None:
            return None
        job.lease, job.leased_until = secrets.token_hex(16), at + LEASE
        job.save(update_fields=["lease", "leased_until"])
        return job


def _run(job: Job, *, at: datetime) -> None:
    with transaction.atomic():
        # Whoever lost the lease to another worker must not write: the row is locked and compared.
        held = Job.objects.select_for_update().filter(pk=job.pk, lease=job.lease, state="ready").first()
        if held is None:
            return
        if held.name in _atomic:
            _atomic[held.name](**held.arguments, at=at)
            held.state, held.finished_at = "done", at
        else:
            step = _stepwise[held.name](**held.arguments, cursor=held.cursor, at=at)
            held.cursor, held.done, held.total = step.cursor, step.done, step.total
            if step.cursor is None:
                held.state, held.finished_at = "done", at
        held.leased_until, held.attempts = None, 0
        held.save()


def _failed(job: Job, *, at: datetime, error: str) -> None:
    attempts = job.attempts + 1
    Job.objects.filter(pk=job.pk, lease=job.lease).update(
        attempts=attempts,
        error=error[-4000:],
        leased_until=None,
        state="failed" if attempts >= ATTEMPTS else "ready",
        run_after=at + timedelta(seconds=min(3600, 2**attempts)),
    )
