"""The explanations as a person reads them, and what is said of a benefit that is written wrongly."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zaocha.rules import benefits, data_files
from zaocha.rules.benefits import words
from zaocha.rules.facts import dictionary
from zaocha.rules.findings import Unreadable

RATE = {"form": "rate", "rate": "30%", "base": "digital_investment", "threshold": "100000", "cap": "1000000"}


def last(document: dict[str, Any], **facts: object) -> tuple[str, str]:
    step = benefits.evaluate(benefits.read(document), facts=benefits.Given(facts)).steps[-1].said
    return step.zh, step.en


def test_a_share_is_explained_in_both_languages() -> None:
    assert last(RATE, digital_investment=Decimal(420_000)) == (
        "42 万元 × 30 % = 12.6 万元，未超过上限 100 万元",
        "30 % of 420,000 = 126,000, below the cap of 1,000,000",
    )
    assert last(RATE, digital_investment=Decimal(4_000_000)) == (
        "400 万元 × 30 % = 120 万元，超过上限，按上限 100 万元计",
        "30 % of 4,000,000 = 1,200,000, above the cap: 1,000,000",
    )
    zh, en = last(RATE, digital_investment=Decimal(86_000))
    assert "8.6 万元，未达到门槛 10 万元" in zh and "86,000 is below the threshold of 100,000" in en


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        ("420000", "42 万元", "420,000"), ("126000", "12.6 万元", "126,000"), ("1500", "1,500 元", "1,500"),
        ("150000000", "1.5 亿元", "150,000,000"), ("123456.78", "123,456.78 元", "123,456.78"),
        ("123456", "12.3456 万元", "123,456"), ("10000", "1 万元", "10,000"), ("0", "0 元", "0"),
        ("0.005", "约0.01 元", "about 0.01"), ("12340000", "1,234 万元", "12,340,000"),
    ],
)  # fmt: skip
def test_amounts_read_as_each_language_writes_them(yuan: str, zh: str, en: str) -> None:
    assert words.money(Decimal(yuan)).as_json() == {"zh": zh, "en": en}


def test_a_benefit_is_described_without_any_company() -> None:
    said = benefits.described(benefits.read(RATE))
    assert said.zh.endswith("的 30 %（10 万元起），最高不超过 100 万元")
    assert said.en.startswith("30 % of ") and said.en.endswith("(from 100,000), at most 1,000,000")


def test_every_sentence_that_the_code_says_exists_with_the_same_blanks() -> None:
    table = data_files.table("benefit_words.yaml")
    for key, said in table.items():
        blanks = [set(re.findall(r"(?<!{){(\w+)}", said[language])) for language in ("zh", "en")]
        assert blanks[0] == blanks[1], key
    folder = Path(benefits.__file__).parent
    code = "\n".join(path.read_text("utf-8") for path in folder.rglob("*.py") if "tests" not in path.parts)
    assert set(re.findall(r'words\.(?:say|counted)\(\s*"(\w+)"', code)) <= set(table)
    for kind in re.findall(r'fault\([^"]*"(\w+)", "(\w+)"', code):
        assert f"fault_{kind[0]}" in table and f"fix_{kind[1]}" in table


@pytest.mark.parametrize(
    ("change", "path", "said", "remedy"),
    [
        ({"form": "ratte"}, "benefit.form", "no form of benefit “ratte”", "Did you mean rate?"),
        ({"capp": "5"}, "benefit.capp", "nothing called “capp”", "Did you mean cap?"),
        ({"rate": "30"}, "benefit.rate", "more than the whole", "write 30%"),
        ({"rate": "a third"}, "benefit.rate", "not a share", "30% or 0.3"),
        ({"rate": 0.3}, "benefit.rate", "binary float", "quotation marks"),
        ({"cap": "100万"}, "benefit.cap", "“100万” is not a number", "Write 1000000."),
        ({"cap": "1,000,000"}, "benefit.cap", "not a number", "without unit and separators"),
        ({"cap": "-1"}, "benefit.cap", "below nothing", "nothing or more"),
        ({"base": "Digital Investment"}, "benefit.base", "not a number", "plain yuan"),
        ({"base": {"mean": ["a"]}}, "benefit.base", "the name of a fact", "sum"),
        ({"base": {"ratio": ["a"]}}, "benefit.base.ratio", "needs two parts", "ratio: [rd_spend, revenue]"),
    ],
)  # fmt: skip
def test_what_is_written_wrongly_is_told_with_place_and_remedy(
    change: dict[str, Any], path: str, said: str, remedy: str
) -> None:
    with pytest.raises(Unreadable) as wrong:
        benefits.read(RATE | change)
    finding = next(one for one in wrong.value.findings if one.place.path == path)
    assert said in finding.message.text("en") and finding.remedy and remedy in finding.remedy.text("en")
    assert re.search(r"[\u4e00-\u9fff]", finding.message.text("zh") + finding.remedy.text("zh"))


def test_all_faults_are_told_at_once_and_nothing_is_needed_twice() -> None:
    with pytest.raises(Unreadable) as wrong:
        benefits.read({"form": "steps", "rows": [
            {"in": "[3..10)", "amount": "x"}, {"in": "[9..30)", "amount": "1"}, {"in": "[40..30)", "amount": "1"},
        ]})  # fmt: skip
    codes = [one.message.code for one in wrong.value.findings]
    assert codes == ["benefit_needed", "benefit_number", "benefit_band_empty", "benefit_overlap"] or set(codes) == {
        "benefit_needed", "benefit_number", "benefit_band_empty", "benefit_overlap",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("document", "path", "code"),
    [
        ({"form": "fixed", "amount": "20", "cap": "10"}, "benefit.amount", "benefit_beyond_cap"),
        ({"form": "fixed", "amount": "5", "cap": "10", "floor": "20"}, "benefit.floor", "benefit_floor_cap"),
        ({"form": "rate", "rate": "1%", "base": "revenu"}, "benefit.base", "benefit_fact"),
        ({"form": "rate", "rate": "1%", "base": "industry"}, "benefit.base", "benefit_fact_type"),
        ({"form": "by_grade", "fact": "factory_grade", "grades": {"nationl": "5"}}, "benefit.grades.nationl", "benefit_code"),
        ({"form": "steps", "base": "land_mu", "rows": [{"in": "< 3", "amount": "1"}, {"in": "> 3", "amount": "2"}]},
         "benefit.rows", "benefit_gap"),
        ({"form": "tiers", "base": "revenue", "rows": [{"up_to": "5", "rate": "1%"}]}, "benefit.rows[0]", "benefit_tier_end"),
        ({"form": "per_head", "amount": "1"}, "benefit", "benefit_heads"),
        ({"form": "interest", "points": "1", "principal": "loan_amount", "years": "0"}, "benefit.years", "benefit_years"),
        ({"form": "score_card", "passes": "30", "then": {"form": "fixed", "amount": "1"},
          "items": [{"label": {"zh": "甲", "en": "a"}, "group": "g", "base": "revenue", "most": "20"}]},
         "benefit.passes", "benefit_unreachable"),
        ({"form": "sum", "of": [{"form": "fixed", "amount": "9", "cap": "1"}]}, "benefit.of[0].amount", "benefit_beyond_cap"),
    ],
)  # fmt: skip
def test_what_can_be_read_and_is_still_wrong_is_found(document: dict[str, Any], path: str, code: str) -> None:
    found = benefits.check(benefits.read(document), dictionary=dictionary())
    assert (path, code) in [(one.place.path, one.message.code) for one in found]


def test_facts_of_a_benefit_tell_what_it_is_counted_from() -> None:
    taxed = {"form": "cases", "of": [{"when": {"fact": "tax_credit", "test": '"A"'}, "then": {
        "form": "rate", "rate": "50%", "base": {"less": ["tax_paid", "revenue"]}, "cap": "rd_spend"}}]}  # fmt: skip
    roles = benefits.facts_of(benefits.read(taxed))
    assert roles["tax_paid"] == {"base"} and roles["tax_credit"] == {"condition"}
    assert set(roles) == {"tax_paid", "revenue", "rd_spend", "tax_credit"}
