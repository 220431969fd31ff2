"""The walker against a brute-force reading of Kleene's tables, and what filling in a fact may change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.rules import checking, conditions, deciding, facts, walking
from zaocha.rules.conditions import Clause, Quotient
from zaocha.rules.facts import FactSet, FactValue

DICTIONARY = facts.dictionary()
ON = date(2026, 11, 23)
TESTS = {
    "revenue": [">= 10", "< 5", "[3..10)", "10", "!= 3", "not(3, 10)", "-", "is missing", "1, > 8"],
    "employees": [">= 10", "]2..7]", "not([3..5])", "not(is missing)"],
    "land_class": ['"A"', '"A","B"', 'not("D")', "is missing", '!= "C"', 'starts with(?, "A")'],
    "dishonest": ["true", "false", "not(true)"],
    "founded_on": ['>= date("2020-01-01")', '[date("2019-01-01")..date("2021-01-01"))'],
    "chains": ['"socks"', 'not("yarn")', '"socks","yarn"'],
}
VALUES: dict[str, list[Any]] = {
    "revenue": [None, *map(Decimal, (0, 3, 5, 9, 10, 11))],
    "employees": [None, *map(Decimal, (0, 2, 3, 7, 10))],
    "land_class": [None, "A", "B", "C", "D"],
    "dishonest": [None, True, False],
    "founded_on": [None, date(2019, 1, 1), date(2020, 1, 1), date(2021, 1, 1)],
    "chains": [None, frozenset(), frozenset({"socks"}), frozenset({"yarn", "socks"})],
    "rd_spend": [None, *map(Decimal, (-1, 0, 3))],
    "assets": [None, *map(Decimal, (-1, 0, 100))],
}


def clause(subject: conditions.Subject, text: str) -> Clause:
    fact = (
        checking.quotient(subject, DICTIONARY) if isinstance(subject, Quotient) else DICTIONARY[str(subject)]
    )
    return Clause(subject, checking.read_test(text, fact=fact, dictionary=DICTIONARY), text=text)


CLAUSES = st.one_of(
    *(st.sampled_from([clause(name, text) for text in texts]) for name, texts in TESTS.items()),
    st.sampled_from(
        [clause(Quotient("rd_spend", "assets"), text) for text in (">= 0.03", "< 0.03", "not(0)")]
    ),
)
CONDITIONS = st.recursive(
    CLAUSES,
    lambda inner: st.one_of(
        st.builds(lambda items: conditions.All(tuple(items)), st.lists(inner, max_size=3)),
        st.builds(lambda items: conditions.Any(tuple(items)), st.lists(inner, max_size=3)),
        st.builds(conditions.NotGroup, inner),
    ),
    max_leaves=7,
)
COMPANIES = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})


def company(values: dict[str, Any]) -> FactSet:
    return FactSet(ON, {name: FactValue(value) for name, value in values.items() if value is not None})


def oracle(condition: conditions.Condition, known: FactSet) -> str:
    """T, F or U from tables, clauses by hand."""
    if isinstance(condition, Clause):
        return by_hand(condition, known)
    if isinstance(condition, conditions.NotGroup):
        return {"T": "F", "F": "T", "U": "U"}[oracle(condition.item, known)]
    rank = "FUT" if isinstance(condition, conditions.All) else "TUF"
    return min((oracle(one, known) for one in condition.items), key=rank.index, default=rank[-1])


def by_hand(one: Clause, known: FactSet) -> str:
    if isinstance(one.subject, Quotient):
        above, below = known.value("rd_spend"), known.value("assets")
        if not isinstance(above, Decimal) or not isinstance(below, Decimal) or below <= 0:
            return "U"
        share = above / below  # 3/100 and 0: exact
        return (
            "T"
            if {">= 0.03": share >= Decimal("0.03"), "< 0.03": share < Decimal("0.03"), "not(0)": share != 0}[
                one.text
            ]
            else "F"
        )
    value: Any = known.value(one.subject)
    if one.text == "-":
        return "T"
    if "is missing" in one.text:
        return "T" if (value is None) != one.text.startswith("not") else "F"
    if value is None:
        return "U"
    day = date(2020, 1, 1)
    readings: dict[str, Any] = {
        ">= 10": lambda: value >= 10, "< 5": lambda: value < 5, "[3..10)": lambda: 3 <= value < 10,
        "10": lambda: value == 10, "!= 3": lambda: value != 3, "not(3, 10)": lambda: value not in (3, 10),
        "1, > 8": lambda: value == 1 or value > 8, "]2..7]": lambda: 2 < value <= 7,
        "not([3..5])": lambda: not 3 <= value <= 5, '"A"': lambda: value == "A",
        '"A","B"': lambda: value in ("A", "B"), 'not("D")': lambda: value != "D", '!= "C"': lambda: value != "C",
        'starts with(?, "A")': lambda: value[0] == "A", "true": lambda: value, "false": lambda: not value,
        "not(true)": lambda: not value, '>= date("2020-01-01")': lambda: value >= day,
        '[date("2019-01-01")..date("2021-01-01"))': lambda: date(2019, 1, 1) <= value < date(2021, 1, 1),
        '"socks"': lambda: "socks" in value, 'not("yarn")': lambda: "yarn" not in value,
        '"socks","yarn"': lambda: bool(value & {"socks", "yarn"}),
    }  # fmt: skip
    return "T" if readings[one.text]() else "F"


@settings(max_examples=400, deadline=None)
@given(CONDITIONS, COMPANIES)
def test_the_walker_is_kleene(condition: conditions.Condition, values: dict[str, Any]) -> None:
    known = company(values)
    walked = walking.walk(condition, known)
    assert {True: "T", False: "F", None: "U"}[walked.truth] == oracle(condition, known)
    assert len(list(walking.outcomes(walked))) == len(list(conditions.clauses(condition))), "no short cuts"


@settings(max_examples=300, deadline=None)
@given(CONDITIONS, COMPANIES, st.data())
def test_filling_in_a_fact_never_turns_a_verdict_round(
    condition: conditions.Condition, values: dict[str, Any], data: st.DataObject
) -> None:
    """Only `is missing` may, which is about what is there."""
    if any("is missing" in one.text for one in conditions.clauses(condition)):
        return
    name = data.draw(st.sampled_from(list(VALUES)))
    before = walking.truth(condition, company({**values, name: None}))
    after = walking.truth(condition, company(values))
    assert before is None or before is after


@settings(max_examples=250, deadline=None)
@given(CONDITIONS, COMPANIES)
def test_the_deciding_facts_are_those_that_could_still_decide(
    condition: conditions.Condition, values: dict[str, Any]
) -> None:
    if any("is missing" in one.text for one in conditions.clauses(condition)):
        return
    walked = walking.walk(condition, company(values))
    found = set(deciding.deciding(walked, DICTIONARY))
    if walked.truth is not None:
        assert not found
        return
    missing = [name for name in conditions.facts(condition) if values[name] is None]
    assert found <= set(missing)
    for name in missing:
        if could_decide(condition, values, name, missing):
            assert name in found, f"{name} could decide"
        elif len(missing) == 1:
            assert name not in found, f"{name} could not decide"


def could_decide(
    condition: conditions.Condition, values: dict[str, Any], name: str, missing: list[str]
) -> bool:
    """By trying what the others could be (one after the other, and all unknown)."""
    others = [one for one in missing if one != name]
    trials = [values]
    for other in others[:2]:
        trials = [{**trial, other: value} for trial in trials for value in VALUES[other]]
    for trial in trials:
        if walking.truth(condition, company(trial)) is None and any(
            walking.truth(condition, company({**trial, name: value})) is not None
            for value in VALUES[name]
            if value is not None
        ):
            return True
    return False


def asked(condition: conditions.Condition, **values: Any) -> tuple[str, ...]:
    return deciding.deciding(walking.walk(condition, company(values)), DICTIONARY)


def test_nothing_is_asked_that_cannot_matter() -> None:
    many, few = clause("revenue", ">= 10"), clause("employees", ">= 10")
    assert asked(conditions.All((many, few))) == ("revenue", "employees")
    assert asked(conditions.All((many, few)), employees=Decimal(1)) == ()
    assert asked(conditions.Any((many, few)), employees=Decimal(10)) == ()
    inner = conditions.Any((conditions.All((many, clause("dishonest", "true"))), few))
    assert asked(inner, dishonest=False) == ("employees",)


def test_a_fact_that_is_asked_twice_over_is_looked_at_as_one() -> None:
    """revenue is below 5 or not below 5: whatever it is, the other fact decides alone."""
    low, high = clause("revenue", "< 5"), clause("revenue", "not(< 5)")
    either = conditions.Any((low, high))
    assert asked(conditions.All((low, high, clause("employees", ">= 10")))) == ("revenue", "employees")
    both_ways = conditions.Any(
        (
            conditions.All((low, clause("employees", ">= 10"))),
            conditions.All((high, clause("dishonest", "true"))),
        )
    )
    assert asked(both_ways) == ("revenue", "employees", "dishonest"), "only together do they decide"
    assert asked(either) == ("revenue",), "Kleene cannot see that it is always so, but any value settles it"


def test_a_ratio_over_nothing_stays_unknown_and_asks_nothing() -> None:
    share = clause(Quotient("rd_spend", "assets"), ">= 0.03")
    outcome = walking.outcome(share, company({"rd_spend": Decimal(3), "assets": Decimal(0)}))
    assert (outcome.truth, outcome.reason, outcome.missing) == (None, "no_denominator", ())
    assert asked(share, assets=Decimal(0)) == ()
    assert asked(conditions.All((share, clause("employees", ">= 10"))), assets=Decimal(0)) == ("employees",)


def test_a_ratio_is_compared_without_dividing() -> None:
    third = clause(Quotient("rd_spend", "assets"), ">= 0.3333333333333333333333333333")
    known = company({"rd_spend": Decimal(1), "assets": Decimal(3)})
    assert walking.truth(third, known) is True
    above = clause(Quotient("rd_spend", "assets"), "> 0.3333333333333333333333333334")
    assert walking.truth(above, known) is False


def test_a_value_of_the_wrong_type_is_an_error_and_never_false() -> None:
    with pytest.raises(TypeError):
        walking.truth(clause("revenue", ">= 10"), company({"revenue": "10"}))
