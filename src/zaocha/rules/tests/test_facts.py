"""The dictionary of facts, and the reading of one company's facts."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal

import pytest

from zaocha.rules import facts, facts_reading, units
from zaocha.rules.findings import Unreadable

DICTIONARY = facts.dictionary()


def read(**values: object) -> facts.FactSet:
    text = json.dumps({"on": "2026-11-23", "facts": values})
    return facts_reading.read_json(text, dictionary=DICTIONARY)


def refusal(**values: object) -> str:
    with pytest.raises(Unreadable) as raised:
        read(**values)
    return raised.value.text("en")


def test_every_fact_is_whole() -> None:
    for fact in DICTIONARY.facts.values():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", fact.name)
        assert fact.label.zh and fact.label.en
        assert fact.type in facts.TYPES and fact.period in facts.PERIODS
        assert fact.visible_to in {"public", "desk", "company"} and fact.group
        assert fact.unit is None or fact.unit in units.units(), fact.name
        assert (fact.type == "money") == bool(fact.unit and fact.unit.startswith("CNY")), fact.name
        if fact.codes:
            assert fact.codes in DICTIONARY.codes or fact.is_nested, fact.name
    labels = [fact.label.zh for fact in DICTIONARY.facts.values()]
    assert len(set(labels)) == len(labels), "two facts with one label cannot be told apart in a form"


def test_values_are_read_by_type() -> None:
    known = read(
        revenue={"value": "86000.50", "unit": "元", "as_of": "2026-01-31"},
        rd_share={"value": 0.035},
        industry={"value": "C1830"},
        high_tech={"value": True},
        founded_on={"value": "2019-02-28"},
        chains={"value": ["socks", "yarn"]},
        employees={"value": None},
    )
    assert known.value("revenue") == Decimal("86000.50")
    assert known.values["revenue"].as_of == date(2026, 1, 31)
    assert known.value("rd_share") == Decimal("0.035")
    assert known.value("industry") == "1830"
    assert known.value("high_tech") is True
    assert known.value("founded_on") == date(2019, 2, 28)
    assert known.value("chains") == frozenset({"socks", "yarn"})
    assert known.value("employees") is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"revenu": {"value": 1}}, "facts.revenu: There is no fact “revenu”. Did you mean revenue"),
        ({"营业收入": {"value": 1}}, "Did you mean revenue"),
        ({"revenue": {"value": "8.6", "unit": "万元"}}, "Write 86000 and the unit CNY"),
        ({"revenue": {"value": 1, "unit": "USD"}}, "not in “USD”. Give the value in CNY"),
        ({"revenue": {"value": "86,000"}}, "without separators"),
        ({"revenue": {"value": True}}, "not a number"),
        ({"revenue": {"value": "1e9"}}, "not a number"),
        ({"revenue": {"valu": 1}}, "Did you mean value"),
        ({"employees": {"value": 1.5}}, "not a whole number"),
        ({"high_tech": {"value": "yes"}}, "Write true or false"),
        ({"founded_on": {"value": "2026-02-30"}}, "is not a day. Write it as"),
        ({"land_class": {"value": "E"}}, "is not one of the codes"),
        ({"factory_grade": {"value": "省级智能工厂"}}, "Did you mean smart_factory_provincial"),
        ({"industry": {"value": "18300"}}, "Write the digits of the code"),
        ({"high_tech": {"value": True, "unit": "CNY"}}, "Leave the unit out"),
        ({"chains": {"value": "socks"}}, "A list of texts"),
    ],
)
def test_what_is_wrong_is_said_with_place_and_remedy(values: dict[str, object], words: str) -> None:
    assert words in refusal(**values)


def test_every_fault_is_said_at_once() -> None:
    with pytest.raises(Unreadable) as raised:
        facts_reading.read_json('{"facts": {"revenue": {"value": "x"}, "a": 1}}', dictionary=DICTIONARY)
    assert len(raised.value.findings) == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"on": "2026-01-01", "on": "2026-01-02"}',
        '{"on": NaN}',
        '{"on": 1e999999999}',
        "[" * 100_000,
    ],
)
def test_nonsense_is_refused_in_words(text: str) -> None:
    with pytest.raises(Unreadable) as raised:
        facts_reading.read_json(text, dictionary=DICTIONARY)
    assert raised.value.text("zh")


def test_a_huge_number_is_refused_before_it_is_written_out() -> None:
    assert "digits" in refusal_of('{"on": "2026-01-01", "facts": {"revenue": {"value": 1e999999}}}')


def refusal_of(text: str) -> str:
    with pytest.raises(Unreadable) as raised:
        facts_reading.read_json(text, dictionary=DICTIONARY)
    return raised.value.text("en")
