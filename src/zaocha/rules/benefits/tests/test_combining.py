"""Which of several benefits a company takes: exclusion, groups, shared heads, what it has already."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zaocha.rules import benefits
from zaocha.rules.benefits import combining
from zaocha.rules.benefits.settings import Counted
from zaocha.rules.texts import Text


def of(
    name: str,
    amount: int | dict[str, Any],
    *excludes: str,
    group: str = "",
    facts: dict[str, Any] | None = None,
) -> combining.Entitlement:
    document = {"form": "fixed", "amount": str(amount)} if isinstance(amount, int) else amount
    form = benefits.read(document)

    def work(counted: Counted) -> benefits.Result:
        return benefits.evaluate(form, facts=benefits.Given(facts or {}), counted=counted)

    return combining.Entitlement(name, Text(f"{name}补助", name), work, frozenset(excludes), group)


def test_of_two_that_exclude_each_other_the_higher_is_taken_and_it_says_so() -> None:
    found = combining.best([of("a", 10), of("b", 30, "a"), of("c", 5)])
    assert set(found.taken) == {"b", "c"} and found.total == Decimal("35.00") and found.is_settled
    assert [(one.id, one.because) for one in found.left] == [("a", "b")]
    assert found.left[0].said.zh == "“b补助”与“a补助”不能同时享受，取前者"
    assert [step.zh for step in found.steps[:2]] == ["b补助：30 元", "c补助：5 元"]


def test_two_small_ones_can_be_worth_more_than_a_big_one_between_them() -> None:
    found = combining.best([of("a", 60), of("b", 100, "a", "c"), of("c", 60)])
    assert set(found.taken) == {"a", "c"} and found.total == 120


def test_of_a_group_the_highest_is_taken() -> None:
    found = combining.best([of("four", 400_000, group="stars"), of("five", 600_000, group="stars")])
    assert set(found.taken) == {"five"}
    assert found.left[0].said.zh == "同组从高不重复，取“five补助”，不取“four补助”"


def test_what_is_enjoyed_already_excludes() -> None:
    found = combining.best([of("a", 10, "old"), of("b", 5)], enjoyed=frozenset({"old"}))
    assert set(found.taken) == {"b"}
    assert found.left[0].said.en == "“old” is enjoyed already and excludes “a”"


def test_persons_count_in_the_benefit_that_gives_more() -> None:
    heads = {"form": "per_head", "persons": "people", "once": "hiring"}
    people = {"people": frozenset({"p1", "p2"})}
    found = combining.best([
        of("low", {**heads, "amount": "1000"}, facts={"people": frozenset({"p2", "p3"})}),
        of("high", {**heads, "amount": "1500"}, facts=people),
    ])  # fmt: skip
    assert found.total == Decimal("4000.00")
    assert any("人员已在“high补助”中计过" in step.zh for step in found.steps)


def test_a_common_cap_and_amounts_that_are_not_settled() -> None:
    assert combining.best([of("a", 80), of("b", 50)], cap=Decimal(100)).total == Decimal("100.00")
    open_ = combining.best([of("a", {"form": "unknown"}), of("b", 50)])
    assert (open_.total, open_.is_settled) == (Decimal("50.00"), False)
    assert "a补助：待定" in [step.zh for step in open_.steps]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=7), st.data())
def test_no_permitted_combination_is_worth_more(amounts: list[int], data: st.DataObject) -> None:
    names = [f"n{n}" for n in range(len(amounts))]
    pairs = {frozenset(pair) for pair in combinations(names, 2) if data.draw(st.booleans())}
    given_ = [
        of(name, amount, *(other for other in names if frozenset({name, other}) in pairs))
        for name, amount in zip(names, amounts, strict=True)
    ]
    found = combining.best(given_)
    worth = dict(zip(names, amounts, strict=True))
    permitted = (
        chosen
        for size in range(len(names) + 1)
        for chosen in combinations(names, size)
        if not any(frozenset(pair) in pairs for pair in combinations(chosen, 2))
    )
    assert found.total == max(sum(worth[name] for name in chosen) for chosen in permitted)
    assert not any(frozenset(pair) in pairs for pair in combinations(found.taken, 2))
    assert set(found.taken) | {one.id for one in found.left} == set(names)
