"""What people type for facts, and how it is shown to them again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.companies.facts import headings, inputs, periods
from zaocha.companies.facts.faults import MESSAGES, Unreadable
from zaocha.rules.facts import dictionary

FACTS = dictionary().facts
NUMERIC = sorted(name for name, fact in FACTS.items() if fact.is_numeric)


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("revenue", "86", "860000"), ("revenue", "8.6万", "86000"), ("revenue", "860,000元", "860000"),
        ("revenue", "0.5 亿", "50000000"), ("revenue", "１２００万元", "12000000"), ("revenue", "约86万", "860000"),
        ("rd_share", "3.2%", "0.032"), ("loan_rate", "3.45", "0.0345"), ("land_mu", "8000平方米", "12"),
        ("land_mu", "12.5亩", "12.5"), ("plant_m2", "3亩", "2000"), ("employees", "120人", "120"),
        ("electricity_kwh", "30万度", "300000"), ("profit", "-12", "-120000"), ("founded_on", "2015年3月1日", "2015-03-01"),
        ("founded_on", "20150301", "2015-03-01"), ("high_tech", "是", "true"), ("high_tech", "No", "false"),
        ("industry", "C1830", "1830"), ("industry", "1830", "1830"), ("industry", "服饰制造", "1830"),
        ("tax_credit", "a级", "A"), ("company_size", "小型", "small"), ("registered_area", "330681 诸暨市", "330681"),
    ],
)  # fmt: skip
def test_it_is_read(name: str, typed: str, stored: str) -> None:
    assert inputs.read(FACTS[name], typed) == stored


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("revenue", "很多", "number"), ("revenue", "-5", "negative"), ("revenue", "12kg", "unit"), ("revenue", "9" * 60, "too_large"),
        ("employees", "1.5", "whole"), ("employees", "1000001", "too_large"), ("founded_on", "2015-02-30", "date"),
        ("founded_on", "昨天", "date"), ("high_tech", "也许", "fact_yes_no"), ("industry", "9999", "industry"),
        ("industry", "A1830", "industry"), ("tax_credit", "Z", "code"), ("registered_area", "33068", "area"),
        ("revenue", " ", "empty"), ("revenue", "1e9", "unit"), ("revenue", "NaN", "number"), ("revenue", "١٢٣", "number"),
    ],
)  # fmt: skip
def test_it_is_refused_in_words(name: str, typed: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        inputs.read(FACTS[name], typed)
    assert refused.value.code == code
    assert refused.value.at(name).text()


@given(st.sampled_from(NUMERIC), st.integers(0, 10**9), st.sampled_from(["zh", "en"]))
def test_what_a_form_shows_is_read_back_as_it_was(name: str, number: int, language: str) -> None:
    fact = FACTS[name]
    value = inputs.plain(Decimal(number) / (1 if fact.type == "integer" else 100))
    if fact.unit == "person" and number > inputs.MOST_PERSONS:
        return
    text, scale = inputs.typed_form(fact, value, language=language)
    assert inputs.read(fact, text, scale=scale) == value
    shown = inputs.shown(fact, value, language=language)
    assert inputs.read(fact, shown, scale=scale) == value


@given(st.sampled_from(sorted(FACTS)), st.text(max_size=30))
def test_no_text_breaks_the_reading(name: str, typed: str) -> None:
    fact = FACTS[name]
    try:
        value = inputs.read(fact, typed)
    except Unreadable as refused:
        assert refused.code in MESSAGES
        assert refused.at(name).text()
    else:
        assert inputs.stored(inputs.known(fact, value)) == value
        assert inputs.shown(fact, value, language="zh")


def test_headings_say_unit_and_year() -> None:
    revenue, land, insured = FACTS["revenue"], FACTS["land_mu"], FACTS["insured_employees"]
    assert headings.read(revenue, "2025年营业收入（万元）") == headings.Heading("wan", "2025")
    assert headings.read(revenue, "营业收入(单位:元)") == headings.Heading("one", "")
    assert headings.read(revenue, "营业收入（年）") == headings.Heading("", "")
    assert headings.read(land, "占地面积/㎡") == headings.Heading("m2", "")
    assert headings.read(insured, "2025年6月参保人数") == headings.Heading("", "2025-06")
    with pytest.raises(Unreadable):
        headings.read(revenue, "营业收入（美元）")


def test_periods() -> None:
    on, revenue, insured = date(2026, 3, 2), FACTS["revenue"], FACTS["insured_employees"]
    assert periods.read(revenue, "2025年", on=on) == "2025"
    assert periods.read(insured, "2026年2月", on=on) == "2026-02"
    assert periods.usual(revenue, on=on) == "2025"
    assert periods.usual(FACTS["equipment_investment"], on=on) == "2026"
    assert periods.usual(insured, on=on) == "2026-02"
    assert periods.last_day("2026-02", on=on) == date(2026, 2, 28)
    assert periods.last_day("2026", on=on) == on
    assert periods.offered(insured, on=on)[:3] == ["2026-03", "2026-02", "2026-01"]
    assert periods.is_stale(revenue, "2024", None, on=on)
    assert not periods.is_stale(revenue, "2025", None, on=on)
    assert not periods.is_stale(FACTS["founded_on"], "", date(2001, 1, 1), on=on)
    assert periods.is_stale(FACTS["dishonest"], "", date(2025, 6, 1), on=on)
    for typed in ("2027", "", "25", "20256", "1889"):
        with pytest.raises(Unreadable):
            periods.read(revenue, typed, on=on)
