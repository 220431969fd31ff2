"""Every number of a policy can be found and moved, and the moved policy gives the other answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from zaocha.rules import levers, packs
from zaocha.rules.facts import FactSet, FactValue, dictionary
from zaocha.rules.policies import reading, verdicts, writing


def document(policy: str) -> dict[str, Any]:
    return writing.as_data(packs.pack(policy).policy)


def found(policy: str, version: int = 0) -> dict[str, str]:
    held = levers.levers(document(policy), version=version, dictionary=dictionary())
    return {one.path.removeprefix(f"versions[{version}]."): one.value for one in held}


def test_thresholds_rates_and_caps_are_levers_with_words() -> None:
    assert found("zhuji-digital-investment", 1) == {
        "when.test:0": "100000", "benefit.rate": "30%", "benefit.threshold": "100000", "benefit.cap": "1000000",
    }  # fmt: skip
    held = levers.levers(document("zhuji-digital-investment"), version=1, dictionary=dictionary())
    assert next((one.label.zh, one.unit) for one in held) == ("数字化改造投入（软硬件、网络、上云）", "CNY")
    assert held[-1].label.as_json() == {"zh": "按比例补助 · 上限", "en": "Share of a base · Cap"}


def test_bounds_of_bands_grades_and_points_are_levers_and_days_are_not() -> None:
    assert found("zhuji-dcmm") == {
        "when.all[0].test:0": "2",
        "benefit.rows[0].in:0": "2", "benefit.rows[0].in:1": "3", "benefit.rows[0].amount": "100000",
        "benefit.rows[1].in:0": "3", "benefit.rows[1].in:1": "4", "benefit.rows[1].amount": "200000",
        "benefit.rows[2].in:0": "4", "benefit.rows[2].amount": "300000",
    }  # fmt: skip
    assert found("shengzhou-smart-factory")["benefit.grades[0].amount"] == "1000000"
    card = found("innovative-sme")
    assert card["benefit.passes"] == "60" and card["benefit.items[0].codes.own_class_1"] == "15"
    assert found("equipment-renewal-loan", 2) == {"benefit.points": "1.5", "benefit.years": "2"}


@pytest.mark.parametrize("policy", [one.policy.id for one in packs.packs()])
def test_moving_a_number_to_itself_changes_nothing(policy: str) -> None:
    held = document(policy)
    for version in range(len(held["versions"])):
        same = {one.path: one.value for one in levers.levers(held, version=version, dictionary=dictionary())}
        assert levers.moved(held, same) == held


def test_a_moved_policy_answers_differently_and_the_first_one_stays() -> None:
    first = document("zhuji-digital-investment")
    changes = {
        "versions[1].when.test:0": "50000", "versions[1].benefit.threshold": "50000", "versions[1].benefit.rate": "20%",
    }  # fmt: skip
    second = levers.moved(first, changes)

    def amount(held: dict[str, Any], invested: int) -> str | None:
        facts = FactSet(verdicts.date(2026, 1, 1), {"digital_investment": FactValue(Decimal(invested))})
        policy = reading.from_data(held, dictionary=dictionary())
        benefit = verdicts.evaluate(policy, facts=facts, dictionary=dictionary()).benefit
        return benefit.as_json()["amount"] if benefit else None

    assert (amount(first, 60_000), amount(second, 60_000)) == (None, "12000.00")
    assert (amount(first, 100_000), amount(second, 100_000)) == ("30000.00", "20000.00")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("versions[1].benefit.cap", "a lot"),
        ("versions[9].benefit.cap", "5"),
        ("versions[1].when.test:7", "5"),
    ],
)
def test_what_cannot_be_moved_is_refused(path: str, value: str) -> None:
    with pytest.raises(levers.NoLever, match="versions"):
        levers.moved(document("zhuji-digital-investment"), {path: value})
