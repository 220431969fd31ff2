"""How a company's benefits stack: what excludes what, what is worth most, in words."""

from __future__ import annotations

import copy

import pytest
from tests import world as small

from zaocha.accounts import links
from zaocha.companies.facts import actions as facts
from zaocha.companies.facts.actions import Entry
from zaocha.offers.actions import policies

pytestmark = pytest.mark.django_db


def publish(world, code: str, amount: str, **more):
    document = copy.deepcopy(small.POLICY) | {
        "id": code,
        "title": {"zh": f"{code}奖励", "en": f"Award {code}"},
    }
    version = document["versions"][0]
    version["when"] = {"fact": "high_tech", "test": "true"}
    version["benefit"] = {"form": "fixed", "amount": amount}
    made = policies.draft(document=document | more, by=world.desk, at=world.at)
    return policies.publish(policy_id=made.pk, version=made.version, by=world.desk, at=world.at)


@pytest.fixture(autouse=True)
def known(world, monkeypatch):
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)
    monkeypatch.setattr("zaocha.kernel.clock.today", lambda: world.at.date())
    facts.record(
        company_id=world.company.pk, entries=[Entry("high_tech", "true")], by=world.desk, at=world.at
    )


def desk_page(world, who="shen") -> str:
    return world.client(who).get(f"/companies/{world.company.pk}/policies/").content.decode()


def own_page(world) -> str:
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=world.company.pk, by="t", at=world.at
    )
    return world.client("").get(f"/c/{links.token(link)}/").content.decode()


def test_what_excludes_what_is_said_with_the_combination_that_is_worth_most(world) -> None:
    publish(world, "grade", "100000")
    publish(world, "first", "60000", excludes=["grade"])
    publish(world, "cloud", "5000")
    for page in (desk_page(world), own_page(world)):
        assert "Not all of it at the same time" in page and "105,000" in page
        assert "“Award grade” and “Award first” exclude each other" in page


def test_of_a_group_the_lower_is_named_with_the_higher(world) -> None:
    publish(world, "four", "400000", group="stars", take="highest")
    publish(world, "five", "600000", group="stars", take="highest")
    page = desk_page(world)
    assert "600,000" in page and "Award four" in page.split('id="together"')[1].split("</section>")[0]


def test_what_can_be_had_together_is_added_up(world) -> None:
    publish(world, "a", "1000")
    assert 'id="together"' not in desk_page(world)
    publish(world, "b", "2000")
    assert "Taken together" in desk_page(world) and "3,000" in desk_page(world)
