"""Scores of the yield per 亩: the published formulas, items without data, limits and classes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zaocha.rules import scores
from zaocha.rules.benefits import Given

ABOVE = scores.assessment(year=2022, group="above_scale")
BELOW = scores.assessment(year=2022, group="below_scale")


def total(
    by: scores.Assessment, *values: str | None, averages: dict[str, Decimal] | None = None
) -> Decimal | None:
    held = {
        item.name: None if value is None else Decimal(value)
        for item, value in zip(by.items, values, strict=True)
    }
    return scores.score(by=by, values=held, averages=averages).total


def test_the_published_vectors() -> None:
    assert total(ABOVE, *(str(item.benchmark) for item in ABOVE.items)) == Decimal("100.0000")
    assert total(ABOVE, "12", "100", "2", "4000", "15", "0.02") == Decimal("67.4815")
    assert total(BELOW, "8", "0.2") == Decimal("77.0200")


def test_benchmarks_are_of_their_year() -> None:
    older = scores.assessment(year=2021, group="above_scale")
    assert [str(item.benchmark) for item in older.items] == [
        "26.01",
        "132.27",
        "2.54",
        "4861.08",
        "17.45",
        "0.0305",
    ]
    assert total(older, "26.01", "132.27", "2.54", "4861.08", "17.45", "0.0305") == 100
    below = scores.assessment(year=2021, group="below_scale")
    assert total(below, "16.601058", "0.236565") == 100
    with pytest.raises(scores.NoAssessment, match="2019"):
        scores.assessment(year=2019, group="above_scale")


def test_no_emission_data_takes_the_average_of_that_item() -> None:
    with_data = [
        scores.score(by=ABOVE, values={item.name: item.benchmark * times for item in ABOVE.items})
        for times in (Decimal(1), Decimal("0.5"))
    ]
    averages = scores.averages_of(with_data)
    assert averages["value_added_per_emissions"] == Decimal("7.5")
    values = {item.name: item.benchmark for item in ABOVE.items if item.name != "value_added_per_emissions"}
    held = scores.score(by=ABOVE, values=values, averages=averages)
    assert (held.total, held.averaged) == (Decimal("97.5000"), ("value_added_per_emissions",))
    assert "按平均分 7.5 分计" in held.steps[3].zh
    again = scores.averages_of([*with_data, held])
    assert again["value_added_per_emissions"] == Decimal("7.5")  # an average does not average itself
    alone = scores.score(by=ABOVE, values=values)
    assert (alone.total, alone.missing) == (None, ("emissions_t", "value_added"))


def test_other_items_without_data_leave_the_score_open() -> None:
    held = scores.score(by=BELOW, values={"tax_per_mu": Decimal(8)}, averages={"tax_per_kwh": Decimal(50)})
    assert (held.total, held.missing) == (None, ("electricity_kwh", "tax_paid"))


def test_indicators_come_from_the_facts_in_yuan() -> None:
    facts = {"tax_paid": Decimal(800_000), "land_mu": Decimal(10), "electricity_kwh": Decimal(4_000_000)}
    values = scores.indicators(by=BELOW, facts=Given(facts))
    assert scores.score(by=BELOW, values=values).total == Decimal("77.0200")
    bare = scores.indicators(by=BELOW, facts=Given(facts | {"land_mu": Decimal(0)}))
    assert scores.score(by=BELOW, values=bare).missing == ("land_mu",)


def test_items_keep_within_their_cap_and_floor() -> None:
    limited = BELOW.with_limits(floor=Decimal(0), cap=Decimal("1.5"))
    assert total(limited, "1000", "0.2352") == Decimal("125.0000")
    assert total(limited, "-1000", "0.2352") == Decimal("50.0000")
    assert total(BELOW, "-11.5932", "0.2352") == Decimal("0.0000")


def test_classes_by_score_and_by_share() -> None:
    bounds = {"A": ">= 90", "B": "[70..90)", "C": "[50..70)", "D": "< 50"}
    assert [scores.class_by_score(Decimal(n), bounds=bounds) for n in (90, 89, 70, 69, 50, 49)] == list(
        "ABBCCD"
    )
    assert scores.class_by_score(None, bounds=bounds) is None
    with pytest.raises(ValueError, match="class A"):
        scores.class_by_score(Decimal(1), bounds={"A": "most"})
    shares = {"A": Decimal("0.2"), "B": Decimal("0.6"), "C": Decimal("0.15"), "D": Decimal("0.05")}
    totals: dict[str, Decimal | None] = {f"c{n:02}": Decimal(n) for n in range(1, 21)}
    found = scores.classes_by_share(
        totals | {"new": None, "closed": Decimal(99)}, shares=shares, vetoed=frozenset({"closed"})
    )
    assert [list(found.values()).count(name) for name in ("A", "B", "C", "D")] == [4, 12, 3, 2]
    assert (found["c20"], found["c01"], found["closed"], found["new"]) == ("A", "D", "D", None)
    ties = scores.classes_by_share(
        {"a": Decimal(5), "b": Decimal(5), "c": Decimal(1)}, shares={"A": Decimal("0.3"), "D": Decimal("0.7")}
    )
    assert ties == {"a": "A", "b": "A", "c": "D"}
    with pytest.raises(ValueError, match="add up to 1"):
        scores.classes_by_share(totals, shares={"A": Decimal("0.3")})
