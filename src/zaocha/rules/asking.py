"""The next question: the one missing fact whose answer would settle most policies, worked out, not guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product

from zaocha.rules import deciding, residues
from zaocha.rules.conditions import Clause
from zaocha.rules.deciding import Undecided, Unknown
from zaocha.rules.facts import Dictionary, FactSet
from zaocha.rules.policies import verdicts
from zaocha.rules.policies.documents import Policy
from zaocha.rules.policies.verdicts import Verdict

LARGEST_SET = 3
MOST_TRIALS = 3_000


@dataclass(frozen=True)
class Question:
    """One fact to ask for, and what its answer would do (ids of policies).

    `settles`: whatever the answer is. `may_settle`: some answers do. `helps`: only together with other facts.
    `weight`: the sum, over the policies, of the share of the kinds of answer that settle one.
    """

    fact: str
    settles: tuple[str, ...] = ()
    may_settle: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    weight: Fraction = Fraction(0)


@dataclass
class _Tally:
    settles: list[str] = field(default_factory=list)
    may_settle: list[str] = field(default_factory=list)
    helps: list[str] = field(default_factory=list)
    weight: Fraction = Fraction(0)


def next_question(policies: Iterable[Policy], *, facts: FactSet, dictionary: Dictionary) -> Question | None:
    """What to ask a company next; None when nothing that is missing could decide anything."""
    found = questions(verdicts.evaluate_all(policies, facts=facts, dictionary=dictionary))
    return found[0] if found else None


def questions(found: Iterable[Verdict]) -> list[Question]:
    """Every missing fact that could decide a policy, the one that would settle most first.

    What settles whatever the answer is counts fully; what settles for some kinds of answer counts with their
    share; a fact that decides only together with others comes after those. Of equals the one named first.
    """
    tallies: dict[str, _Tally] = {}
    for verdict in found:
        if verdict.code != "missing":
            continue
        shares = _shares(verdict)
        for name in verdict.missing:
            tally = tallies.setdefault(name, _Tally())
            share = shares.get(name, Fraction(0))
            held = tally.settles if share == 1 else tally.may_settle if share else tally.helps
            held.append(verdict.policy.id)
            tally.weight += share
    order = sorted(tallies, key=lambda name: _rank(tallies[name]))
    return [_question(name, tallies[name]) for name in order]


def deciding_sets(verdict: Verdict) -> tuple[frozenset[str], ...]:
    """The smallest sets of missing facts some answers to which settle a verdict, fewest first.

    Sets of up to three are looked for; none within another. Empty when the verdict hangs on no fact.
    """
    left = deciding.undecided(verdict.whole, verdict.dictionary)
    if left is None:
        return ()
    found: list[frozenset[str]] = []
    for size in range(1, LARGEST_SET + 1):
        for group in combinations(left.unknowns, size):
            names = frozenset(name for one in group for name in _asked(one, verdict))
            if not any(smaller <= names for smaller in found) and _settle(group, left):
                found.append(names)
    return tuple(sorted(found, key=lambda names: (len(names), sorted(names))))


def _rank(tally: _Tally) -> tuple[Fraction, int, int, int]:
    return (-tally.weight, -len(tally.settles), -len(tally.may_settle), -len(tally.helps))


def _question(name: str, tally: _Tally) -> Question:
    return Question(name, tuple(tally.settles), tuple(tally.may_settle), tuple(tally.helps), tally.weight)


def _shares(verdict: Verdict) -> dict[str, Fraction]:
    """Fact → the share of its kinds of answer that settle the verdict while all else stays unknown."""
    left = deciding.undecided(verdict.whole, verdict.dictionary)
    if left is None:  # the condition holds, and a score card lacks facts: each may bring the points
        return {}
    shares: dict[str, Fraction] = {}
    for name in verdict.missing:
        # Of a quotient, a derived fact or a score one answer helps when nothing else of it is missing.
        own = [one for one in left.unknowns if _asked(one, verdict) == (name,)]
        ways = list(_ways(own))
        settled = sum(residues.settled(left.left, way) is not None for way in ways)
        if own and ways:
            shares[name] = Fraction(settled, len(ways))
    return shares


def _asked(unknown: Unknown, verdict: Verdict) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in unknown.asks for name in verdict.asked(one)))


def _settle(group: Sequence[Unknown], left: Undecided) -> bool:
    return any(residues.settled(left.left, way) is not None for way in _ways(group))


def _ways(group: Sequence[Unknown]) -> Iterator[dict[Clause, bool]]:
    """Every way in which some unknowns can come out together, up to a bound."""
    for number, chosen in enumerate(product(*(one.ways for one in group))):
        if number >= MOST_TRIALS:
            return
        yield {clause: truth for way in chosen for clause, truth in way.items()}
