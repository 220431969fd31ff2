"""One action, one transaction: what is written, its events, audit links and jobs commit together."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import connection, transaction

from zaocha.kernel import rows, tasks
from zaocha.kernel.models import ChainHead, Event


class By(Protocol):
    """Whoever acts: see `accounts.actors.Actor`."""

    @property
    def tenant_id(self) -> int: ...

    @property
    def mark(self) -> str:
        """Such as `person:12`, `link:9`, `system`."""
        ...


@dataclass
class Work:
    """What an action writes besides its own rows."""

    by: By
    at: datetime
    events: list[Event] = field(default_factory=list)

    def record(
        self,
        kind: str,
        *,
        subject: tuple[str, int],
        ids: Mapping[str, Any] | None = None,
        fields: Mapping[str, Any] | None = None,
    ) -> None:
        """Note a past fact.

        `ids`: ids, codes and dates that may be read by anybody who reads the audit.
        `fields`: what was written; only a salted digest of each value is kept.
        """
        salt = secrets.token_hex(8) if fields else ""
        self.events.append(
            Event(
                tenant_id=self.by.tenant_id,
                kind=kind,
                subject_kind=subject[0],
                subject_id=subject[1],
                actor=self.by.mark,
                at=self.at,
                ids=dict(ids or {}),
                digests={name: digest_of(value, salt=salt) for name, value in (fields or {}).items()},
                salt=salt,
            )
        )


_current: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def begin(*, by: By, at: datetime) -> Iterator[Work]:
    """Open the transaction of an action; inside another action of the same tenant, join that one."""
    outer = _current.get()
    if outer is not None:
        if outer.by.tenant_id != by.tenant_id:
            raise RuntimeError("one transaction cannot write for two tenants")
        inner = Work(by=by, at=at, events=outer.events)
        yield inner
        return
    work = Work(by=by, at=at)
    token = _current.set(work)
    try:
        with transaction.atomic():
            yield work
            _append(work)
    finally:
        _current.reset(token)


def digest_of(value: object, *, salt: str) -> str:
    """Salted digest of one written value."""
    return hashlib.sha256(f"{salt}|{value}".encode()).hexdigest()[:32]


def link_digest(event: Event) -> str:
    """Digest of one link of the chain; the salt is not part of it."""
    body = [
        event.tenant_id, event.seq, event.kind, event.subject_kind, event.subject_id, event.actor,
        event.at.astimezone(UTC).isoformat(), event.ids, event.digests, event.previous,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _append(work: Work) -> None:
    """Chain and store the events; the head is touched last, to hold its lock as briefly as possible."""
    if not work.events:
        return
    tasks.enqueue_handlers(work.events, at=work.at)
    tenant_id = work.by.tenant_id
    with connection.cursor() as cursor:
        seq, previous = _head(cursor, tenant_id)
        for event in work.events:
            seq += 1
            event.seq, event.previous = seq, previous
            event.digest = previous = link_digest(event)
        rows.insert(work.events)
        update = "UPDATE kernel_chainhead SET seq = %s, digest = %s WHERE tenant_id = %s"
        cursor.execute(update, [seq, previous, tenant_id])


def _head(cursor: Any, tenant_id: int) -> tuple[int, str]:
    """The locked end of a tenant's chain, made with its first event."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    select = f"SELECT seq, digest FROM kernel_chainhead WHERE tenant_id = %s{lock}"  # noqa: S608
    cursor.execute(select, [tenant_id])
    found = cursor.fetchone()
    if found is None:
        ChainHead.objects.bulk_create([ChainHead(tenant_id=tenant_id)], ignore_conflicts=True)
        cursor.execute(select, [tenant_id])
        found = cursor.fetchone()
    return int(found[0]), str(found[1])
