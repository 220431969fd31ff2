"""A table of companies is read exactly, and what cannot be read is named with its row."""

from datetime import date
from decimal import Decimal

import pytest

pa = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

from zaocha.rules.facts import dictionary  # noqa: E402
from zaocha.rules.planes import single, tables  # noqa: E402

FACTS = dictionary()


def values(fact, array):
    column = tables.column(array, FACTS[fact], FACTS)
    return [single.known(column, row, FACTS[fact].type) for row in range(len(array))]


@pytest.mark.parametrize(
    ("fact", "array", "meant"),
    [
        ("revenue", pa.array([Decimal("1.50"), None, Decimal("-3.25")]), [Decimal("1.5"), None, Decimal("-3.25")]),
        ("revenue", pa.array([1.5, None, 0.07]), [Decimal("1.5"), None, Decimal("0.07")]),
        ("revenue", pa.array(["100000.5", None, "3"]), [Decimal("100000.5"), None, 3]),
        ("revenue", pa.array([2**40, None], pa.uint64()), [2**40, None]),
        ("employees", pa.array([3.0, None]), [3, None]),
        ("employees", pa.array([1, None, 70_000], pa.int32()), [1, None, 70_000]),
        ("industry", pa.array(["C1830", None, "18"]), ["1830", None, "18"]),
        ("industry", pa.array(["1830", None, "18"]).dictionary_encode(), ["1830", None, "18"]),
        ("high_tech", pa.array([True, None, False]), [True, None, False]),
        ("founded_on", pa.array([date(2020, 2, 29), None]), [date(2020, 2, 29), None]),
        ("founded_on", pa.array(["2020-02-29", None]), [date(2020, 2, 29), None]),
        ("chains", pa.array([["a", "b"], None, []]), [frozenset("ab"), None, frozenset()]),
        ("revenue", pa.nulls(2), [None, None]),
        ("industry", pa.nulls(2), [None, None]),
    ],
)  # fmt: skip
def test_values_come_through(fact, array, meant):
    assert values(fact, array) == meant


@pytest.mark.parametrize(
    ("fact", "array", "row", "said"),
    [
        ("founded_on", pa.array([None, "2020-13-01"]), 1, "cannot be read as a day"),
        ("employees", pa.array([1.0, 1.5]), 1, "not a whole number"),
        ("employees", pa.array([Decimal("1.0"), Decimal("1.5")]), 1, "not a whole number"),
        ("revenue", pa.array(["1", "ten"]), 1, "cannot be read as a number"),
        ("revenue", pa.array([1.0, float("nan")]), 1, "cannot be read as a number"),
        ("revenue", pa.array([1.0, 0.12345678]), 1, "more than 6 decimal places"),
        ("revenue", pa.array([Decimal("1"), Decimal("123456789012345678901.5")]), 1, "do not fit 64 bits"),
        ("revenue", pa.array(["1", "1234567890123456789012"]), 1, "do not fit 64 bits"),
        ("industry", pa.array(["1830", "18x"]), 1, "not one of the codes"),
        ("tax_credit", pa.array(["A", None, "Q"]), 2, "not one of the codes"),
    ],
)
def test_a_bad_value_is_named(fact, array, row, said):
    with pytest.raises(tables.BadCell, match=said) as caught:
        tables.column(array, FACTS[fact], FACTS)
    assert caught.value.row == row


def test_a_wrong_type_is_refused_before_reading():
    found = tables.check_type(FACTS["high_tech"], pa.int64(), file="c.parquet")
    assert "needs yes or no" in found.text("en")
    assert "Store it as bool" in found.text("en")
    assert tables.check_type(FACTS["revenue"], pa.decimal128(18, 2), file="") is None
