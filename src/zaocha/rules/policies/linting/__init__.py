"""What is wrong with policies that can be read: conditions, time, benefits, the law, and policies together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from zaocha.rules import benefits, deriving
from zaocha.rules.facts import Dictionary
from zaocha.rules.findings import Finding, Unreadable
from zaocha.rules.policies import files, reading
from zaocha.rules.policies.documents import Policy
from zaocha.rules.policies.linting import conditions, guard, times, together
from zaocha.rules.policies.sources import Read

_ORDER = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True)
class Report:
    """All findings, file by file. `unreadable`: a file was no YAML, no JSON or no text at all."""

    files: int
    findings: tuple[Finding, ...]
    unreadable: bool


def lint(paths: Iterable[Path], *, dictionary: Dictionary) -> Report:
    """Look at files and folders, each policy alone and all together."""
    found: list[Finding] = []
    held: list[tuple[Read, Policy]] = []
    count, unreadable = 0, False
    for path in paths:
        try:
            names = files.found(path)
        except Unreadable as wrong:
            found += wrong.findings
            unreadable = True
            continue
        for file in names:
            count += 1
            try:
                source = files.read(file)
            except Unreadable as wrong:
                found += wrong.findings
                unreadable = True
                continue
            policy, own = examined(source, dictionary=dictionary)
            found += own
            if policy is not None:
                held.append((source, policy))
    found += together.findings(held, dictionary)
    return Report(count, tuple(found), unreadable)


def examined(source: Read, *, dictionary: Dictionary) -> tuple[Policy | None, tuple[Finding, ...]]:
    """One document: the policy when it has no errors of form, and all that is to be said, errors first."""
    policy, found = reading.read(source, dictionary=dictionary)
    if policy is not None:
        found = (*found, *_of_policy(policy, source, dictionary.with_facts(policy.facts)))
    return policy, tuple(sorted(found, key=lambda one: _ORDER[one.severity]))


def _of_policy(policy: Policy, source: Read, dictionary: Dictionary) -> Iterator[Finding]:
    yield from _derived(policy, source, dictionary)
    yield from times.findings(policy, source)
    for at, version in enumerate(policy.versions):
        key = ("versions", at)
        yield from conditions.findings(version.when, (*key, "when"), source, dictionary)
        if version.benefit is not None:
            yield from _benefit(version.benefit, f"versions[{at}].benefit", source, dictionary)
    yield from guard.findings(policy, source, dictionary)


def _derived(policy: Policy, source: Read, dictionary: Dictionary) -> Iterator[Finding]:
    """Circles and unreadable derivations of the policy's own facts."""
    own = {one.name: at for at, one in enumerate(policy.facts)}
    for finding in deriving.examined(dictionary)[1]:
        name = finding.place.path.removeprefix("facts.")
        yield finding.at(source.place(("facts", own[name], "derived") if name in own else ("facts",)))


def _benefit(raw: object, path: str, source: Read, dictionary: Dictionary) -> Iterator[Finding]:
    try:
        form = benefits.read(raw, path=path)
    except Unreadable as wrong:
        found = list(wrong.findings)
    else:
        found = list(benefits.check(form, dictionary=dictionary, path=path))
    for finding in found:
        yield finding.at(source.place_of(finding.place.path or path))
