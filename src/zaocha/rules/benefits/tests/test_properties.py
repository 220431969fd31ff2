"""What must hold for any benefit of a form: no float, never above its cap, monotone, continuous, bounds that enclose."""

from __future__ import annotations

import dataclasses
import itertools
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.rules import benefits
from zaocha.rules.benefits.checking import forms_within

FEN = Decimal("0.01")
yuan = st.decimals(min_value=0, max_value=10**10, places=2, allow_nan=False)
shares = st.decimals(min_value=0, max_value=1, places=4, allow_nan=False)
names = st.sampled_from(["a", "b", "c"])


def string(value: Decimal) -> str:
    return f"{value:f}"


def tables(draw: Any) -> list[dict[str, str]]:
    edges = sorted(draw(st.lists(st.integers(0, 10**6), min_size=2, max_size=5, unique=True)))
    return [
        {"in": f"[{low}..{high})", "amount": string(draw(yuan))} for low, high in itertools.pairwise(edges)
    ]


@st.composite
def leaves(draw: Any) -> dict[str, Any]:
    kind = draw(st.sampled_from(["fixed", "rate", "per_unit", "steps", "tiers"]))
    form: dict[str, Any] = {"form": kind}
    if kind in ("fixed", "per_unit"):
        form["amount"] = string(draw(yuan))
    if kind == "rate":
        form["rate"] = string(draw(shares))
        if draw(st.booleans()):
            form["threshold"] = string(draw(yuan))
    if kind != "fixed":
        form["base"] = draw(names)
    if kind == "steps":
        form["rows"] = tables(draw)
    if kind == "tiers":
        edges = sorted(draw(st.lists(st.integers(1, 10**6), min_size=1, max_size=4, unique=True)))
        form["rows"] = [{"up_to": str(edge), "rate": string(draw(shares))} for edge in edges]
        form["rows"].append({"rate": string(draw(shares))})
    if draw(st.booleans()):
        form["cap"] = string(draw(yuan))
    return form


def nests(children: Any) -> Any:
    several = st.lists(children, min_size=1, max_size=3)
    return st.one_of(
        st.fixed_dictionaries(
            {"form": st.sampled_from(["sum", "smallest", "largest"]), "of": several},
            optional={"cap": yuan.map(string)},
        ),
        st.fixed_dictionaries({"form": st.just("top_up"), "of": children, "less": yuan.map(string)}),
        st.fixed_dictionaries({"form": st.just("scaled"), "of": children, "by": shares.map(string)}),
    )


anything = st.recursive(leaves(), nests, max_leaves=6)
facts = st.fixed_dictionaries({}, optional={"a": yuan, "b": yuan, "c": yuan})


def worked(document: dict[str, Any], values: dict[str, Decimal]) -> benefits.Result:
    return benefits.evaluate(benefits.read(document), facts=benefits.Given(values))


@given(anything, facts)
@settings(max_examples=300, deadline=None)
def test_no_float_ever_and_always_two_places(document: dict[str, Any], values: dict[str, Decimal]) -> None:
    result = worked(document, values)
    for one in (result.amount, result.at_least, result.at_most):
        assert one is None or (isinstance(one, Decimal) and one.as_tuple().exponent == -2 and one >= 0)
    assert (result.amount is None) == bool(result.missing)
    for _path, form in forms_within(benefits.read(document)):
        assert not [f for f in dataclasses.fields(form) if isinstance(getattr(form, f.name), float)]


@given(anything, st.fixed_dictionaries({"a": yuan, "b": yuan, "c": yuan}), st.sets(names))
@settings(max_examples=300, deadline=None)
def test_what_is_said_with_facts_missing_encloses_the_truth(
    document: dict[str, Any], values: dict[str, Decimal], hidden: set[str]
) -> None:
    truth = worked(document, values)
    seen = worked(document, {name: value for name, value in values.items() if name not in hidden})
    assert truth.amount is not None
    assert seen.at_least <= truth.amount
    assert seen.at_most is None or truth.amount <= seen.at_most
    assert set(seen.missing) <= hidden
    if seen.amount is not None:
        assert seen.amount == truth.amount


@given(anything, facts, yuan)
@settings(deadline=None)
def test_a_cap_is_never_exceeded(document: dict[str, Any], values: dict[str, Decimal], cap: Decimal) -> None:
    result = worked({"form": "sum", "of": [document], "cap": string(cap)}, values)
    assert result.at_most is not None and result.at_most <= cap


@given(shares, yuan, yuan, yuan)
def test_a_share_is_exact_and_never_falls(rate: Decimal, base: Decimal, more: Decimal, cap: Decimal) -> None:
    document = {"form": "rate", "rate": string(rate), "base": "a", "cap": string(cap)}
    due = worked(document, {"a": base}).amount
    exact = min(Fraction(base) * Fraction(rate), Fraction(cap))
    assert due == Decimal(int(exact * 100 + Fraction(1, 2))) / 100
    higher = worked(document, {"a": base + more}).amount
    assert due is not None and higher is not None and higher >= due


@given(st.data())
def test_half_open_bounds_are_exact_at_the_edge(data: st.DataObject) -> None:
    rows = tables(data.draw)
    for row in rows:
        low, high = (Decimal(edge) for edge in row["in"].strip("[)").split(".."))
        document = {"form": "steps", "base": "a", "rows": rows}
        amount = Decimal(row["amount"]).quantize(FEN)
        assert worked(document, {"a": low}).amount == amount
        assert worked(document, {"a": high - Decimal("1e-20")}).amount == amount
        below = worked(document, {"a": low - Decimal("1e-20")}).amount
        before = rows[rows.index(row) - 1]["amount"] if rows.index(row) else "0"
        assert below == Decimal(before).quantize(FEN)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=4, unique=True), st.data())
def test_marginal_tiers_do_not_jump(edges: list[int], data: st.DataObject) -> None:
    rows = [{"up_to": str(edge), "rate": string(data.draw(shares))} for edge in sorted(edges)]
    document = {"form": "tiers", "base": "a", "rows": [*rows, {"rate": string(data.draw(shares))}]}
    for edge in edges:
        here, next_ = (worked(document, {"a": Decimal(edge) + step}).amount for step in (0, FEN))
        assert here is not None and next_ is not None and 0 <= next_ - here <= 2 * FEN


@given(st.lists(st.tuples(yuan, yuan), min_size=1, max_size=30))
def test_rounding_happens_once_at_the_end(parts: list[tuple[Decimal, Decimal]]) -> None:
    forms = [{"form": "rate", "rate": "0.1234", "base": {"sum": [string(a), string(b)]}} for a, b in parts]
    exact = sum((Fraction(a) + Fraction(b)) * Fraction(1234, 10_000) for a, b in parts)
    due = worked({"form": "sum", "of": forms}, {}).amount
    assert due == (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(FEN, ROUND_HALF_UP)


@given(
    st.sets(st.text("abcdef0123456789", min_size=4, max_size=4)),
    st.sets(st.text("abcdef0123456789", min_size=4, max_size=4)),
)
def test_nobody_counts_twice(first: set[str], second: set[str]) -> None:
    heads = {"form": "per_head", "amount": "1", "persons": "a", "once": "g"}
    form = benefits.read(heads)
    one = benefits.evaluate(form, facts=benefits.Given({"a": frozenset(first)}))
    two = benefits.evaluate(form, facts=benefits.Given({"a": frozenset(second)}), counted=one.counted)
    assert one.amount is not None and two.amount is not None
    assert one.amount + two.amount == len(first | second)
