"""Digital upgrades: machines count by the company's word, policies are worked out with the sum put in."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.world import POLICY

from zaocha.accounts import actors, links
from zaocha.finance import actions, subsidies
from zaocha.kernel import clock
from zaocha.kernel.errors import Conflict, Invalid
from zaocha.results.models import Result


def company_of(world):
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=world.company.pk, by="t", at=clock.now()
    )
    return actors.of_company_link(link), links.token(link)


@pytest.fixture
def upgrade(world):
    new = actions.NewUpgrade(world.company.pk, "一体袜机联网", 20, Decimal(600_000))
    return actions.open_upgrade(new=new, by=world.desk, at=world.at)


def counted(world, upgrade, machines, by=None):
    new = actions.NewCount(machines, "一体袜机", world.at.date(), "现场清点")
    return actions.count(upgrade_id=upgrade.pk, new=new, by=by or world.desk, at=world.at)


def test_machines_count_by_the_companys_word_only(world, upgrade):
    one = counted(world, upgrade, 12)
    assert not Result.objects.exists()
    with pytest.raises(Conflict):
        actions.confirm_count(count_id=one.pk, by=world.desk, at=world.at)
    _own, token = company_of(world)
    client = world.client("")
    assert "12 machines" in client.get(f"/c/{token}/").content.decode()  # what waits for it
    client.post(f"/c/{token}/upgrades/{upgrade.pk}/", {"verb": "confirm", "number": one.pk})
    assert Result.objects.get(kind="machine_upgraded").amount == 12


def test_more_than_planned_and_a_day_to_come_are_refused(world, upgrade):
    counted(world, upgrade, 12)
    with pytest.raises(Invalid):
        counted(world, upgrade, 9)
    ahead = actions.NewCount(1, "一体袜机", world.at.date() + timedelta(days=1), "清点")
    with pytest.raises(Invalid):
        actions.count(upgrade_id=upgrade.pk, new=ahead, by=world.desk, at=world.at)


def test_disputed_machines_do_not_count_and_make_room(world, upgrade):
    own, _token = company_of(world)
    one = counted(world, upgrade, 20)
    actions.dispute_count(count_id=one.pk, words="只换了八台", by=own, at=world.at)
    counted(world, upgrade, 8, by=own)
    assert Result.objects.get().amount == 8
    assert "只换了八台" in world.client("shen").get(f"/upgrades/{upgrade.pk}/").content.decode()


def test_acceptance_asks_for_confirmed_machines_and_the_subsidy_for_the_companys_word(world, upgrade):
    own, token = company_of(world)
    accepted = actions.Acceptance(world.at.date(), "经济发展办")
    with pytest.raises(Conflict):
        actions.accept_upgrade(upgrade_id=upgrade.pk, new=accepted, by=world.desk, at=world.at)
    counted(world, upgrade, 20, by=own)
    actions.accept_upgrade(upgrade_id=upgrade.pk, new=accepted, by=world.desk, at=world.at)
    actions.note_subsidy(
        upgrade_id=upgrade.pk, amount=Decimal(180_000), on=world.at.date(), policy_code="digital-2026",
        by=world.desk, at=world.at,
    )  # fmt: skip
    assert not Result.objects.filter(kind="subsidy_paid").exists()
    world.client("").post(f"/c/{token}/upgrades/{upgrade.pk}/", {"verb": "subsidy"})
    world.client("").post(f"/c/{token}/upgrades/{upgrade.pk}/", {"verb": "subsidy"})
    assert Result.objects.get(kind="subsidy_paid").amount == 180_000


def test_the_policy_is_worked_out_with_the_sum_of_the_upgrade(world, upgrade):
    from zaocha.offers.actions import policies

    text = dict(POLICY)
    text["versions"] = [
        {**POLICY["versions"][0], "when": {"fact": "digital_investment", "test": ">= 100000", "unit": "CNY"}}
    ]
    made = policies.draft(document=text, by=world.desk, at=world.at)
    policies.publish(policy_id=made.pk, version=made.version, by=world.desk, at=world.at)
    upgrade.refresh_from_db()
    (shown,) = subsidies.of_upgrade(upgrade, by=world.desk, on=world.at.date())
    assert shown.code == "eligible" and "180,000" in shown.benefit


@pytest.mark.parametrize(
    "wrong", [{"machines": "0"}, {"planned": "x"}, {"company": "无此企业"}, {"title": ""}]
)
def test_a_wrong_form_keeps_what_was_typed(world, wrong):
    given = {
        "company": "晴川针织",
        "title": "联网改造",
        "machines": "3",
        "planned": "1000",
        "supplier": "云工厂",
    }
    answer = world.client("shen").post("/upgrades/new/", given | wrong)
    assert answer.status_code == 422 and "云工厂" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_a_fixed_number_of_statements(world, count, django_assert_max_num_queries):
    for number in range(count):
        new = actions.NewUpgrade(world.company.pk, f"改造{number}", 2, Decimal(10))
        actions.open_upgrade(new=new, by=world.desk, at=world.at)
    client = world.client("shen")
    client.get("/upgrades/")
    with django_assert_max_num_queries(8):
        client.get("/upgrades/")
