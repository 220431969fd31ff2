"""The two modes read one tree alike wherever the fact is known."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zaocha.rules import walking
from zaocha.rules.feel import parsing, testing
from zaocha.rules.feel.evaluating import value_of
from zaocha.rules.feel.scopes import Scope

_numbers = st.integers(-6, 6).map(str)
_number_tests = st.recursive(
    st.one_of(
        _numbers,
        st.tuples(st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), _numbers).map(" ".join),
        st.tuples(st.sampled_from("[(]"), st.integers(-6, 0), st.integers(0, 6), st.sampled_from("])[")).map(
            lambda p: f"{p[0]}{p[1]}..{p[2]}{p[3]}"
        ),
    ),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(", ".join),
    max_leaves=4,
)
_text_tests = st.one_of(
    st.lists(st.sampled_from(['"A"', '"AB"', '"C"']), min_size=1, max_size=3).map(", ".join),
    st.sampled_from(['starts with(?, "A")', '= "A"', '!= "A"']),
)


def agree(text: str, value: Decimal | str) -> bool:
    test = parsing.tests(text)
    return walking.passes(test, value) is testing.verdict(test, value, Scope(), value_of)


@given(_number_tests, st.integers(-14, 14), st.booleans())
def test_numbers(text: str, halves: int, negated: bool) -> None:
    assert agree(f"not({text})" if negated else text, Decimal(halves) / 2)


@given(_text_tests, st.sampled_from(["A", "AB", "C", "", "a"]), st.booleans())
def test_texts(text: str, value: str, negated: bool) -> None:
    assert agree(f"not({text})" if negated else text, value)
