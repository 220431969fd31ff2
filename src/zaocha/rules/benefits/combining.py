"""Several benefits for one company: which can be had together, which combination is worth most, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zaocha.rules.benefits import spans, words
from zaocha.rules.benefits.evaluating import Result
from zaocha.rules.benefits.quantities import NoFacts
from zaocha.rules.benefits.settings import NOBODY, Counted, Setting
from zaocha.rules.texts import Text

MOST_AT_ONCE = 24
"""Benefits that exclude each other directly or in a chain; more are settled one after the other, highest first."""


@dataclass(frozen=True)
class Entitlement:
    """A benefit that a company is entitled to. `work` counts it, given the heads that are used up. Of those with the
    same `group` only one is had (从高不重复); `excludes` names others, and holds in both directions."""

    id: str
    title: Text
    work: Callable[[Counted], Result]
    excludes: frozenset[str] = frozenset()
    group: str = ""


@dataclass(frozen=True)
class Left:
    """A benefit that is not taken: because of which other one, and in words."""

    id: str
    because: str
    said: Text


@dataclass(frozen=True)
class Combination:
    """What is taken, in the order of counting, and what is left. `total` sums the settled amounts, within the cap;
    `is_settled` says whether every amount is known."""

    taken: Mapping[str, Result]
    left: tuple[Left, ...]
    total: Decimal
    is_settled: bool
    steps: tuple[Text, ...]


def best(
    entitlements: Sequence[Entitlement], *, enjoyed: frozenset[str] = frozenset(), cap: Decimal | None = None
) -> Combination:
    """The combination that is worth most. What is enjoyed already stays and excludes; of equals the earlier stands.

    An amount that is not settled counts with what is certain of it. Heads that two of them share count in the one
    that gives more.
    """
    alone = {one.id: one.work(NOBODY) for one in entitlements}
    barred = {one.id: held for one in entitlements if (held := _barring(one, enjoyed))}
    free = [one for one in entitlements if one.id not in barred]
    rivals = _rivals(free)
    chosen = {name for part in _parts(free, rivals) for name in _chosen(part, rivals, alone)}
    order = sorted((one for one in free if one.id in chosen), key=lambda one: -alone[one.id].at_least)
    taken, steps = _counted(order, alone)
    titles = {one.id: one.title for one in entitlements}
    left = [_left(one, rivals[one.id] & chosen, titles, alone) for one in free if one.id not in chosen]
    left += [_barred(one, barred[one.id], titles) for one in entitlements if one.id in barred]
    total = sum((result.at_least for result in taken.values()), Decimal("0.00"))
    if cap is not None and total > cap:
        steps.append(words.say("settle_cap", sum=words.money(total), cap=words.money(cap)))
        total = cap.quantize(Decimal("0.01"))
    settled = all(not result.missing and not result.terms_unknown for result in taken.values())
    return Combination(taken, tuple(left), total, settled, (*steps, *(one.said for one in left)))


def _barring(one: Entitlement, enjoyed: frozenset[str]) -> str:
    return min(one.excludes & enjoyed, default="")


def _rivals(free: Sequence[Entitlement]) -> dict[str, set[str]]:
    rivals: dict[str, set[str]] = {one.id: set() for one in free}
    for n, one in enumerate(free):
        for other in free[n + 1 :]:
            same = one.group and one.group == other.group
            if same or other.id in one.excludes or one.id in other.excludes:
                rivals[one.id].add(other.id)
                rivals[other.id].add(one.id)
    return rivals


def _parts(free: Sequence[Entitlement], rivals: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Benefits that hang together by exclusion, in their order."""
    seen: set[str] = set()
    for one in free:
        if one.id in seen:
            continue
        part, todo = set[str](), [one.id]
        while todo:
            name = todo.pop()
            if name not in part:
                part.add(name)
                todo += rivals[name] - part
        seen |= part
        yield [other.id for other in free if other.id in part]


def _chosen(part: list[str], rivals: Mapping[str, set[str]], alone: Mapping[str, Result]) -> set[str]:
    if len(part) > MOST_AT_ONCE:
        return _one_by_one(part, rivals, alone)
    return _worth_most(part, rivals, alone)[1]


def _worth_most(
    names: list[str], rivals: Mapping[str, set[str]], alone: Mapping[str, Result]
) -> tuple[tuple[Decimal, int], set[str]]:
    """The best choice among those that do not exclude each other; of equal worth the one with more of them."""
    if not names:
        return (spans.ZERO, 0), set()
    first, rest = names[0], names[1:]
    (worth, count), held = _worth_most([name for name in rest if name not in rivals[first]], rivals, alone)
    with_first = (worth + alone[first].at_least, count + 1)
    if not rivals[first] & set(rest):
        return with_first, held | {first}
    without, other = _worth_most(rest, rivals, alone)
    return (with_first, held | {first}) if with_first >= without else (without, other)


def _one_by_one(part: list[str], rivals: Mapping[str, set[str]], alone: Mapping[str, Result]) -> set[str]:
    taken: set[str] = set()
    for name in sorted(part, key=lambda name: -alone[name].at_least):
        if not rivals[name] & taken:
            taken.add(name)
    return taken


def _counted(
    order: Sequence[Entitlement], alone: Mapping[str, Result]
) -> tuple[dict[str, Result], list[Text]]:
    taken: dict[str, Result] = {}
    steps: list[Text] = []
    used = Setting(NoFacts())
    for one in order:
        result = one.work(used.counted)
        if result.at_least < alone[one.id].at_least:
            earlier = words.listed(
                other.title for other in order if other.id in taken and taken[other.id].counted
            )
            steps.append(words.say("settle_heads", left=one.title, kept=earlier))
        amount = words.say("not_known") if result.amount is None else words.money(result.amount)
        steps.append(words.say("settle_alone", title=one.title, amount=_granted(result) or amount))
        taken[one.id] = result
        used = used.after(result.counted)
    return taken, steps


def _granted(result: Result) -> Text | None:
    return words.listed(result.grants) if result.grants and not result.amount else None


def _left(
    one: Entitlement, winners: set[str], titles: Mapping[str, Text], alone: Mapping[str, Result]
) -> Left:
    winner = max(sorted(winners), key=lambda name: alone[name].at_least)
    key = "settle_excluded" if winner in one.excludes or not one.group else "settle_group"
    return Left(one.id, winner, words.say(key, kept=titles[winner], left=one.title))


def _barred(one: Entitlement, by: str, titles: Mapping[str, Text]) -> Left:
    kept = titles.get(by, words.verbatim(by))
    return Left(one.id, by, words.say("settle_enjoyed", kept=kept, left=one.title))
