"""docs/formats: every example fits its schema, and the program reads what the examples write."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from zaocha.rules import checking, facts, facts_reading
from zaocha.rules.policies import reading

FORMATS = Path(__file__).parents[4] / "docs" / "formats"
PAGES = [page for page in sorted(FORMATS.glob("*.md")) if page.with_suffix(".schema.json").exists()]
EXAMPLES = [
    (page.stem, kind, text)
    for page in PAGES
    for kind, text in re.findall(r"^```(json|yaml)\n(.*?)^```", page.read_text(encoding="utf8"), re.M | re.S)
]


def schema(name: str) -> Any:
    return json.loads((FORMATS / f"{name}.schema.json").read_text(encoding="utf8"))


def test_every_schema_has_its_page_and_every_page_an_example() -> None:
    assert {page.stem for page in PAGES} == {one.name.split(".")[0] for one in FORMATS.glob("*.schema.json")}
    assert {page.stem for page in PAGES} == {name for name, _kind, _text in EXAMPLES}
    index = (FORMATS / "README.md").read_text(encoding="utf8")
    assert not [page.name for page in PAGES if f"({page.name})" not in index]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_schema_is_one(page: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(page.stem))


@pytest.mark.parametrize(
    ("name", "kind", "text"), EXAMPLES, ids=[f"{n}-{i}" for i, (n, _k, _t) in enumerate(EXAMPLES)]
)
def test_example_fits_its_schema(name: str, kind: str, text: str) -> None:
    data = json.loads(text) if kind == "json" else yaml.load(text, yaml.BaseLoader)
    jsonschema.validate(data, schema(name), cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("text", [text for name, _kind, text in EXAMPLES if name == "policy"])
def test_policies_of_the_examples_are_read(text: str) -> None:
    assert reading.from_text(text, dictionary=facts.dictionary()).versions


@pytest.mark.parametrize("text", [text for name, _kind, text in EXAMPLES if name == "facts"])
def test_facts_of_the_examples_are_read(text: str) -> None:
    assert facts_reading.read_json(text, dictionary=facts.dictionary()).values


def test_facts_of_the_schema_are_those_of_the_program() -> None:
    """A name in a schema that the program does not know, or the other way round, would mislead a writer."""
    policy = schema("policy")
    assert set(policy["properties"]) == set(reading.POLICY_KEYS)
    assert set(policy["$defs"]["version"]["properties"]) == set(reading.VERSION_KEYS)
    assert set(policy["$defs"]["fact"]["properties"]) == set(reading.FACT_KEYS)


SLIPS = re.findall(
    r"^\| `(\w+)` \| `(.+?)` \| `(.+?)` \|$", (FORMATS / "policy.md").read_text(encoding="utf8"), re.M
)


@pytest.mark.parametrize(("name", "written", "right"), SLIPS)
def test_what_the_page_calls_wrong_is_refused_with_a_remedy(name: str, written: str, right: str) -> None:
    fact = facts.dictionary()[name]
    _test, found = checking.checked(written, fact=fact, dictionary=facts.dictionary())
    assert [one for one in found if one.severity == "error" and one.remedy]
    assert checking.checked(right, fact=fact, dictionary=facts.dictionary())[1] == ()


def test_the_page_has_slips() -> None:
    assert len(SLIPS) > 10
