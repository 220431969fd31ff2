"""The sandbox: who gains, who loses, what it costs; kept as a proposal; seen by those who write policies."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import world as small

from zaocha.companies.facts import actions as facts
from zaocha.companies.facts.actions import Entry
from zaocha.companies.models import Company
from zaocha.kernel.errors import Invalid, NotAllowed
from zaocha.matching import sandbox
from zaocha.matching.actions import proposals
from zaocha.matching.actions.proposals import NewProposal
from zaocha.matching.models import Proposal
from zaocha.offers.actions import policies

pytestmark = pytest.mark.django_db
THRESHOLD, CAP = "versions[0].when.all[0].test:0", "versions[0].benefit.cap"


@pytest.fixture(autouse=True)
def now(world, monkeypatch):
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)
    monkeypatch.setattr("zaocha.kernel.clock.today", lambda: world.at.date())


@pytest.fixture
def policy(world):
    for company, investment in ((world.company, "86000"), (world.other_company, "5000000")):
        known = [
            Entry("digital_investment", investment, "2026"),
            Entry("land_class", "A", "2025"),
            Entry("dishonest", "false"),
        ]
        facts.record(company_id=company.pk, entries=known, by=world.desk, at=world.at)
    made = policies.draft(document=small.POLICY, by=world.desk, at=world.at)
    return policies.publish(policy_id=made.pk, version=made.version, by=world.desk, at=world.at)


def tried(world, policy, by=None, **changes):
    paths = {"threshold": THRESHOLD, "cap": CAP}
    moved = {paths[name]: value for name, value in changes.items()}
    return sandbox.run(policy, base=policy.document, changes=moved, by=by or world.desk, on=world.at.date())


def test_a_lower_threshold_brings_in_the_near_miss_and_says_what_it_costs(world, policy) -> None:
    found = tried(world, policy, threshold="80000").found
    assert (found.before.eligible, found.after.eligible) == (1, 2)
    assert (found.before.cost, found.after.cost) == (Decimal(1_000_000), Decimal(1_025_800))
    assert [(one.key, one.kind) for one in found.changes] == [(str(world.company.pk), "gains")]


def test_a_higher_cap_gives_more_and_a_higher_threshold_takes_away(world, policy) -> None:
    found = tried(world, policy, cap="1200000").found
    assert found.counts == {"gains": 0, "loses": 0, "more": 1, "less": 0}
    assert found.after.cost == Decimal(1_200_000)
    found = tried(world, policy, threshold="6000000").found
    assert found.counts["loses"] == 1
    assert found.after.cost == 0


def test_the_sums_of_every_dimension_are_the_whole(world, policy) -> None:
    result = tried(world, policy, threshold="80000")
    for _dimension, _label, rows in result.tables:
        assert sum(row.after for row in rows) == result.found.after.eligible
        assert sum(row.cost_after for row in rows) == result.found.after.cost
    assert {dimension for dimension, _label, _rows in result.tables} == {"company_size", "chain", "community"}


def test_who_may_not_see_single_facts_gets_sums_of_five_and_more(world, policy) -> None:
    result = tried(world, policy, by=world.leader, threshold="80000")
    assert result.whole.after == 2
    assert result.whole.cost_after is None
    assert not result.changes
    text = world.client("he").get(f"/policies/{policy.pk}/sandbox/?set:{THRESHOLD}=80000").content.decode()
    assert "1,025,800" not in text
    assert "25,800" not in text


def test_a_proposal_keeps_numbers_author_note_and_figures(world, policy) -> None:
    new = NewProposal("降到 8 万", {THRESHOLD: "80000"}, "覆盖小企业")
    made = proposals.keep(policy_id=policy.pk, new=new, by=world.desk, at=world.at)
    assert (made.author, made.changes, made.result["eligible_after"]) == ("沈知夏", {THRESHOLD: "80000"}, 2)
    text = world.client("shen").get(f"/policies/{policy.pk}/sandbox/{made.pk}/").content.decode()
    assert "降到 8 万" in text
    assert "覆盖小企业" in text
    assert 'value="80000"' in text
    policy.refresh_from_db()
    assert policy.document == small.POLICY  # a proposal changes nothing
    with pytest.raises(NotAllowed):
        proposals.keep(policy_id=policy.pk, new=new, by=world.contact_officer, at=world.at)


def test_the_page_reads_numbers_as_people_type_them(world, policy) -> None:
    client, path = world.client("shen"), f"/policies/{policy.pk}/sandbox/"
    text = client.get(path, {f"set:{THRESHOLD}": "8 万"}).content.decode()
    assert "newly eligible" in text
    assert "晴川针织" in text
    wrong = client.get(path, {f"set:{THRESHOLD}": "几万"})
    assert wrong.status_code == 422
    assert "几万" in wrong.content.decode()
    part = client.get(path, {f"set:{THRESHOLD}": "80000"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert client.get(f"{path}export.xlsx", {f"set:{THRESHOLD}": "80000"}).content[:2] == b"PK"
    kept = client.post(f"{path}keep/", {f"set:{THRESHOLD}": "80000", f"set:{CAP}": "1000000", "name": "八万"})
    assert kept.status_code == 302
    assert Proposal.objects.get().changes == {THRESHOLD: "80000"}
    assert client.post(f"{path}keep/", {"name": "空"}).status_code == 422
    assert client.post(f"{path}{Proposal.objects.get().pk}/drop/").status_code == 302
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"versions[9].x": "1"}, {"title.zh": "1"}, {CAP: "abc"}, {"versions[0]": "1"}]
)
def test_a_place_without_a_number_is_refused_by_name(world, policy, changes) -> None:
    with pytest.raises(Invalid):
        sandbox.run(policy, base=policy.document, changes=changes, by=world.desk, on=world.at.date())


def test_a_trial_asks_as_much_for_fifty_companies_as_for_two(
    world, policy, django_assert_max_num_queries
) -> None:
    client, path = world.client("shen"), f"/policies/{policy.pk}/sandbox/?set:{THRESHOLD}=80000"
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    Company.objects.bulk_create(
        Company(tenant=world.tenant, name=f"企业{n}", created_at=world.at) for n in range(50)
    )
    with django_assert_max_num_queries(len(few)):
        assert client.get(path).status_code == 200


def test_the_api_tries_keeps_and_tells_verdicts(world, policy) -> None:
    client = world.client("shen")
    path = f"/api/v1/policies/{policy.pk}"
    levers = client.get(f"{path}/levers").json()["levers"]
    assert {"path": CAP, "value": "1000000"}.items() <= next(
        one for one in levers if one["path"] == CAP
    ).items()
    body = {"changes": {THRESHOLD: "80000"}}
    tried_ = client.post(f"{path}/sandbox", body, content_type="application/json").json()
    assert (tried_["eligible_before"], tried_["eligible_after"], tried_["cost_after"]) == (1, 2, "1025800")
    kept = client.post(f"{path}/proposals", {**body, "name": "八万"}, content_type="application/json")
    assert kept.status_code == 201
    assert len(client.get(f"{path}/proposals").json()["items"]) == 1
    one = client.get(f"{path}/companies/{world.company.pk}").json()
    assert (one["verdict"], one["clauses"][0]["distance"], one["notice"]["zh"]) == (
        "not_eligible", "14000", "初步比对，以主管部门审核为准",
    )  # fmt: skip
    assert world.client("du").get(f"{path}/companies/{world.company.pk}").json()["clauses"] == []
    assert len(client.get(f"/api/v1/companies/{world.company.pk}/policies").json()["items"]) == 1
