"""Whatever a benefit is made of: what is said while facts are missing encloses what is due when they are known."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.rules import benefits

yuan = st.decimals(min_value=0, max_value=10**7, places=2, allow_nan=False).map(lambda value: f"{value:f}")
signed = st.decimals(min_value=-(10**7), max_value=10**7, places=2, allow_nan=False)
shares = st.integers(0, 100).map(lambda value: f"{value}%")
small = st.integers(0, 60).map(str)
numbers = st.sampled_from(["a", "b"])
days = st.dates(date(2020, 1, 1), date(2032, 12, 31))
codes = st.sampled_from(["x", "y", "z"])
FACTS = {
    "a": signed,
    "b": signed,
    "code": st.one_of(codes, st.frozensets(codes)),
    "people": st.frozensets(st.sampled_from(["p1", "p2", "p3", "p4"])),
    "start": days,
    "end": days,
    "flag": st.booleans(),
}


@st.composite
def quantity(draw: Any) -> Any:
    kind = draw(
        st.sampled_from(["fact", "fact", "number", "sum", "less", "smallest", "largest", "product", "ratio"])
    )
    if kind == "fact":
        return draw(numbers)
    if kind == "number":
        return draw(yuan)
    return {kind: [draw(numbers), draw(st.one_of(numbers, yuan))]}


@st.composite
def edges(draw: Any, least: int = 2) -> list[int]:
    return sorted(draw(st.lists(st.integers(-(10**6), 10**6), min_size=least, max_size=5, unique=True)))


@st.composite
def condition(draw: Any) -> dict[str, Any]:
    return draw(
        st.sampled_from(
            [
                {"fact": "flag", "test": "true"},
                {"not": {"fact": "flag", "test": "true"}},
                {"fact": "a", "test": ">= 1000"},
                {"ratio": ["a", "b"], "test": "[0.1..0.9)"},
                {"any": [{"fact": "flag", "test": "false"}, {"fact": "b", "test": "< 0"}]},
                {"all": [{"fact": "b", "test": "> 0"}, {"fact": "a", "test": "<= 5000"}]},
            ]
        )
    )


def fixed(draw: Any) -> dict[str, Any]:
    return {"amount": draw(yuan)}


def rate(draw: Any) -> dict[str, Any]:
    more = draw(st.fixed_dictionaries({}, optional={"threshold": quantity(), "floor": yuan}))
    return {"rate": draw(shares), "base": draw(quantity()), **more}


def per_unit(draw: Any) -> dict[str, Any]:
    more = draw(st.fixed_dictionaries({}, optional={"threshold": quantity(), "most": quantity()}))
    return {"amount": draw(yuan), "base": draw(quantity()), **more}


def by_grade(draw: Any) -> dict[str, Any]:
    grades = {code: draw(yuan) for code in draw(st.sets(codes, min_size=1))}
    return {"fact": "code", "grades": grades, "take": draw(st.sampled_from(["highest", "sum"]))}


def steps(draw: Any) -> dict[str, Any]:
    bounds = itertools.pairwise(draw(edges()))
    return {
        "base": draw(quantity()),
        "rows": [{"in": f"[{low}..{high})", "amount": draw(yuan)} for low, high in bounds],
    }


def first_crossing(draw: Any) -> dict[str, Any]:
    marks = [max(edge, 0) + n for n, edge in enumerate(draw(edges(1)))]
    rows = [{"reaches": str(mark), "amount": str(100 * (n + 1))} for n, mark in enumerate(marks)]
    return {
        "now": "a",
        "before": "b",
        "rows": rows,
        "pays": draw(st.sampled_from(["highest", "difference", "sum"])),
    }


def per_head(draw: Any) -> dict[str, Any]:
    # A number of heads stands in for a list that nobody has; both together are not compared here.
    who = draw(st.sampled_from([{"persons": "people"}, {"heads": "a"}]))
    return {
        "amount": draw(yuan),
        "once": "g",
        **who,
        **draw(st.fixed_dictionaries({}, optional={"most": small})),
    }


def interest(draw: Any) -> dict[str, Any]:
    more = draw(st.fixed_dictionaries({}, optional={"rate": quantity()}))
    loan = {"points": "1.5", "principal": draw(quantity()), "years": "2", "start": "start", "end": "end"}
    return loan | more


def score_card(draw: Any) -> dict[str, Any]:
    items = [
        {"label": "甲", "group": "g", "base": "a", "most": "40"},
        {"label": "乙", "group": "h", "fact": "code", "codes": {"x": "30", "y": "10"}},
        {
            "label": "丙",
            "group": "h",
            "base": {"ratio": ["a", "b"]},
            "bands": [{"in": ">= 1", "points": "30"}],
        },
    ]
    more = draw(st.fixed_dictionaries({}, optional={"minimums": st.fixed_dictionaries({"g": small})}))
    routes = [{"when": draw(condition())}] if draw(st.booleans()) else []
    card = {"items": items, "passes": draw(small), "then": {"form": "fixed", "amount": draw(yuan)}, **more}
    return card | ({"routes": routes} if routes else {})


LEAVES = [fixed, rate, per_unit, by_grade, steps, first_crossing, per_head, interest, score_card]


@st.composite
def leaf(draw: Any) -> dict[str, Any]:
    make = draw(st.sampled_from(LEAVES))
    form = {"form": make.__name__, **make(draw)}
    return form | draw(st.fixed_dictionaries({}, optional={"cap": quantity()}))


def nest(children: Any) -> Any:
    cases = st.lists(st.fixed_dictionaries({"when": condition(), "then": children}), min_size=1, max_size=3)
    return st.one_of(
        st.fixed_dictionaries(
            {
                "form": st.sampled_from(["sum", "smallest", "largest"]),
                "of": st.lists(children, min_size=1, max_size=3),
            }
        ),
        st.fixed_dictionaries({"form": st.just("top_up"), "of": children, "less": quantity()}),
        st.fixed_dictionaries({"form": st.just("scaled"), "of": children, "by": shares}),
        st.fixed_dictionaries(
            {
                "form": st.just("rounded"),
                "of": children,
                "to": st.just("100"),
                "how": st.sampled_from(["down", "up"]),
            }
        ),
        st.fixed_dictionaries({"form": st.just("cases"), "of": cases}, optional={"otherwise": children}),
    )


documents = st.recursive(leaf(), nest, max_leaves=5)
everything = st.fixed_dictionaries(FACTS)


def worked(document: dict[str, Any], values: dict[str, Any]) -> benefits.Result:
    return benefits.evaluate(benefits.read(document), facts=benefits.Given(values))


def encloses(document: dict[str, Any], values: dict[str, Any], hidden: set[str]) -> None:
    truth = worked(document, values)
    seen = worked(document, {name: value for name, value in values.items() if name not in hidden})
    useless = {
        "a",
        "b",
    }  # a ratio whose denominator is not above nothing asks for its facts though they are known
    assert set(seen.missing) <= hidden | useless
    assert seen.at_least <= truth.at_least
    assert seen.at_most is None or (truth.at_most is not None and truth.at_most <= seen.at_most)
    if seen.amount is not None:
        assert truth.amount == seen.amount
    assert all(isinstance(step.said.zh, str) and step.said.en for step in seen.steps)


@given(leaf(), everything, st.sets(st.sampled_from(sorted(FACTS))))
@settings(max_examples=250, deadline=None)
def test_bounds_of_a_single_form_hold(
    document: dict[str, Any], values: dict[str, Any], hidden: set[str]
) -> None:
    encloses(document, values, hidden)


@given(documents, everything, st.sets(st.sampled_from(sorted(FACTS))))
@settings(max_examples=150, deadline=None)
def test_bounds_of_forms_within_forms_hold(
    document: dict[str, Any], values: dict[str, Any], hidden: set[str]
) -> None:
    encloses(document, values, hidden)


@given(documents, everything)
@settings(max_examples=60, deadline=None)
def test_nothing_is_negative_and_everything_is_said(document: dict[str, Any], values: dict[str, Any]) -> None:
    result = worked(document, values)
    assert result.at_least >= 0 and (
        result.amount is None or result.amount == result.at_least == result.at_most
    )
    assert result.steps or result.amount == Decimal("0.00")
    said = benefits.described(benefits.read(document))
    assert said.zh and said.en and "{" not in said.zh + said.en
