"""Decision tables by themselves: hit policies, both modes, overlaps, gaps."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.rules.dmn import compiling, deciding, findings, table_texts
from zaocha.rules.dmn.review import review
from zaocha.rules.dmn.table_texts import TableText
from zaocha.rules.dmn.tables import BadTable, Table
from zaocha.rules.feel import testing
from zaocha.rules.feel.evaluating import value_of
from zaocha.rules.feel.scopes import Scope


def text(
    rows: list[tuple[str, ...]], *, policy: str = "U", aggregation: str = "", values: str = ""
) -> TableText:
    """A table over `age` and `size` (as many as a row has tests) with one output."""
    names = ("age", "size")[: len(rows[0]) - 1]
    return table_texts.from_json(
        {
            "name": "share",
            "hit_policy": policy,
            "aggregation": aggregation,
            "inputs": [{"expression": name} for name in names],
            "outputs": [{"name": "share", "values": values}],
            "rules": [{"tests": list(row[:-1]), "outputs": [row[-1]]} for row in rows],
        },
        place="t",
    )


def table(rows: list[tuple[str, ...]], **more: str) -> Table:
    return compiling.table(text(rows, **more))


def given_for(one: Table, **inputs: object) -> object:
    return deciding.decided(
        one, Scope({k: Decimal(v) if isinstance(v, int) else v for k, v in inputs.items()})
    ).value


ROWS = [("< 10", '"b"'), ("< 20", '"c"'), ("< 5", '"a"'), (">= 30", '"a"')]


@pytest.mark.parametrize(
    ("policy", "age", "expected"),
    [
        ("U", 15, "c"),
        ("U", 25, None),
        ("U", 7, None),
        ("A", 15, "c"),
        ("A", 7, None),
        ("F", 3, "b"),
        ("P", 3, "c"),
        ("R", 3, ["b", "c", "a"]),
        ("O", 3, ["c", "b", "a"]),
        ("C", 3, ["b", "c", "a"]),
        ("C", 25, []),
        ("R", 25, []),
    ],
)
def test_hit_policies(policy: str, age: int, expected: object) -> None:
    assert given_for(table(ROWS, policy=policy, values='"c", "b", "a"'), age=age) == expected


def test_the_same_answer_twice_is_fine_for_any() -> None:
    assert given_for(table([("< 10", "1"), ("< 20", "1")], policy="A"), age=3) == 1


@pytest.mark.parametrize(("aggregation", "expected"), [("+", 6), ("#", 3), ("<", 1), (">", 3), ("SUM", 6)])
def test_aggregators(aggregation: str, expected: int) -> None:
    one = table(
        [("< 10", "1"), ("< 10", "2"), ("< 10", "3"), ("> 10", "9")], policy="C", aggregation=aggregation
    )
    assert given_for(one, age=3) == expected
    assert given_for(one, age=10) is None


def test_a_broken_hit_policy_is_said_with_its_rows() -> None:
    scope = Scope({"age": Decimal(3)})
    decided = deciding.decided(table(ROWS), scope)
    assert (decided.value, decided.rows) == (None, (1, 2, 3))
    assert scope.notes == ["rows 1, 2, 3 hold together, but the table says that one at most does"]


def test_a_value_that_is_not_allowed_is_said() -> None:
    one = table_texts.from_json({
        "name": "t", "inputs": [{"expression": "size", "values": '"S","M"'}], "outputs": [{"name": "x"}],
        "rules": [{"tests": ["-"], "outputs": ["1"]}],
    })  # fmt: skip
    scope = Scope({"size": "XXL"})
    assert deciding.decided(compiling.table(one), scope).value is None
    assert "'size' is none of" in scope.notes[0]


@pytest.mark.parametrize(
    ("policy", "facts", "value", "unknown"),
    [
        ("U", {"age": 30, "size": "S"}, 1, ()),
        ("U", {"age": 30}, None, (1, 2)),
        ("U", {"size": "S"}, None, (1, 3)),
        ("U", {}, None, (1, 2, 3)),
        ("F", {"age": 30}, None, (1, 2)),
        ("U", {"age": 5}, 3, ()),
        ("F", {"age": 5}, 3, ()),
    ],
)
def test_a_missing_fact_is_unknown_and_not_false(
    policy: str, facts: dict, value: object, unknown: tuple
) -> None:
    rows = [(">= 10", '"S"', "1"), (">= 10", 'not("S")', "2"), ("< 10", "-", "3")]
    known = {k: Decimal(v) if isinstance(v, int) else v for k, v in facts.items()}
    decided = deciding.decided_by_facts(table(rows, policy=policy), known)
    assert (decided.value, decided.unknown) == (value, unknown)


def test_first_is_settled_by_a_row_above_the_unknown_ones() -> None:
    one = table([(">= 10", "-", "1"), ("-", '"S"', "2")], policy="F")
    assert deciding.decided_by_facts(one, {"age": Decimal(30)}).value == 1
    assert deciding.decided_by_facts(one, {"age": Decimal(3)}).unknown == (2,)


def test_is_missing_decides_without_the_fact() -> None:
    one = table([("is missing", "1"), (">= 0", "2")])
    assert deciding.decided_by_facts(one, {}).unknown == (2,)
    assert deciding.decided_by_facts(table([("is missing", "1"), ("-", "2")], policy="F"), {}).value == 1


def test_overlapping_rows_are_found_with_the_values_where_they_meet() -> None:
    found = review(table([("[1..10]", '"S","M"', "1"), ("(5..20]", 'not("S")', "2"), ("> 20", "-", "3")]))
    (overlap,) = found.overlaps
    assert (overlap.rows, overlap.clash) == ((1, 2), True)
    assert overlap.where == (("age", "(5..10]"), ("size", '"M"'))


def test_touching_bounds_overlap_only_when_both_are_closed() -> None:
    assert not review(table([("[1..10)", "1"), ("[10..20]", "2")])).overlaps
    assert review(table([("[1..10]", "1"), ("[10..20]", "2")])).overlaps[0].where == (("age", "10"),)


@pytest.mark.parametrize(("policy", "clash"), [("U", True), ("A", False), ("F", False), ("C", False)])
def test_only_a_hit_policy_that_forbids_it_makes_an_overlap_a_clash(policy: str, clash: bool) -> None:
    found = review(table([("< 10", "1"), ("< 20", "1")], policy=policy))
    assert [one.clash for one in found.overlaps] == [clash]
    assert review(table([("< 10", "1"), ("< 20", "2")], policy="A")).overlaps[0].clash


def test_gaps_are_told_as_a_reader_says_them() -> None:
    rows = [("< 10", '"S"', "1"), (">= 12", '"S"', "1"), ("-", '"M"', "2")]
    assert [gap.where for gap in review(table(rows)).gaps] == [
        (("age", "< 10"), ("size", 'not("S", "M")')),
        (("age", "[10..12)"), ("size", 'not("M")')),
        (("age", ">= 12"), ("size", 'not("S", "M")')),
    ]


def test_whole_numbers_have_nothing_between_neighbours() -> None:
    one = table([("<= 20", "1"), (">= 21", "2")])
    assert [gap.where for gap in review(one).gaps] == [(("age", "(20..21)"),)]
    assert not review(one, whole=["age"]).gaps


def test_days_have_nothing_between_neighbours() -> None:
    one = table([('<= date("2025-12-31")', "1"), ('>= date("2026-01-01")', "2")])
    assert not review(one).gaps


def test_a_row_that_never_holds_and_what_is_not_decided() -> None:
    assert review(table([("(5..5)", "1")])).never == [1]
    found = review(table([("< limit", "1"), ("< limit + 1", "2")]))
    assert (found.undecided, found.gaps) == (["age"], [])
    assert not found.overlaps[0].clash


def test_findings_speak_both_languages_and_name_the_rows() -> None:
    (overlap, gap) = findings.of(text([("< 10", "1"), ("< 20", "2")]), file="t.json")
    assert overlap.severity == "error"
    assert overlap.text("en").startswith("t.json share: Rows 1 and 2 hold together for age: < 10;")
    assert "第 1 行" in overlap.text("zh")
    assert (gap.severity, "age: >= 20" in gap.text("en")) == ("warning", True)


_tests = st.one_of(
    st.sampled_from(["-", "< 3", "<= 3", "> 3", "3", "[1..3]", "(1..5)", "]2..4[", ">= 5", "not(3)", "1, 2"])
)
_words = st.sampled_from(["-", '"S"', '"M"', 'not("S")', '"S","M"', 'starts with(?, "S")'])
POINTS = [Decimal(n) / 2 for n in range(-2, 14)]


@given(st.lists(st.tuples(_tests, _words), min_size=1, max_size=4))
def test_the_review_agrees_with_trying_every_value(rows: list[tuple[str, str]]) -> None:
    one = table([(*row, "1") for row in rows])
    found = review(one)
    pairs, uncovered = set(), False
    for age, size in product(POINTS, ["S", "M", "Sx", "other"]):
        hits = [
            n for n, row in enumerate(one.rows, 1)
            if all(testing.verdict(cell.test, v, Scope(), value_of) for cell, v in zip(row.tests, (age, size), strict=True))
        ]  # fmt: skip
        pairs |= {(a, b) for a in hits for b in hits if a < b}
        uncovered = uncovered or not hits
    assert {overlap.rows for overlap in found.overlaps} == pairs
    assert bool(found.gaps) == uncovered
    assert found.complete


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"hit_policy": "X", "outputs": [{}]}, "There is no hit policy 'X'."),
        ({"outputs": []}, "The table has no output."),
        (
            {"outputs": [{}], "rules": [{"tests": ["1"], "outputs": ["1"]}]},
            "Row 1 has 1 tests and 1 outputs; 0 and 1",
        ),
        ({"hit_policy": "U", "aggregation": "+", "outputs": [{}]}, "'+' is no way to collect."),
        ({"outputs": [{"type": "money"}]}, "outputs[0]: There is no type 'money'."),
        ({"outputs": "x"}, "'outputs' is a list."),
        ({"outputs": [{}], "rules": [{"tests": [], "outputs": [1]}]}, "'outputs' holds texts in quotes."),
        ([], "An object is needed here."),
    ],
)
def test_a_table_that_is_none_is_refused_with_its_place(document: object, said: str) -> None:
    with pytest.raises(BadTable) as caught:
        table_texts.from_json(document, place="t")
    assert said in str(caught.value)
    assert str(caught.value).startswith("t")


def test_a_cell_that_cannot_be_read_is_named() -> None:
    with pytest.raises(BadTable) as caught:
        table([("< 10", "1"), (">> 10", "2")])
    assert str(caught.value).startswith("t › rule[2] › inputEntry[1]: '>' does not belong here. (character 2")
