"""A policy is the same thing as a document, as JSON and as YAML."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from zaocha.rules.policies import reading, writing
from zaocha.rules.policies.tests.documents import DICTIONARY, POLICIES


@settings(max_examples=150, deadline=None)
@given(POLICIES)
def test_data_yaml_and_json_say_the_same(data: dict[str, Any]) -> None:
    policy = reading.from_data(data, dictionary=DICTIONARY)
    written = writing.as_data(policy)
    for text in (writing.as_yaml(policy), writing.as_json(policy)):
        again = reading.from_text(text, dictionary=DICTIONARY)
        assert again == policy
        assert writing.as_data(again) == written, "labels and tests as written take no part in equality"


def test_tests_stay_quoted_and_lists_are_indented() -> None:
    data = {"when": {"all": [{"fact": "a", "test": "-"}]}}
    assert writing.data_as_yaml(data) == 'when:\n  all:\n    - fact: a\n      test: "-"\n'
