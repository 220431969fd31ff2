"""What is wrong between policies: ids, exclusions, facts that are defined in two ways."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from zaocha.rules.facts import Dictionary, FactDefinition
from zaocha.rules.feel import names
from zaocha.rules.findings import Finding, Place, Severity
from zaocha.rules.policies.documents import Policy
from zaocha.rules.policies.linting.words import finding
from zaocha.rules.policies.sources import Read

Held = Sequence[tuple[Read, Policy]]


def findings(held: Held, dictionary: Dictionary) -> Iterator[Finding]:
    """All that shows only when the policies are seen together."""
    by_id: dict[str, tuple[Read, Policy]] = {}
    for source, policy in held:
        if policy.id in by_id:
            first = by_id[policy.id][0].file
            yield finding(
                "id_used", source.place(("id",)), "rename", severity="error", id=policy.id, file=first
            )
        by_id.setdefault(policy.id, (source, policy))
    for source, policy in held:
        yield from _exclusions(source, policy, by_id)
    yield from _facts(held)


def _exclusions(source: Read, policy: Policy, by_id: dict[str, tuple[Read, Policy]]) -> Iterator[Finding]:
    for at, other in enumerate(policy.excludes):
        place = source.place(("excludes", at))
        if other == policy.id:
            yield finding("excludes_itself", place, "drop_it", severity="error")
        elif other not in by_id:
            yield _unknown(other, place, by_id if len(by_id) > 1 else ())
        elif policy.id not in by_id[other][1].excludes:
            yield finding("excludes_one_side", place, "both_sides", severity="note", id=other)


def unknown_exclusions(source: Read, policy: Policy, ids: Collection[str]) -> Iterator[Finding]:
    """What one policy excludes and is not among those that are known."""
    for at, other in enumerate(policy.excludes):
        if other not in ids and other != policy.id:
            yield _unknown(other, source.place(("excludes", at)), ids)


def _unknown(other: str, place: Place, ids: Collection[str]) -> Finding:
    near = names.near(other, ids)
    # A single file says nothing about what else there is; a near name is a likely slip of the pen.
    severity: Severity = "warning" if near else "note"
    return finding("excludes_unknown", place, "near_id" if near else "", severity, id=other, names=near)


def _facts(held: Held) -> Iterator[Finding]:
    known: dict[str, tuple[str, FactDefinition]] = {}
    for source, policy in held:
        for at, fact in enumerate(policy.facts):
            file, first = known.setdefault(fact.name, (source.file, fact))
            if first != fact:
                place = source.place(("facts", at))
                yield finding("fact_differs", place, "same_fact", severity="error", name=fact.name, file=file)
