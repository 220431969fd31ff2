"""Policies for tests: one whole document, and random ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from zaocha.rules import facts
from zaocha.rules.policies import reading
from zaocha.rules.policies.documents import Policy

DICTIONARY = facts.dictionary()


def data(**changes: Any) -> dict[str, Any]:
    """A small policy as plain data; `changes` of its only version go by their key, others by theirs."""
    version = {"valid_from": "2025-01-01", "when": {"fact": "revenue", "test": ">= 100"}}
    version |= {key: value for key, value in changes.items() if key in reading.VERSION_KEYS and key != "note"}
    found = {
        "id": "p",
        "title": "t",
        "place": "示例市",
        "authority": "经信局",
        "kind": "subsidy",
        "source": {"title": "s"},
        "versions": [{key: value for key, value in version.items() if value is not None}],
    }
    return found | {key: value for key, value in changes.items() if key not in reading.VERSION_KEYS}


def policy(**changes: Any) -> Policy:
    """The same, read."""
    return reading.from_data(data(**changes), dictionary=DICTIONARY)


DAYS = st.dates().map(lambda day: day.isoformat())
WORDS = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Co")), min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)
TEXTS = WORDS | st.fixed_dictionaries({"zh": WORDS, "en": WORDS})
NUMBERS = st.decimals(0, 10**9, places=2).map(str)
TESTS = {
    "revenue": st.one_of(
        st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), NUMBERS),
        st.sampled_from(["[1..2)", "]1..2]", "-", "is missing", "not(1, 2)", "1, [3..4]", "not(is missing)"]),
    ),
    "founded_on": st.builds('{} date("{}")'.format, st.sampled_from([">=", "<"]), DAYS),
    "land_class": st.sampled_from(['"A"', '"A","B"', 'not("D")', 'starts with(?, "A")']),
    "industry": st.sampled_from(['starts with(?, "18")', '"1830"']),
    "dishonest": st.sampled_from(["true", "false", "is missing"]),
    "chains": st.sampled_from(['"socks"', 'not("socks")']),
}
CLAUSES = st.one_of(
    *(
        st.fixed_dictionaries({"fact": st.just(name), "test": tests}, optional={"label": TEXTS})
        for name, tests in TESTS.items()
    ),
    st.fixed_dictionaries({"ratio": st.just(["rd_spend", "revenue"]), "test": st.just(">= 0.03")}),
)
CONDITIONS = st.recursive(
    CLAUSES,
    lambda inner: st.one_of(
        st.builds(lambda items: {"all": items}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda items: {"any": items}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda item: {"not": item}, inner),
    ),
    max_leaves=8,
)
VERSIONS = st.fixed_dictionaries(
    {"valid_from": DAYS},
    optional={
        "valid_to": DAYS,
        "retroactive_from": DAYS,
        "window": st.fixed_dictionaries({"from": DAYS}, optional={"to": DAYS}),
        "when": CONDITIONS,
        "benefit": st.fixed_dictionaries({"form": st.just("fixed"), "amount": NUMBERS}),
        "documents": st.lists(TEXTS, max_size=2),
        "apply": st.fixed_dictionaries({}, optional={"where": TEXTS, "automatic": st.booleans()}),
        "note": TEXTS,
    },
)
POLICIES = st.fixed_dictionaries(
    {
        "id": st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True),
        "title": TEXTS,
        "place": TEXTS,
        "authority": TEXTS,
        "kind": st.sampled_from(["subsidy", "tax", "land"]),
        "source": st.fixed_dictionaries({"title": WORDS}, optional={"number": WORDS, "date": DAYS}),
        "versions": st.lists(VERSIONS, min_size=1, max_size=2),
    },
    optional={
        "excludes": st.lists(st.from_regex(r"[a-z]{1,5}", fullmatch=True), max_size=2),
        "anchor": st.just("founded_on"),
        "repealed_on": DAYS,
        "repeatable": st.booleans(),
        "terms_unknown": st.booleans(),
        "named_beneficiary": TEXTS,
        "facts": st.just([{"name": "own_fact", "label": {"zh": "自有", "en": "own"}, "type": "boolean"}]),
        "note": TEXTS,
    },
)
