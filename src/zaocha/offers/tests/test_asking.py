"""The next question to a company comes from its own town's policies."""

from __future__ import annotations

from zaocha.companies.facts import asking
from zaocha.offers.actions import policies as actions
from zaocha.offers.queries import policies as queries


def test_a_town_without_policies_asks_nothing_and_with_one_what_it_needs(world) -> None:
    assert asking.questions(company=world.company, at=world.at) == []
    actions.install(pack="zhuji-digital-investment", by=world.desk, at=world.at)
    found = asking.questions(company=world.company, at=world.at)
    assert found[0].decides == 1
    assert found[0].fact.name in {"digital_investment", "registered_area", "industry"}
    assert queries.in_force(tenant_id=world.stranger.tenant_id, on=world.at.date()).count() == 0
