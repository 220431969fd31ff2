"""Benefits without application: only who is certain is listed, and only the company's word goes on."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from tests import world as small

from zaocha.accounts import links
from zaocha.companies.facts import actions as facts
from zaocha.companies.facts.actions import Entry
from zaocha.kernel import tasks
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.kernel.models import Event
from zaocha.matching.actions import confirmations as actions
from zaocha.matching.models import Confirmation, Enjoyed
from zaocha.offers.actions import policies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(world, monkeypatch):
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)
    monkeypatch.setattr("zaocha.kernel.clock.today", lambda: world.at.date())


@pytest.fixture
def policy(world):
    made = policies.draft(document=small.POLICY, by=world.desk, at=world.at)
    tell(world, world.company)
    return policies.publish(policy_id=made.pk, version=made.version, by=world.desk, at=world.at)


def tell(world, company, confidence="documented", **values) -> None:
    known = {"digital_investment": "420000", "land_class": "A", "dishonest": "false", **values}
    periods = {"digital_investment": "2026", "land_class": "2025"}
    entries = [
        Entry(name, value, periods.get(name, ""), confidence=confidence)
        for name, value in known.items()
        if value
    ]
    facts.record(company_id=company.pk, entries=entries, by=world.desk, at=world.at)


def listed(world, policy, *companies) -> int:
    ids = [company.pk for company in companies or [world.company]]
    return actions.list_companies(policy_id=policy.pk, company_ids=ids, by=world.desk, at=world.at)


def by_link(world, company=None):
    pk = (company or world.company).pk
    link = links.issue(tenant=world.tenant, purpose="company", subject_id=pk, by="t", at=world.at)
    return Client(headers={"accept-language": "en"}), f"/c/{links.token(link)}/"


def test_only_who_is_certain_is_listed_and_only_once(world, policy) -> None:
    assert listed(world, policy, world.company, world.other_company) == 1
    assert listed(world, policy, world.company, world.other_company) == 0
    found = Confirmation.objects.get()
    assert (found.company, found.amount, found.edition) == (world.company, Decimal("126000.00"), 1)


@pytest.mark.parametrize(
    "change", [{"confidence": "estimated"}, {"land_class": ""}, {"digital_investment": "86000"}]
)
def test_a_guess_a_gap_or_a_miss_is_not_certain(world, policy, change) -> None:
    tell(world, world.other_company, **change)
    assert listed(world, policy, world.other_company) == 0


def test_a_policy_that_asks_for_an_application_lists_nobody(world, policy) -> None:
    version = {**small.POLICY["versions"][0], "apply": {}}
    made = policies.draft(
        document={**small.POLICY, "id": "asks", "versions": [version]}, by=world.desk, at=world.at
    )
    asks = policies.publish(policy_id=made.pk, version=made.version, by=world.desk, at=world.at)
    assert listed(world, asks) == 0


@pytest.mark.parametrize(("verb", "state"), [("take_benefit", "confirmed"), ("leave_benefit", "declined")])
def test_the_company_answers_with_one_tap_by_its_link(world, policy, verb, state) -> None:
    listed(world, policy)
    client, path = by_link(world)
    assert "You need not apply" in client.get(path).content.decode()
    assert Confirmation.objects.get().state == "listed"  # looking is no answer
    number = Confirmation.objects.get().pk
    assert client.post(path, {"verb": verb, "number": number}).status_code == 302
    found = Confirmation.objects.get()
    assert (found.state, found.answered_by) == (state, "晴川针织")
    again = client.post(path, {"verb": verb, "number": number})
    assert again.status_code == 422
    assert "settled already" in again.content.decode()


def test_another_company_cannot_answer_for_it(world, policy) -> None:
    listed(world, policy)
    client, path = by_link(world, world.other_company)
    client.post(path, {"verb": "take_benefit", "number": Confirmation.objects.get().pk})
    assert Confirmation.objects.get().state == "listed"


def test_the_desk_notes_the_companys_word_only_with_who_gave_it(world, policy) -> None:
    listed(world, policy)
    number = Confirmation.objects.get().pk
    with pytest.raises(Invalid):
        actions.answer(confirmation_id=number, agrees=True, by=world.desk, at=world.at)
    with pytest.raises(NotAllowed):
        actions.answer(confirmation_id=number, agrees=True, by=world.leader, at=world.at, note="贺总电话")
    with pytest.raises(NotFound):
        actions.answer(confirmation_id=number, agrees=True, by=world.stranger, at=world.at, note="贺总电话")
    actions.answer(confirmation_id=number, agrees=True, by=world.desk, at=world.at, note="贺总电话确认")
    assert Confirmation.objects.get().note == "贺总电话确认"


def test_what_was_paid_counts_as_had(world, policy) -> None:
    listed(world, policy)
    number = Confirmation.objects.get().pk
    with pytest.raises(Conflict):
        actions.pay(confirmation_id=number, amount=Decimal(1), by=world.desk, at=world.at)
    actions.answer(confirmation_id=number, agrees=True, by=world.desk, at=world.at, note="贺总")
    actions.pay(confirmation_id=number, amount=Decimal("126000"), by=world.desk, at=world.at)
    assert Enjoyed.objects.get().policy_code == "digital-2026"
    assert listed(world, policy) == 0  # had it: excluded
    kinds = set(Event.objects.filter(kind__startswith="benefit_").values_list("kind", flat=True))
    assert kinds == {"benefit_listed", "benefit_confirmed", "benefit_paid", "benefit_recorded"}


def test_the_page_lists_answers_and_pays(world, policy) -> None:
    tasks.run_all(at=world.at)
    client, path = world.client("shen"), f"/policies/{policy.pk}/automatic/"
    assert "晴川针织" in client.get(path).content.decode()
    assert client.post(f"{path}list/", {"company": [world.company.pk, "nonsense"]}).status_code == 302
    number = Confirmation.objects.get().pk
    step = f"{path}{number}/"
    assert client.post(step, {"verb": "confirm"}).status_code == 422
    assert client.post(step, {"verb": "confirm", "note": "贺总"}).status_code == 302
    assert client.post(step, {"verb": "pay"}).status_code == 302
    assert Confirmation.objects.get().paid_amount == Decimal("126000")
    assert client.get(f"{path}export.xlsx").content[:2] == b"PK"
    assert world.client("du").post(f"{path}list/", {"company": [world.company.pk]}).status_code == 403
    assert world.client("stranger").get(path).status_code == 404
