"""Walker, numpy, compiled code, the row engine and SQL give the same three values, missing facts included."""

import os
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.rules import nearness, walking
from zaocha.rules.planes import bound, engine_numpy, engine_small, engines, explaining, results
from zaocha.rules.planes.tests import engines_agree

SEEDS = st.integers(0, 2**32)
needs_numba = pytest.mark.skipif(not find_spec("numba"), reason="the extra `fast` is not installed")


@given(SEEDS)
@settings(max_examples=int(os.environ.get("ZAOCHA_WORLDS", "25")), deadline=None)
def test_all_say_what_the_walker_says(seed):
    world = engines_agree.World(seed, rules=20, companies=70)
    meant = world.walker()
    assert world.planes("numpy") == meant
    assert world.rowwise() == meant
    assert world.sqlite() == meant


@needs_numba
@given(SEEDS, st.integers(1, 5000))
@settings(max_examples=15, deadline=None)
def test_compiled_code_has_the_same_bits(seed, companies):
    world = engines_agree.World(seed, rules=12, companies=min(companies, 150))
    rows = [row % len(world.companies) for row in range(companies)]
    store = world.store.__class__(
        {name: column.taken(rows) for name, column in world.store.columns.items()}, rows=companies
    )
    numpy = engines.run(world.program, store, engine="numpy", near=True)
    numba = engines.run(world.program, store, engine="numba", near=True)
    for one, other in ((numpy.true, numba.true), (numpy.false, numba.false), (numpy.near, numba.near)):
        assert (one == other).all()


@given(SEEDS, st.integers(1, 4096))
@settings(max_examples=15, deadline=None)
def test_few_companies_get_the_bits_of_many(seed, companies):
    world = engines_agree.World(seed, rules=12, companies=min(companies, 150))
    rows = [row % len(world.companies) for row in range(companies)]
    store = world.store.__class__(
        {name: column.taken(rows) for name, column in world.store.columns.items()}, rows=companies
    )
    ready = bound.bound(world.program, store)
    few, many = results.Results.empty(ready), results.Results.empty(ready)
    engine_small.run(ready, few)
    engine_numpy.run(ready, many)
    for one in (few, many):
        one.trim()
    assert (few.true == many.true).all()
    assert (few.false == many.false).all()


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_a_near_miss_fails_exactly_one_clause(seed):
    world = engines_agree.World(seed, rules=15, companies=60)
    results = engines.run(world.program, world.store, near=True)
    nodes = engines.run(engines_agree.every_node(world.program), world.store)
    truth = engines_agree.truths(nodes)
    for rule in range(len(world.conditions)):
        clauses = world.program.clauses(rule)
        found = dict(zip(*(part.tolist() for part in results.near_clauses(rule)), strict=True))
        for row in range(len(world.companies)):
            values = [engines_agree.signed(truth, literal, row) for literal in clauses]
            is_near = values.count(False) == 1 and values.count(True) == len(values) - 1
            assert (row in found) == is_near
            if is_near:
                assert found[row] == values.index(False)


def test_an_empty_group_is_what_the_walker_says():
    from zaocha.rules.conditions import All, Any, NotGroup

    conditions = [All(()), Any(()), NotGroup(All(())), NotGroup(Any(())), All((Any(()),))]
    world = engines_agree.World(1, rules=1, companies=130)
    facts = engines_agree.facts_of({})
    found = engines_agree.truths(engines.run(engines_agree.compiled(conditions), world.store))
    assert found == [[walking.truth(one, facts)] * 130 for one in conditions]


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_explanations_are_those_of_the_walker(seed):
    world = engines_agree.World(seed, rules=15, companies=15)
    explainer = explaining.Explainer(world.conditions, sets=engines_agree.wild.SETS)
    for company in world.companies:
        facts = engines_agree.facts_of(company)
        for condition, said in zip(world.conditions, explainer.explain(facts), strict=True):
            walked = walking.walk(condition, facts)
            assert said.truth == walked.truth
            meant = [(one.path, one.truth, one.value, nearness.near(one)) for one in walking.outcomes(walked)]
            assert [
                (path, one.outcome.truth, one.outcome.value, one.near) for path, one in said.clauses
            ] == meant
