"""The API of facts: read, record once, history, and what a reader may not see."""

from __future__ import annotations

import json

import pytest

from zaocha.companies.facts import actions
from zaocha.companies.facts.actions import Entry
from zaocha.companies.models import FactValue


@pytest.fixture(autouse=True)
def _today(world, monkeypatch):
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)


def put(world, facts: list, who: str = "shen", key: str = "", company=None, **more):
    company = company or world.company
    url = f"/api/v1/companies/{company.pk}/facts"
    headers = {"Idempotency-Key": key} if key else {}
    body = json.dumps({"facts": facts, **more})
    return world.client(who).put(url, body, content_type="application/json", headers=headers)


def listed(world, who: str = "shen", query: str = "") -> dict:
    answer = world.client(who).get(f"/api/v1/companies/{world.company.pk}/facts{query}")
    assert answer.status_code == 200
    return {one["name"]: one for one in answer.json()["facts"]}


def test_values_are_recorded_and_read_as_the_rules_write_them(world) -> None:
    done = put(world, [{"name": "revenue", "value": "8600000.5", "unit": "元", "period": "2025"},
                       {"name": "chains", "value": ["knitting"]}, {"name": "high_tech", "value": True}])  # fmt: skip
    assert done.status_code == 422, "the register says the chain"
    done = put(world, [{"name": "revenue", "value": "8600000.5", "unit": "元", "period": "2025"},
                       {"name": "high_tech", "value": True}, {"name": "dcmm_level", "known": False}])  # fmt: skip
    assert done.json() == {"new": 3, "corrected": 0, "same": 0}
    found = listed(world)
    assert (found["revenue"]["value"], found["revenue"]["unit"], found["revenue"]["source"]) == (
        "8600000.5",
        "CNY",
        "api",
    )
    assert found["high_tech"]["value"] is True
    assert found["dcmm_level"]["state"] == "asked"
    assert set(listed(world, query="?state=asked")) == {"dcmm_level"}


def test_the_same_key_writes_once_and_the_same_value_says_nothing_new(world) -> None:
    facts = [{"name": "revenue", "value": 5, "period": "2025"}]
    assert (
        put(world, facts, key="k1").json()
        == put(world, facts, key="k1").json()
        == {"new": 1, "corrected": 0, "same": 0}
    )
    assert put(world, facts).json()["same"] == 1
    assert FactValue.objects.count() == 1


def test_every_fault_is_named(world) -> None:
    done = put(world, [{"name": "revenu", "value": 1}, {"name": "revenue", "value": 1, "unit": "万元", "period": "2025"},
                       {"name": "industry", "value": "9999"}, {"name": "high_tech", "value": "yes"}])  # fmt: skip
    assert done.status_code == 422
    faults = {one["fact"]: one["message"] for one in done.json()["faults"]}
    assert set(faults) == {"revenu", "revenue", "industry", "high_tech"}
    assert "10000" in faults["revenue"]
    assert not FactValue.objects.exists()


def test_history_and_taking_back(world) -> None:
    put(world, [{"name": "revenue", "value": 5, "period": "2025"}])
    put(world, [{"name": "revenue", "value": 6, "period": "2025"}], reason="更正")
    url = f"/api/v1/companies/{world.company.pk}/facts"
    new, old = world.client("shen").get(f"{url}/revenue/history").json()["items"]
    assert (new["value"], old["value"], old["end_reason"], old["superseded_by"]) == (
        "6",
        "5",
        "更正",
        new["id"],
    )
    client = world.client("shen")
    taken = client.post(f"{url}/{new['id']}/withdraw", "{}", content_type="application/json")
    assert taken.status_code == 200
    again = client.post(f"{url}/{new['id']}/withdraw", "{}", content_type="application/json")
    assert again.status_code == 409
    assert client.get(f"{url}/nonsense/history").status_code == 404


def test_hidden_values_do_not_leave_the_house(world) -> None:
    actions.record(company_id=world.company.pk, by=world.desk, at=world.at,
                   entries=[Entry("tax_paid", "777777", "2025"), Entry("land_mu", "3", "2025")])  # fmt: skip
    found = listed(world, "he")
    assert found["tax_paid"] | {"hidden": True, "value": None, "text": ""} == found["tax_paid"]
    assert found["tax_per_mu"]["value"] is None
    url = f"/api/v1/companies/{world.company.pk}/facts/tax_paid/history"
    assert world.client("he").get(url).json()["items"] == []


def test_consents_and_the_dictionary(world) -> None:
    url = f"/api/v1/companies/{world.company.pk}/consents"
    client = world.client("shen")
    body = json.dumps({"purpose": "policies", "agreed": False})
    items = client.put(url, body, content_type="application/json").json()["items"]
    assert {one["purpose"]: one["agreed"] for one in items}["policies"] is False
    assert client.get(url).json()["items"] == items
    names = {one["name"] for one in client.get("/api/v1/facts").json()["facts"]}
    assert {"revenue", "industry", "land_mu"} <= names


def test_who_may(world) -> None:
    fact = [{"name": "high_tech", "value": True}]
    assert put(world, fact, "du").status_code == 403
    assert put(world, fact, "stranger").status_code == 404
    assert put(world, fact, "qian").status_code == 403
    assert put(world, fact, "").status_code == 401
