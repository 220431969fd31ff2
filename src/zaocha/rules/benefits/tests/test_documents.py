"""docs/formats/benefits.md: every form stands there, and every example comes out as written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from zaocha.rules import benefits
from zaocha.rules.benefits import catalogue, forms
from zaocha.rules.facts import dictionary

PAGE = Path(__file__).parents[5] / "docs" / "formats" / "benefits.md"
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.M | re.S)


def blocks() -> Iterator[tuple[str, dict[str, Any]]]:
    for section in PAGE.read_text("utf8").split("\n## ")[1:]:
        for text in BLOCK.findall(section):
            yield section.split("\n")[0], yaml.load(text, Loader=yaml.BaseLoader)


def value(given: Any) -> Any:
    if isinstance(given, list):
        return frozenset(given)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", given):
        return date.fromisoformat(given)
    if re.fullmatch(r"-?\d+(\.\d+)?", given):
        return Decimal(given)
    return {"true": True, "false": False}.get(given, given)


CASES = [
    pytest.param(block["benefit"], example, id=f"{name}-{n}")
    for name, block in blocks()
    for n, example in enumerate(block["examples"])
]


@pytest.mark.parametrize(("document", "example"), CASES)
def test_an_example_comes_out_as_written(document: dict[str, Any], example: dict[str, Any]) -> None:
    facts = benefits.Given({name: value(given) for name, given in example["facts"].items()})
    result = benefits.evaluate(benefits.read(document), facts=facts)
    held = result.as_json()
    assert {"amount", "at_most", "grants"} & set(example)
    for key in ("amount", "at_most", "missing"):
        if key in example:
            assert held[key] == example[key], held
    if "amount" not in example:
        assert held["amount"] is None
    for language in ("zh", "en"):
        if language in example:
            assert example[language] in [step[language] for step in held["steps"]]
    if "grants" in example:
        assert held["grants"][0]["zh"] == example["grants"]


def test_every_form_has_its_heading_with_examples_that_check_clean() -> None:
    by_form = {name for name, _block in blocks()}
    assert {form.code for form in forms.ALL} == by_form
    for name, block in blocks():
        form = benefits.read(block["benefit"])
        inner = {one.code for _path, one in benefits.checking.forms_within(form)}  # type: ignore[attr-defined]
        assert name in inner
        own = [
            one for one in benefits.check(form, dictionary=dictionary()) if one.message.code != "benefit_fact"
        ]
        assert not own, own


def test_the_schema_is_that_of_the_program() -> None:
    file = PAGE.with_name("benefits.schema.json")
    assert json.loads(file.read_text("utf8")) == catalogue.json_schema(), (
        "write it again: python -m zaocha.rules.benefits.catalogue"
    )


def test_an_editor_learns_every_field_in_both_languages() -> None:
    rate = next(form for form in catalogue.catalogue() if form["code"] == "rate")
    assert [field["name"] for field in rate["fields"]] == ["rate", "base", "threshold", "cap", "floor"]
    for form in catalogue.catalogue():
        for field in form["fields"]:
            assert field["label"]["zh"] and field["label"]["en"]
            assert field["kind"] in catalogue.KINDS or field["choices"]
