"""FEEL's text becomes the one tree, or a message with the character."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.rules.feel import parsing, tree
from zaocha.rules.feel.faults import NotFeel

TEN, THREE = Decimal(10), Decimal(3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-", tree.Anything()),
        (">= 10", tree.Compare(">=", TEN)),
        ("10", tree.Compare("=", TEN)),
        ("< -3", tree.Compare("<", -THREE)),
        ('"A"', tree.Compare("=", "A")),
        ("true", tree.Compare("=", True)),
        ("[3..10)", tree.Interval(THREE, TEN, True, False)),
        ("]3..10[", tree.Interval(THREE, TEN, False, False)),
        ('"A", "B"', tree.OneOf((tree.Compare("=", "A"), tree.Compare("=", "B")))),
        ('not("A")', tree.Not(tree.Compare("=", "A"))),
        ('not("A", "B")', tree.Not(tree.OneOf((tree.Compare("=", "A"), tree.Compare("=", "B"))))),
        ('starts with(?, "18")', tree.StartsWith(("18",))),
        ("is missing", tree.IsMissing()),
        ('>= date("2025-01-01")', tree.Compare(">=", date(2025, 1, 1))),
        ("> limit", tree.Compare(">", tree.Name("limit"))),
    ],
)
def test_a_test_becomes_its_node(text: str, expected: tree.Test) -> None:
    assert parsing.tests(text) == expected


def test_where_a_node_stands_takes_no_part_in_equality() -> None:
    one, other = parsing.tests('"A", >= 20'), parsing.tests('"A",     >= 20')
    assert one == other and hash(one) == hash(other)
    assert isinstance(other, tree.OneOf)
    assert other.items[1].span == tree.Span(9, 14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "1 + (2 * 3)"),
        ("2 ** 3 ** 2", "(2 ** 3) ** 2"),
        ("-2 ** 2", "(-2) ** 2"),
        ("a or b and c", "a or (b and c)"),
        ("a.b[c > 1].d", "((a.b)[c > 1]).d"),
        ("x between 1 and 3 and y", "(x between 1 and 3) and y"),
        ("// why\n1 /* or */ + 2", "1 + 2"),
    ],
)
def test_what_binds_first(text: str, expected: str) -> None:
    assert parsing.expression(text) == parsing.expression(expected)


def test_names_hold_spaces_and_signs_when_they_are_known() -> None:
    names = frozenset({"Pre-bureau risk", "Approved/Declined", "risk"})
    assert parsing.expression("Pre-bureau  risk", names=names) == tree.Name("Pre-bureau risk")
    assert parsing.expression("Approved/Declined", names=names) == tree.Name("Approved/Declined")
    assert isinstance(parsing.expression("Approved / Declined"), tree.Arithmetic)
    assert parsing.expression("{full name: 1, b: full name}") == tree.ContextOf(
        (("full name", tree.Literal(Decimal(1))), ("b", tree.Name("full name")))
    )
    assert parsing.expression("for one of in [1] return one of") == tree.For(
        (("one of", tree.ListOf((tree.Literal(Decimal(1)),))),), tree.Name("one of")
    )


def test_chinese_names_need_no_quotes() -> None:
    assert parsing.expression("营业收入 / 从业人员") == tree.Arithmetic(
        "/", tree.Name("营业收入"), tree.Name("从业人员")
    )


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 0),
        (">=", 2),
        ("[1..10", 6),
        ("1 ++ 2", 3),
        ("a # b", 2),
        ('"open', 0),
        ("f(1, a: 2)", 6),
        ("()", 1),
    ],
)
def test_what_is_wrong_is_told_with_its_character(text: str, at: int) -> None:
    with pytest.raises(NotFeel) as caught:
        parsing.tests(text)
    assert caught.value.at == at
    assert f"character {at + 1} " in str(caught.value)


@pytest.mark.parametrize(
    "text", ["(" * 3000, "-" * 5000 + "1", "1" + "+1" * 3000, "[" * 500 + "]" * 500, "1" * 30_000]
)
def test_nothing_deep_or_long_brings_the_program_down(text: str) -> None:
    with pytest.raises(NotFeel):
        parsing.expression(text)


@given(st.text(alphabet='ab1 "()[]{}.,:<>=+-*/?@\\\n企in no', max_size=40))
def test_any_text_is_a_tree_or_a_message(text: str) -> None:
    for read in (parsing.tests, parsing.expression):
        try:
            assert isinstance(read(text), tree.Node)
        except NotFeel as fault:
            assert 0 <= fault.at <= len(text)


_literals = st.one_of(
    st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=4).map(lambda n: f"{n:f}"),
    st.sampled_from(['"A"', '"企"', "true", "null", 'date("2025-02-28")', "x"]),
)
_expressions = st.recursive(
    _literals,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "**", "<", ">=", "=", "and", "or"]), inner).map(
            lambda p: f"({' '.join(p)})"
        ),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(inner, inner).map(lambda p: f"{{a b: {p[0]}, c: {p[1]}}}"),
        st.tuples(inner, inner, inner).map(lambda p: f"(if {p[0]} then {p[1]} else {p[2]})"),
        st.tuples(inner, inner).map(lambda p: f"(]{p[0]}..{p[1]}[)"),
    ),
    max_leaves=8,
)


@given(_expressions)
def test_whatever_is_well_formed_is_read_whatever_the_spacing(text: str) -> None:
    assert parsing.expression(text) == parsing.expression(text.replace(" ", "\n  "))
