"""Where a policy stands on a day: which version speaks, whether one can apply, and what it comes down to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from zaocha.rules.conditions import All, Any, Clause, Condition
from zaocha.rules.facts import FactSet
from zaocha.rules.feel import tree
from zaocha.rules.policies.documents import Period, Policy, Version

State = Literal["open", "not_yet", "over", "repealed"]
NEVER = Any(())
"""A condition that nobody meets."""


@dataclass(frozen=True)
class Standing:
    """`whole`: who meets the policy at all; `open`: who meets it where one can apply on that day.

    A verdict needs no more: `whole` false is not eligible; else, unless excluded, `open` false is a closed
    window, unknown is missing, true is eligible. One company and a million are judged by the same two.
    """

    whole: Condition
    open: Condition


def standing(policy: Policy, on: date) -> Standing:
    """What a policy comes down to on a day."""
    if not policy.anchor:
        version = policy.versions[speaking(policy, on)]
        asked = policy.asks(version)
        return Standing(asked, asked if state(policy, version, on) == "open" else NEVER)
    pieces = [
        (version, All((_within(policy.anchor, periods), policy.asks(version))))
        for version, periods in coverage(policy, on)
    ]
    usable = [condition for version, condition in pieces if state(policy, version, on) == "open"]
    return Standing(Any(tuple(one for _version, one in pieces)), Any(tuple(usable)))


def speaking(policy: Policy, on: date, facts: FactSet | None = None) -> int:
    """Which version answers (its index): by the anchor when it is known, else by the day.

    Where none is in force, the one before; before all, the first. Of several the later one.
    """
    if len(policy.versions) == 1:
        return 0
    anchor = facts.value(policy.anchor) if facts and policy.anchor else None
    order = sorted(range(len(policy.versions)), key=lambda at: policy.versions[at].valid.since)
    if isinstance(anchor, date):
        covering = [
            at for at in order if _enacted(policy.versions[at], on) and anchor in policy.versions[at].covers
        ]
        if covering:
            return covering[-1]
    in_force = [at for at in order if on in policy.versions[at].valid]
    before = [at for at in order if _enacted(policy.versions[at], on)]
    return (in_force or before or order[:1])[-1]


def window(policy: Policy, version: Version, on: date) -> Period:
    """When one can apply: the window (as it comes on or after a day, when it comes back every year), else as long as
    the version is valid (with an anchor: from then on)."""
    found = version.window_on(on)
    if found:
        return found
    return Period(version.valid.since) if policy.anchor else version.valid


def state(policy: Policy, version: Version, on: date) -> State:
    """Can one apply under a version on a day?"""
    if policy.repealed_on and on >= policy.repealed_on:
        return "repealed"
    period = window(policy, version, on)
    since = max(period.since, version.valid.since)
    if on < since:
        return "not_yet"
    ends = [period.until] if policy.anchor else [period.until, version.valid.until]
    return "over" if any(end is not None and on >= end for end in ends) else "open"


def coverage(policy: Policy, on: date) -> list[tuple[Version, tuple[Period, ...]]]:
    """Of a policy with an anchor: which days of the matter each version decides. The later version wins."""
    found: list[tuple[Version, tuple[Period, ...]]] = []
    taken: list[Period] = []
    for version in sorted(policy.versions, key=lambda one: one.valid.since, reverse=True):
        if _enacted(version, on):
            left = _without(version.covers, taken)
            taken.append(version.covers)
            if left:
                found.append((version, left))
    return found[::-1]


def _enacted(version: Version, on: date) -> bool:
    return version.valid.since <= on


def _without(period: Period, taken: Iterable[Period]) -> tuple[Period, ...]:
    left = [period]
    for cut in taken:
        pieces: list[Period] = []
        for one in left:
            pieces += _minus(one, cut)
        left = pieces
    return tuple(left)


def _minus(one: Period, cut: Period) -> list[Period]:
    if not one.overlaps(cut) or one.is_empty:
        return [] if one.is_empty else [one]
    pieces = [Period(one.since, cut.since)] if one.since < cut.since else []
    if cut.until is not None and (one.until is None or cut.until < one.until):
        pieces.append(Period(cut.until, one.until))
    return pieces


def _within(anchor: str, periods: tuple[Period, ...]) -> Clause:
    tests: list[tree.Test] = [
        tree.Compare(">=", one.since)
        if one.until is None
        else tree.Interval(one.since, one.until, True, False)
        for one in periods
    ]
    return Clause(anchor, tests[0] if len(tests) == 1 else tree.OneOf(tuple(tests)))
