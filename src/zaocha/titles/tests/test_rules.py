"""What the rules say of a worker: verdicts, reasons, near misses, what is asked, what must be proven."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.titles import drawing, judging, tables
from zaocha.titles.tests.cases import FACTS

ON = date(2026, 11, 24)


def verdicts(**changed):
    facts = {name: value for name, value in {**FACTS, **changed}.items() if value is not None}
    found = judging.judged(judging.told(facts, as_of=ON, on=ON))
    return {one.rule.id: one for one in found}


def test_little_schooling_and_great_skill_may_ask_by_the_green_channel():
    found = verdicts()["assistant-green-schooling"]
    assert found.code == "may"
    assert set(found.evidence) == {"employment", "schooling", "works", "methods", "award", "recommendation"}


def test_one_thing_lacking_is_a_near_miss_that_says_how_far():
    found = verdicts(recommenders="1")["assistant-green-schooling"]
    assert found.code == "near"
    assert "还差 1 人" in found.reasons[0].zh


def test_schooling_that_one_does_not_have_is_no_near_miss():
    assert verdicts()["assistant-skill"].code == "not"


def test_what_is_not_known_is_asked_and_never_counts_against_the_worker():
    found = verdicts(award=None, methods=None, works=None)["assistant-green-schooling"]
    assert found.code == "ask"
    assert set(found.missing) == {"award", "methods", "works"}
    assert verdicts(recommenders=None)["assistant-green-schooling"].missing == ("recommenders",)


def test_the_wrong_major_has_its_own_way():
    facts = {"schooling": "college", "major_fits": False, "trade_years": "4"}
    assert verdicts(**facts)["assistant-green-major"].code == "may"
    assert verdicts(**facts)["assistant-ordinary"].code != "may"


def test_years_go_on_by_themselves():
    facts = {**FACTS, "trade_years": "7.5"}
    before = judging.told(facts, as_of=date(2026, 1, 10), on=date(2027, 1, 9))
    after = judging.told(facts, as_of=date(2026, 1, 10), on=date(2027, 1, 10))
    rule = tables.rules()["assistant-green-schooling"]
    assert [judging.judge(rule, one).code for one in (before, after)] == ["near", "may"]


def test_every_rule_names_its_paper_and_day_and_examples_say_so():
    for rule in tables.rules().values():
        assert rule.source.number and rule.source.on <= ON and rule.level in tables.levels()
        assert rule.is_model == rule.is_green
    assert sum(one.weight for one in tables.procedure().criteria) == 100


def test_no_label_was_cut_at_a_comma():
    table = tables._table("facts.yaml").data
    rows = [row for codes in table["codes"].values() for row in codes]
    rows += [one["label"] | {"code": one["name"]} for one in table["facts"]]
    rows += [one["label"] | {"code": one["code"]} for one in tables._table("evidence.yaml").data]
    assert all(set(row) == {"code", "zh", "en"} for row in rows)


@pytest.mark.parametrize("way", tables.WAYS)
def test_every_way_has_a_rule(way):
    assert any(one.way == way for one in tables.rules().values())


@given(st.sets(st.sampled_from([name for name in FACTS if name != "front_line"])))
@settings(max_examples=60, deadline=None)
def test_telling_less_never_turns_a_yes_into_a_no(left_out):
    """Whoever may ask with everything told may ask, or is asked, with less told: never refused for silence."""
    less = verdicts(**dict.fromkeys(left_out))
    for name, found in verdicts().items():
        if found.code == "may":
            assert less[name].code in ("may", "ask")


@given(st.text(min_size=1, max_size=20), st.sets(st.integers(1, 10_000), max_size=60))
@settings(max_examples=60, deadline=None)
def test_the_draw_can_be_repeated_and_does_not_depend_on_who_else_is_in_the_pool(seed, ids):
    order = drawing.order(seed=seed, ids=ids)
    assert sorted(order) == sorted(ids) and order == drawing.order(seed=seed, ids=sorted(ids, reverse=True))
    kept = [one for one in order if one % 2]
    assert drawing.order(seed=seed, ids=kept) == kept


def test_the_draw_is_what_sha256sum_gives():
    assert drawing.order(seed="2026", ids=[1, 2, 3]) == sorted(
        [1, 2, 3], key=lambda one: __import__("hashlib").sha256(f"2026:{one}".encode()).hexdigest()
    )
