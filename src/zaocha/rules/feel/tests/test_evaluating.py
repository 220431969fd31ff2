"""Expressions in DMN mode: exact numbers, null with a reason, nothing that brings the program down."""

import threading
from decimal import ROUND_HALF_EVEN, Context, Decimal, getcontext, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.rules.feel import evaluating, parsing, scopes
from zaocha.rules.feel.functions import BUILTINS
from zaocha.rules.feel.functions.texts import text_of
from zaocha.rules.feel.scopes import Scope
from zaocha.rules.feel.values import Value


def evaluate(text: str, **variables: Value) -> Value:
    return evaluating.evaluate(parsing.expression(text), Scope(variables))


def said(text: str, **variables: Value) -> str:
    return text_of(evaluate(text, **variables))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 / 3", "0.3333333333333333333333333333333333"),
        ("2 / 3", "0.6666666666666666666666666666666667"),
        ("0.1 + 0.2", "0.3"),
        ("100000 * 0.3", "30000"),
        ("2 ** 0.5", "1.414213562373095048801688724209698"),
        ("2 ** 3 ** 2", "64"),
        ("-2 ** 2", "4"),
        ("decimal(2.5, 0)", "2"),
        ("decimal(3.5, 0)", "4"),
        ("round half up(2.5, 0)", "3"),
        ("modulo(-12, 5)", "3"),
        ("[1, 2, 3][-1]", "3"),
        ("[1, 2, 3][item > 1]", "[2, 3]"),
        ("[{a: 1}, {a: 2}].a", "[1, 2]"),
        ("[{a: 1, b: 2}, {a: 2, b: 1}][a > b].a", "[2]"),
        ("{a: 1, b c: a + 1}", "{a: 1, b c: 2}"),
        ("for x in 1..3, y in [10] return x * y", "[10, 20, 30]"),
        ("for x in 3..1 return x", "[3, 2, 1]"),
        ("some x in [1, 2] satisfies x > 1", "true"),
        ("every x in [] satisfies false", "true"),
        ("if null then 1 else 2", "2"),
        ('5 in (<3, [5..7])', "true"),
        ('"企业" + "家"', '企业家'),
        ('string length("𠮷野家")', "3"),
        ('substring("foobar", -2)', "ar"),
        ('date("2024-02-29") + duration("P1Y")', "2025-02-28"),
        ('date("2026-11-23") - date("2026-11-01")', "P22D"),
        ('date("2026-11-23").weekday', "1"),
        ('years and months duration(date("2024-05-31"), date("2026-05-30"))', "P1Y11M"),
        ('time("23:30:00") + duration("PT1H")', "00:30:00"),
        ('date and time("2026-03-29T01:30:00@Europe/Paris").time offset', "PT1H"),
        ('date and time(date and time("2026-11-23T08:00:00+08:00"), "Z")', "2026-11-23T00:00:00Z"),
        ('week of year(date("2027-01-01"))', "53"),
        ('(function(x: number) x + 1)("a")', "null"),
        ('sort([3, 1, 2], function(a, b) a > b)', "[3, 2, 1]"),
        ('replace("abcd", "(ab)|(a)", "[1=$1]")', "[1=ab]cd"),
        ('matches("C3521", "^C35\\d{2}$")', "true"),
        ("true and null", "null"),
        ("false and null", "false"),
        ("null = null", "true"),
        ("100 = null", "false"),
        ('1 = "1"', "null"),
        ("{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), a: f(12)}.a", "144"),
    ],
)  # fmt: skip
def test_values(text: str, expected: str) -> None:
    found = evaluate(text)
    assert (found if isinstance(found, str) else text_of(found)) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('1 + "a"', "number + string has no meaning"),
        ("1 / 0", "a division by zero"),
        ("0 ** -1", "** goes beyond what can be counted"),
        ("nobody", "'nobody' is not known here"),
        ("[1][2]", "there is no item 2 in a list of 1"),
        ('date("2025-02-29")', "'2025-02-29' is no date, time or duration of this kind"),
        ("date(1E6000, 1, 1)", "there is no such day"),
        ("substring(1, 1)", "substring cannot take number as 'string'"),
        ("sqrt(-1)", "a negative number has no root"),
        ('function() external {java: {class: "java.lang.Runtime"}}', "functions outside FEEL are not called"),
        ("today()", "'today' is not known here"),
    ],
)
def test_null_has_its_reason(text: str, reason: str) -> None:
    scope = Scope()
    assert evaluating.evaluate(parsing.expression(text), scope) is None
    assert scope.notes[0] == reason


def test_the_arithmetic_is_of_this_thread_and_this_block_only() -> None:
    before = getcontext().prec
    found: list[str] = []
    with localcontext(Context(prec=5)):
        threads = [threading.Thread(target=lambda: found.append(said("1 / 3"))) for _ in range(4)]
        for one in threads:
            one.start()
        assert said("1 / 3") == "0." + "3" * 34
        assert str(Decimal(1) / 3) == "0.33333"
        for one in threads:
            one.join()
    assert found == ["0." + "3" * 34] * 4
    assert getcontext().prec == before


_numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6)


@given(_numbers, _numbers, st.sampled_from("+-*/"))
def test_arithmetic_is_the_exact_result_rounded_once(one: Decimal, other: Decimal, op: str) -> None:
    found = evaluate(f"a {op} b", a=one, b=other)
    if op == "/" and not other:
        assert found is None
        return
    exact = {
        "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    }[op](Fraction(one), Fraction(other))  # fmt: skip
    with localcontext(Context(prec=34, rounding=ROUND_HALF_EVEN)):
        assert found == Decimal(exact.numerator) / Decimal(exact.denominator) or abs(
            Fraction(found) - exact
        ) <= abs(exact) * Fraction(1, 2 * 10**33)


@pytest.mark.parametrize(
    "text",
    [
        "count(for i in 1..999999 return for j in 1..999999 return i)",
        "{f: function(n) f(n + 1), a: f(1)}.a",
        "{f: function(n) f(n) + f(n), a: f(1)}.a",
        '{f: function(s, n) if n = 0 then s else f(s + s, n - 1), a: f("a", 40)}.a',
        "{f: function(s, n) if n = 0 then s else f(concatenate(s, s), n - 1), a: f([1], 40)}.a",
        "for i in 1..1000000000000 return i",
        "9 ** (9 ** (9 ** 9))",
        'string(@"P1D" * 1E5000)',
    ],
)
def test_what_would_never_end_is_null(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scopes, "MOST_STEPS", 20_000)
    scope = Scope()
    assert evaluating.evaluate(parsing.expression(text), scope) is None
    assert scope.notes


_leaves = st.sampled_from(
    [
        "0",
        "1",
        "-1",
        "2.5",
        "1E6000",
        "1E-6000",
        "99999999999999999999999999999999999",
        '""',
        '"a"',
        '"["',
        '"2025-01-01"',
        "true",
        "false",
        "null",
        "x",
        "?",
        "[]",
        "{}",
        "[1,2]",
        "[null]",
        "{a:1}",
        "[1..3]",
        "(>5)",
        "(!=1)",
        '@"2025-01-31"',
        '@"10:00:00"',
        '@"2025-01-31T10:00:00@Asia/Shanghai"',
        '@"999999999-12-31"',
        '@"-999999999-01-01"',
        '@"P1Y"',
        '@"-P3M"',
        '@"P1DT1S"',
    ]
)
_calls = st.sampled_from(sorted(BUILTINS))


def _made(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(_calls, st.lists(inner, max_size=3)).map(lambda p: f"{p[0]}({', '.join(p[1])})"),
        st.tuples(
            inner, st.sampled_from(["+", "-", "*", "/", "**", "<", "<=", "=", "!=", "and", "or"]), inner
        ).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]})[{p[1]}]"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]}) in (({p[1]}), <({p[1]}), [({p[1]})..({p[0]})])"),
        st.tuples(inner, st.sampled_from(["year", "a", "weekday", "start", "days", "time offset"])).map(
            lambda p: f"({p[0]}).{p[1]}"
        ),
        st.tuples(inner, inner).map(lambda p: f"for i in ({p[0]}) return ({p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"some i in ({p[0]}) satisfies ({p[1]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"(({p[0]}) between ({p[1]}) and ({p[2]}))"),
        inner.map(lambda p: f"({p}) instance of list<number>"),
        st.tuples(inner, inner).map(lambda p: f"if ({p[0]}) then ({p[1]}) else -({p[0]})"),
    )


@settings(max_examples=400, deadline=None)
@given(st.recursive(_leaves, _made, max_leaves=6))
def test_no_expression_whatever_raises(text: str) -> None:
    scope = Scope({"x": Decimal(3), "?": "a"})
    found = evaluating.evaluate(parsing.expression(text), scope)
    text_of(found)
    assert all(isinstance(note, str) for note in scope.notes)


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("a" * 40 + "b", "(a+)+$", None),
        ("a" * 40 + "b", "(a|aa)*$", None),
        ("a" * 5000, ".*.*.*.*b", None),
        ("a" * 5000, "^a+$", True),
        ("13105751234", "^1[3-9]\\d{9}$", True),
        ("abcabc", "(abc)+", True),
    ],
)
def test_a_pattern_that_would_be_tried_for_ever_is_refused(text: str, pattern: str, expected: object) -> None:
    assert evaluate("matches(t, p)", t=text, p=pattern) is expected
