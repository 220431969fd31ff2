"""Proves that nothing in a tenant's chain of events was changed or removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zaocha.kernel.models import ChainHead, Event
from zaocha.kernel.work import link_digest


@dataclass(frozen=True)
class Finding:
    """The first link that does not hold: its sequence number and what is wrong."""

    seq: int
    problem: str  # missing, changed, unlinked, head


@dataclass(frozen=True)
class Verdict:
    """How many links were checked, and the first that does not hold."""

    checked: int
    finding: Finding | None


def verify(*, tenant_id: int, on_progress: Callable[[int], None] | None = None) -> Verdict:
    """Walk the chain from its first link and compare it with its head."""
    expected, previous = 1, ""
    for event in Event.objects.filter(tenant_id=tenant_id).order_by("seq").iterator(chunk_size=2000):
        problem = _problem(event, expected=expected, previous=previous)
        if problem:
            return Verdict(expected - 1, Finding(expected, problem))
        previous, expected = event.digest, expected + 1
        if on_progress and expected % 1000 == 0:
            on_progress(expected)
    head = ChainHead.objects.filter(tenant_id=tenant_id).first()
    held = (head.seq, head.digest) if head else (0, "")
    if held != (expected - 1, previous):
        return Verdict(expected - 1, Finding(expected, "head"))
    return Verdict(expected - 1, None)


def _problem(event: Event, *, expected: int, previous: str) -> str:
    if event.seq != expected:
        return "missing"
    if event.previous != previous:
        return "unlinked"
    return "" if link_digest(event) == event.digest else "changed"
