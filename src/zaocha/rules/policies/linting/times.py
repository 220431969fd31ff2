"""Versions, windows and days that do not fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from zaocha.rules.findings import Finding
from zaocha.rules.policies.documents import Period, Policy, Version
from zaocha.rules.policies.linting.words import finding
from zaocha.rules.policies.sources import Key, Read


def findings(policy: Policy, source: Read) -> Iterator[Finding]:
    """All that is wrong with the days of a policy."""
    for at, version in enumerate(policy.versions):
        yield from _version(version, ("versions", at), source, anchored=bool(policy.anchor))
    yield from _between(policy, source)
    first = min(version.valid.since for version in policy.versions)
    if policy.repealed_on and policy.repealed_on < first:
        day = policy.repealed_on.isoformat()
        yield finding("repealed_early", source.place(("repealed_on",)), severity="error", day=day)


def _version(version: Version, key: Key, source: Read, *, anchored: bool) -> Iterator[Finding]:
    valid, window = version.valid, version.window
    if valid.is_empty:
        place = source.place((*key, "valid_to"))
        yield finding("valid_ends_first", place, "later_end", severity="error", **_days(valid))
    if window and window.is_empty:
        place = source.place((*key, "window"))
        yield finding("window_ends_first", place, "later_end", severity="error", **_days(window))
    elif window and not anchored and not valid.is_empty and not _meets(version, window):
        place = source.place((*key, "window"))
        yield finding("window_outside", place, "within_version", severity="error",
                      window=_said(window), valid=_said(valid))  # fmt: skip
    if version.retroactive_from:
        place = source.place((*key, "retroactive_from"))
        if not anchored:
            yield finding("retroactive_alone", place, "name_anchor")
        if version.retroactive_from > valid.since:
            yield finding("retroactive_late", place, "drop_it")


def _meets(version: Version, window: Period) -> bool:
    coming = version.window_on(max(version.valid.since, window.since)) or window
    return coming.overlaps(version.valid)


def _between(policy: Policy, source: Read) -> Iterator[Finding]:
    numbered = list(enumerate(policy.versions))
    for (at, one), (other_at, other) in combinations(numbered, 2):
        if one.valid.overlaps(other.valid) and not one.valid.is_empty and not other.valid.is_empty:
            day = max(one.valid.since, other.valid.since).isoformat()
            place = source.place(("versions", other_at))
            yield finding("versions_overlap", place, "end_before", severity="error",
                          first=at + 1, second=other_at + 1, day=day)  # fmt: skip
    for (_at, one), (other_at, other) in pairwise(numbered):
        place = source.place(("versions", other_at, "valid_from"))
        if other.valid.since < one.valid.since:
            yield finding("versions_order", place, "order")
        elif one.valid.until and one.valid.until < other.valid.since:
            gap = Period(one.valid.until, other.valid.since)
            yield finding("versions_gap", place, severity="note", **_days(gap))


def _days(period: Period) -> dict[str, str]:
    return {"since": period.since.isoformat(), "until": period.until.isoformat() if period.until else "…"}


def _said(period: Period) -> str:
    days = _days(period)
    return f"{days['since']} – {days['until']}"
