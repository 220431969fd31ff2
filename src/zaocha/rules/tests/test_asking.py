"""The next question settles most; the sets that decide are the smallest."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings

from zaocha.rules import asking, conditions, facts, walking
from zaocha.rules.policies import verdicts
from zaocha.rules.policies.documents import Policy
from zaocha.rules.policies.tests.documents import policy
from zaocha.rules.tests.test_walking import COMPANIES, CONDITIONS, VALUES, company

DICTIONARY = facts.dictionary()
REVENUE = {"fact": "revenue", "test": ">= 10"}
STAFF = {"fact": "employees", "test": ">= 10"}
LAND = {"fact": "land_class", "test": '"A"'}


def ask(*whens: dict[str, Any], **known: Any) -> list[asking.Question]:
    policies = [policy(id=f"p{at}", when=when) for at, when in enumerate(whens)]
    found = verdicts.evaluate_all(policies, facts=company(known), dictionary=DICTIONARY)
    return asking.questions(found)


def test_the_fact_that_settles_most_comes_first() -> None:
    first, *_rest = ask({"all": [REVENUE, STAFF]}, {"all": [REVENUE, LAND]}, {"all": [STAFF, REVENUE]})
    assert (first.fact, first.may_settle, first.weight) == ("revenue", ("p0", "p1", "p2"), Fraction(3, 2))


def test_what_settles_either_way_goes_before_what_settles_only_by_a_no() -> None:
    first, second, third = ask(STAFF, {"all": [REVENUE, LAND]})
    assert (first.fact, first.settles) == ("employees", ("p0",))
    assert {second.fact, third.fact} == {"revenue", "land_class"}


def test_nothing_is_asked_of_what_is_decided_closed_or_known() -> None:
    assert ask({"all": [REVENUE, STAFF]}, employees=Decimal(1)) == []
    closed = policy(when=REVENUE, valid_to="2025-06-01")
    assert asking.next_question([closed], facts=company({}), dictionary=DICTIONARY) is None


def test_a_ratio_asks_for_the_half_that_is_missing() -> None:
    share = {"ratio": ["rd_spend", "revenue"], "test": ">= 0.03"}
    assert [(one.fact, one.helps) for one in ask(share)] == [("rd_spend", ("p0",)), ("revenue", ("p0",))]
    (one,) = ask(share, rd_spend=Decimal(3))
    assert (one.fact, one.settles) == ("revenue", ("p0",))


def test_the_smallest_deciding_sets() -> None:
    def sets(when: dict[str, Any]) -> set[frozenset[str]]:
        verdict = verdicts.evaluate(policy(when=when), facts=company({}), dictionary=DICTIONARY)
        return set(asking.deciding_sets(verdict))

    assert sets({"any": [REVENUE, STAFF]}) == {frozenset({"revenue"}), frozenset({"employees"})}
    # Alike or not alike: neither says anything without the other.
    alike = {"any": [{"all": [REVENUE, STAFF]}, {"not": {"any": [REVENUE, STAFF]}}]}
    assert sets(alike) == {frozenset({"revenue", "employees"})}


@settings(max_examples=100, deadline=None)
@given(CONDITIONS, COMPANIES)
def test_what_is_said_to_settle_settles(condition: Any, values: dict[str, Any]) -> None:
    """Whatever value the fact takes: the verdict is known."""
    if any("is missing" in one.text for one in conditions.clauses(condition)):
        return
    base = policy(when=REVENUE)
    version = base.versions[0].__class__(base.versions[0].valid, when=condition)
    whole = Policy(**{**base.__dict__, "versions": (version,)})
    found = asking.next_question([whole], facts=company(values), dictionary=DICTIONARY)
    if found is None:
        return
    for value in VALUES[found.fact]:
        usable = found.fact not in {"assets"} or (value is not None and value > 0)
        if found.settles and value is not None and usable:
            known = company({**values, found.fact: value})
            assert walking.truth(condition, known) is not None
