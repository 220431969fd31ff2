"""The next question to a company comes from its own town's policies."""

from __future__ import annotations

from zaocha.companies.facts import asking
from zaocha.offers import documents
from zaocha.offers.actions import policies as actions
from zaocha.rules import packs


def test_a_town_without_policies_asks_nothing_and_with_one_what_it_needs(world) -> None:
    assert asking.questions(company=world.company, at=world.at) == []
    document = documents.from_yaml(packs.pack("zhuji-digital-investment").text)
    policy = actions.draft(document=document, by=world.desk, at=world.at)
    assert asking.questions(company=world.company, at=world.at) == []
    actions.publish(policy_id=policy.pk, version=policy.version, by=world.desk, at=world.at)
    found = asking.questions(company=world.company, at=world.at)
    assert found[0].decides == 1
