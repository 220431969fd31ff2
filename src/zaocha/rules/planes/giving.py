"""What policies give to many companies: worked out once for each way in which the facts that it hangs on lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np

from zaocha.rules import benefits, conditions, deriving, nearness
from zaocha.rules.facts import Dictionary, FactSet, Known
from zaocha.rules.planes import derived, single
from zaocha.rules.planes.columns import Column, Flags, Integers
from zaocha.rules.planes.companies import Companies
from zaocha.rules.policies import stacking, verdicts
from zaocha.rules.policies.documents import Policy
from zaocha.rules.policies.verdicts import Code

T = TypeVar("T")
REMEMBERED = 4096  # answers of one policy


class Given(NamedTuple):
    """A verdict, and the settled amount in yuan."""

    code: Code
    amount: Decimal | None


class Told(NamedTuple):
    """The same, and whether it was just missed."""

    code: Code
    amount: Decimal | None
    near: bool


class Giver:
    """One policy asked company by company, each different one once; answers are remembered."""

    def __init__(self, policy: Policy, dictionary: Dictionary, on: date) -> None:
        self.policy, self.dictionary, self.on = policy, dictionary, on
        self._remembered: dict[tuple[bool, tuple[Known | None, ...]], Given] = {}

    @cached_property
    def gives(self) -> bool:
        """Is there anything to work out for who meets the condition?"""
        return not self.policy.terms_unknown and any(one.form for one in self.policy.versions)

    @cached_property
    def hangs_on(self) -> set[str]:
        """The facts, as they are said, that what it gives hangs on."""
        read = {self.policy.anchor} - {""}
        for version in self.policy.versions:
            read |= set(benefits.facts_of(version.form)) if version.form else set()
        return derived.sources(read & set(self.dictionary.facts), self.dictionary)

    @cached_property
    def reads(self) -> set[str]:
        """All facts, as they are said, that the policy reads."""
        asked = {name for one in self.policy.versions for name in conditions.facts(one.when)}
        return self.hangs_on | derived.sources(asked & set(self.dictionary.facts), self.dictionary)

    @cached_property
    def tells(self) -> bool:
        """Does a condition test points that the policy's own score card tells?"""
        return any(
            set(benefits.sources(one.form)) & set(conditions.facts(one.when))
            for one in self.policy.versions
            if one.form
        )

    def given(self, companies: Companies, rows: Integers) -> list[Given]:
        """What those get who meet the condition; a score card may still refuse."""

        def answer(facts: FactSet, flag: bool) -> Given:
            key = (flag, tuple(facts.value(name) for name in names))
            found = self._remembered.get(key)
            if found is None:
                code, result = verdicts.given(
                    self.policy, facts=self._whole(facts), dictionary=self.dictionary
                )
                found = Given(code, result.amount if result else None)
                if len(self._remembered) < REMEMBERED:
                    self._remembered[key] = found
            return found

        names = sorted(self.hangs_on)
        return self._each(companies.columns, rows, self.hangs_on, np.zeros(len(rows), bool), answer)

    def told(self, companies: Companies, rows: Integers, excluded: Flags) -> list[Told]:
        """The whole answer to each company. `excluded`: which of them have had what excludes the policy."""
        by = next(iter(excluding(self.policy)), "")

        def answer(said: FactSet, had: bool) -> Told:
            facts = self._whole(said)
            company = FactSet(facts.on, facts.values, frozenset({by}) if had else frozenset())
            found = verdicts.evaluate(self.policy, facts=company, dictionary=self.dictionary)
            near = found.code == "not_eligible" and nearness.near_miss(found.walked) is not None
            return Told(found.code, stacking.amount(found), near)

        return self._each(companies.columns, rows, self.reads, excluded, answer)

    def _each(
        self,
        columns: Mapping[str, Column],
        rows: Integers,
        names: set[str],
        flags: Flags,
        answer: Callable[[FactSet, bool], T],
    ) -> list[T]:
        """The answers for rows, each different way once. Facts are those that were said and what follows from them."""
        there = {name: columns[name] for name in sorted(names) if name in columns}
        first, back = ways(there, rows, flags)
        found = []
        for at in first.tolist():
            facts = single.facts(there, int(rows[at]), dictionary=self.dictionary, on=self.on)
            found.append(answer(facts, bool(flags[at])))
        return [found[one] for one in back.tolist()]

    def _whole(self, said: FactSet) -> FactSet:
        """What was said, and what follows from it."""
        return deriving.completed(said, self.dictionary) if said.values else said


def excluding(policy: Policy) -> frozenset[str]:
    """The benefits that exclude the policy once they were had."""
    return frozenset((*policy.excludes, *(() if policy.repeatable else (policy.id,))))


def ways(columns: Mapping[str, Column], rows: Integers, flags: Flags) -> tuple[Integers, Integers]:
    """Of rows that are alike in all columns and in their flag the first, and for every row the number of its way."""
    way = flags.astype(np.int64)
    for column in columns.values():
        values, known = getattr(column, "values")[rows], column.known[rows]  # noqa: B009 - no ratios are said
        different, number = np.unique(values, return_inverse=True)
        mixed = way * (len(different) + 1) + np.where(known, number, len(different))
        _different, way = np.unique(mixed, return_inverse=True)
    _different, first, back = np.unique(way, return_index=True, return_inverse=True)
    return first, back


def highest(amounts: Sequence[Mapping[int, Decimal]]) -> list[set[int]]:
    """Of policies of one group, each with row → settled amount of its eligible rows: the rows that another overtakes.

    As `stacking.resolved`: the highest stays, of equal ones the first.
    """
    best: dict[int, tuple[Decimal, int]] = {}
    for at, one in enumerate(amounts):
        for row, amount in one.items():
            if row not in best or amount > best[row][0]:
                best[row] = (amount, at)
    return [{row for row in one if best[row][1] != at} for at, one in enumerate(amounts)]
