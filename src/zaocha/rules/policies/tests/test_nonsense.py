"""Nonsense of any shape is refused in words, never with a crash."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from zaocha.rules import checking, facts_reading
from zaocha.rules.findings import Unreadable
from zaocha.rules.policies import linting, reading
from zaocha.rules.policies.sources import Read
from zaocha.rules.policies.tests.documents import DICTIONARY, POLICIES, data

PIECES = st.sampled_from(
    ["revenue", ">=", "<", "[", "]", "(", ")", "..", "1", "0.5", '"A"', ",", "not", "is missing", "-", "?", "{", "}",
     "date(", '"2025-01-01"', "true", "null", "starts with(?, ", "and", "if", "for", "in", "1e99", "万", "≥", "**", "@"]
)  # fmt: skip
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.decimals(allow_nan=True),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def parts(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in plain data."""
    found = [at] if at else []
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in rows:
        found += parts(one, (*at, key))
    return found


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
@example("a: \ud800")
@example("? [a]\n: b")
@example("- &a [*a]")
@example("%YAML 9.9\n---\na")
@example("a:\n\t- b")
def test_any_text(text: str) -> None:
    for call in (
        lambda: reading.from_text(text, dictionary=DICTIONARY),
        lambda: facts_reading.read_json(text, dictionary=DICTIONARY),
    ):
        try:
            call()
        except Unreadable as wrong:
            assert wrong.text("zh") and wrong.text("en")


@settings(max_examples=300, deadline=None)
@given(POLICIES, JSON, st.data())
def test_a_policy_with_anything_in_any_place(
    document: dict[str, Any], junk: Any, choice: st.DataObject
) -> None:
    changed = json.loads(json.dumps(document))
    *way, last = choice.draw(st.sampled_from(parts(changed)))
    owner = changed
    for key in way:
        owner = owner[key]
    owner[last] = junk
    policy, found = linting.examined(Read(changed), dictionary=DICTIONARY)
    assert policy is not None or any(one.severity == "error" for one in found)
    assert all(one.text("zh") and one.text("en") and one.as_json() for one in found)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(list(DICTIONARY.facts)),
        JSON | st.dictionaries(st.sampled_from(["value", "unit", "as_of"]), JSON),
        max_size=3,
    ),
    JSON,
)
def test_facts_with_anything_in_them(rows: dict[str, Any], enjoyed: Any) -> None:
    try:
        facts_reading.read_facts(
            {"on": "2026-01-01", "facts": rows, "enjoyed": enjoyed}, dictionary=DICTIONARY
        )
    except Unreadable as wrong:
        assert all(one.place.path for one in wrong.findings)


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(["revenue", "land_class", "dishonest", "founded_on", "chains", "industry"]),
    st.lists(PIECES, max_size=8).map("".join) | st.lists(PIECES, max_size=8).map(" ".join),
)
def test_any_test(name: str, text: str) -> None:
    test, found = checking.checked(text, fact=DICTIONARY[name], dictionary=DICTIONARY)
    wrong = [one for one in found if one.severity == "error"]
    assert (test is None) <= bool(wrong)
    assert all(one.excerpt.count("\n") >= 1 or not text for one in wrong)


def test_numbers_beyond_all_measure_are_refused() -> None:
    for number in ("1e999999999", "9" * 400):
        for test in (f">= {number}", f"[0..{number}]", f"not({number})"):
            assert any(
                one.severity == "error"
                for one in checking.checked(test, fact=DICTIONARY["revenue"], dictionary=DICTIONARY)[1]
            )
    found = linting.examined(
        Read(data(benefit={"form": "fixed", "amount": Decimal("1e999999999")})), dictionary=DICTIONARY
    )[1]
    assert found
