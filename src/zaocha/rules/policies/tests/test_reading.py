"""What is wrong with a document is said with its line, its column and a remedy."""

from __future__ import annotations

from typing import Any

import pytest

from zaocha.rules.findings import Unreadable
from zaocha.rules.policies import reading
from zaocha.rules.policies.tests.documents import DICTIONARY, data

HEAD = """id: p
title: t
place: p
authority: a
kind: subsidy
source: {title: s}
versions:
  - valid_from: 2025-01-01
    when:
"""


def refusal(text: str) -> str:
    with pytest.raises(Unreadable) as raised:
        reading.from_text(text, dictionary=DICTIONARY, file="p.yaml")
    assert all(one.text("zh") for one in raised.value.findings)
    return raised.value.text("en")


def test_a_bad_test_points_at_its_character() -> None:
    assert refusal(HEAD + '      {fact: revenue, test: ">= 10 万"}\n') == (
        "p.yaml:10:29 versions[0].when.test: revenue of the year: '万' does not belong here. "
        "Write amounts in yuan, as a number alone: 10 万元 is 100000.\n>= 10 万\n      ^"
    )


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (
            '{fact: revenu, test: "1"}',
            "p.yaml:10:14 versions[0].when.fact: There is no fact “revenu”. Did you mean revenue",
        ),
        ('{fact: 研发费用, test: "1"}', "Did you mean rd_spend"),
        ("{fact: revenue}", "“test” is needed here"),
        ('{fact: revenue, test: "1", unit: 万元}', "is in CNY, not in “万元”. Multiply the number by 10,000"),
        ('{fact: revenue, tset: "1"}', "There is no key “tset” here. Did you mean test"),
        (
            '{fact: revenue, test: "1", all: []}',
            "has only one of fact, ratio, all, any, not; here are fact, all",
        ),
        ("{all: []}", "The group is empty"),
        ("[1]", "A condition is a fact with a test"),
        ('{ratio: [revenue], test: "1"}', "A ratio names two facts"),
        ('{ratio: [revenue, industry], test: "1"}', "is not a number and cannot stand in a ratio"),
        ('{ratio: [revenue, revenue], test: "1"}', "always 1"),
        ('{fact: revenue, test: ["1"]}', "A test is one quoted string"),
        ('{fact: founded_on, test: ">= \\"2025-01-01\\""}', 'Write date("2025-01-01")'),
        ('{fact: revenue, test: "[5..2]"}', "ends before it starts"),
        ('{fact: land_class, test: "\\"X\\""}', "Known codes are A, B, C, D"),
        ("{not: " * 14 + '{fact: revenue, test: "1"}' + "}" * 14, "more than 12 deep"),
    ],
)
def test_bad_conditions_are_refused_in_words(when: str, words: str) -> None:
    assert words in refusal(f"{HEAD}      {when}\n")


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ('fact: revenue, test: ">= 100,000"', "would be read as several numbers. Write 100000"),
        ('fact: revenue, test: ">= 3 and < 10"', "For a range write [3..10)"),
        ('fact: revenue, test: "> revenue_last_year"', "ratio: [revenue, revenue_last_year]"),
        ('fact: revenue, test: ">= ￥5"', "as a number alone"),
        ('fact: revenue, test: "≥ 5"', "Write >= for"),
        ('fact: revenue, test: "＞5"', "half-width signs: >5"),
        ('fact: employees, test: ">= 20人"', "Write the number alone"),
        ('fact: rd_share, test: ">= 3%"', "3 % is 0.03"),
        ('fact: founded_on, test: ">= 2025-01-01"', 'date("2026-11-23")'),
        ('fact: high_tech, test: "是"', "Write true or false"),
        ("fact: land_class, test: \"'A'\"", 'Use double quotation marks: "A"'),
        ('fact: land_class, test: "A"', 'Write "A" in quotation marks'),
        ('fact: industry, test: "18*"', 'starts with(?, "18")'),
        ('fact： revenue, test： "1"', "Use the half-width colon"),
    ],
)
def test_frequent_slips_are_told_what_to_write(clause: str, words: str) -> None:
    block = "".join(f"      {one}\n" for one in clause.split(", test", 1)[:1])
    rest = clause.split(", test", 1)[1]
    assert words in refusal(f"{HEAD}{block}      test{rest}\n")


@pytest.mark.parametrize("test", [">= 5", "[3..10)", '"A","B"', "-", "> 5"])
def test_an_unquoted_test_is_told_to_be_quoted(test: str) -> None:
    assert "Write a test in quotation marks" in refusal(f"{HEAD}      fact: revenue\n      test: {test}\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id: p\n  x: y\n", "p.yaml:2:4: This cannot be read as YAML"),
        ("id: [", "cannot be read as YAML"),
        ("id: p\nid: q\n", "p.yaml:2:1: The key “id” stands twice"),
        ("a: &x 1\nb: *x\n", "p.yaml:1:4: Anchors and aliases"),
        ("a: !!python/object:os.system 1\n", "Tags (!…) are not read"),
        ("[" * 100_000, "nested more than 60 deep"),
        ("a: 1\n---\nb: 2\n", "several documents"),
        ("", "There is nothing here"),
        ("- a\n", "A block of keys and values"),
        ("{not json", "This is not JSON"),
        ("id: p\n\x00", "cannot be read as YAML"),
    ],
)
def test_bad_texts_are_refused_with_line_and_column(text: str, words: str) -> None:
    found = refusal(text)
    assert words.replace("This cannot be read as YAML", "The text cannot be read as YAML") in found


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": "Über"}, "cannot be an id"),
        ({"kind": "subsidie"}, "Did you mean subsidy"),
        ({"kind": None}, "“kind” is needed"),
        ({"valid_from": "2025-13-01"}, "versions[0].valid_from: “2025-13-01” is not a day"),
        ({"title": {"zh": "只"}}, "A text is one string, or zh and en"),
        ({"versions": []}, "at least one version"),
        ({"repeatable": "yes"}, "neither true nor false"),
        ({"take": "highest"}, "no group is named"),
        ({"group": "g", "take": "lowest"}, "not one of highest"),
        ({"anchor": "revenue"}, "is not a day"),
        ({"source": {"title": "s", "url": "javascript:alert(1)"}}, "no web address"),
        ({"facts": [{"name": "revenue", "label": "x", "type": "money"}]}, "The dictionary has a fact"),
        ({"facts": [{"name": "X", "label": "x", "type": "moneys", "unit": "EUR"}]}, "There is no unit “EUR”"),
        ({"benefit": {"amount": "1"}}, "A benefit is a block with a form"),
        ({"surprise": 1}, "There is no key “surprise”"),
    ],
)
def test_bad_documents_are_refused_in_words(changes: dict[str, Any], words: str) -> None:
    changed = data(**changes)
    if changes.get("versions") == []:
        changed["versions"] = []
    with pytest.raises(Unreadable) as raised:
        reading.from_data(changed, dictionary=DICTIONARY)
    assert words in raised.value.text("en")


def test_a_policy_may_bring_its_own_facts() -> None:
    facts = [{"name": "own_line", "label": {"zh": "自有", "en": "own"}, "type": "integer"}]
    found = reading.from_data(
        data(facts=facts, when={"fact": "own_line", "test": ">= 1"}), dictionary=DICTIONARY
    )
    assert found.facts[0].name == "own_line"


def test_a_benefit_that_cannot_be_worked_out_is_refused_with_its_line() -> None:
    text = (
        HEAD.replace("    when:\n", "")
        + "    benefit:\n      form: rate\n      rate: 30\n      base: revenue\n"
    )
    assert refusal(text) == (
        "p.yaml:11:13 versions[0].benefit.rate: A share of 30 is more than the whole. If per cent is meant, write 30%."
    )
