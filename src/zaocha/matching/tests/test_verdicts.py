"""What policies say to companies: five verdicts with reasons, kept fresh, shown to whom they concern."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import world as small

from zaocha.accounts import links
from zaocha.companies.facts import actions as facts
from zaocha.companies.facts import asking
from zaocha.companies.facts.actions import Entry
from zaocha.companies.models import Company
from zaocha.kernel import tasks
from zaocha.kernel.errors import Invalid
from zaocha.matching import judging
from zaocha.matching.actions import enjoyed
from zaocha.matching.actions.enjoyed import NewEnjoyed
from zaocha.matching.models import Freshness, Verdict
from zaocha.offers.actions import policies
from zaocha.offers.models import Policy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(world, monkeypatch):
    """The moment that the pages read."""

    class Now:
        at = world.at

    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: Now.at)
    monkeypatch.setattr("zaocha.kernel.clock.today", lambda: Now.at.date())
    return Now


def publish(world, document=None) -> Policy:
    made = policies.draft(document=document or small.POLICY, by=world.desk, at=world.at)
    return policies.publish(policy_id=made.pk, version=made.version, by=world.desk, at=world.at)


def tell(world, company=None, **values: str) -> None:
    periods = {"digital_investment": "2026", "land_class": "2025"}
    entries = [Entry(name, value, periods.get(name, "")) for name, value in values.items()]
    facts.record(company_id=(company or world.company).pk, entries=entries, by=world.desk, at=world.at)


def verdict(world, policy, company=None) -> judging.Judged:
    pk = (company or world.company).pk
    return judging.one(policy, tenant_id=world.tenant.pk, company_id=pk, on=world.at.date())


def page_of(world, who="shen", company=None) -> str:
    return world.client(who).get(f"/companies/{(company or world.company).pk}/policies/").content.decode()


def link_of(world, company=None) -> str:
    pk = (company or world.company).pk
    link = links.issue(tenant=world.tenant, purpose="company", subject_id=pk, by="t", at=world.at)
    return f"/c/{links.token(link)}/"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "missing"),
        ({"digital_investment": "420000"}, "missing"),
        ({"digital_investment": "420000", "land_class": "A", "dishonest": "false"}, "eligible"),
        ({"digital_investment": "86000", "land_class": "A", "dishonest": "false"}, "not_eligible"),
        ({"dishonest": "true"}, "not_eligible"),
        ({"land_class": "D", "high_tech": "false"}, "not_eligible"),
    ],
)
def test_what_is_known_decides_and_what_is_not_is_named(world, values, code) -> None:
    policy = publish(world)
    if values:
        tell(world, **values)
    found = verdict(world, policy)
    assert found.code == code
    if code == "eligible":
        assert found.amount == Decimal("126000.00")
    if not values:
        assert set(found.verdict.missing) == {"digital_investment", "land_class", "high_tech", "dishonest"}


def test_the_near_miss_is_said_with_its_distance(world) -> None:
    publish(world)
    tell(world, digital_investment="86000", land_class="A", dishonest="false")
    text = page_of(world)
    assert "just missed" in text
    assert "14,000" in text
    assert "86,000" in text


def test_a_closed_window_and_an_enjoyed_benefit_are_verdicts_of_their_own(world) -> None:
    old = {
        **small.POLICY,
        "id": "old",
        "versions": [{**small.POLICY["versions"][0], "valid_from": "2024-01-01", "valid_to": "2025-01-01"}],
    }
    closed, policy = publish(world, old), publish(world, {**small.POLICY, "excludes": ["hardware-2026"]})
    tell(world, digital_investment="420000", land_class="A", dishonest="false")
    assert verdict(world, closed).code == "window_closed"
    new = NewEnjoyed("hardware-2026", 2026, Decimal(5000), "财政所")
    made = enjoyed.record(company_id=world.company.pk, new=new, by=world.desk, at=world.at)
    assert verdict(world, policy).code == "excluded"
    assert "hardware-2026" in page_of(world)
    enjoyed.end(enjoyed_id=made.pk, by=world.desk, at=world.at)
    assert verdict(world, policy).code == "eligible"


def test_of_a_group_only_the_highest_is_given(world) -> None:
    version = small.POLICY["versions"][0]
    less = {**version, "benefit": {"form": "fixed", "amount": "10000"}}
    group = {"group": "digital", "take": "highest"}
    high = publish(world, {**small.POLICY, **group})
    low = publish(world, {**small.POLICY, **group, "id": "low", "versions": [less]})
    tell(world, digital_investment="420000", land_class="A", dishonest="false")
    assert (verdict(world, high).code, verdict(world, low).code) == ("eligible", "excluded")
    tasks.run_all(at=world.at)
    kept = dict(Verdict.objects.filter(company=world.company).values_list("policy__code", "code"))
    assert kept == {"digital-2026": "eligible", "low": "excluded"}


def test_kept_verdicts_are_those_that_the_rules_give_now(world) -> None:
    rows = [
        publish(world),
        publish(
            world,
            {
                **small.POLICY,
                "id": "b",
                "versions": [{"valid_from": "2026-01-01", "when": {"fact": "high_tech", "test": "true"}}],
            },
        ),
    ]
    tell(world, digital_investment="86000", land_class="A", dishonest="false")
    tell(
        world,
        world.other_company,
        digital_investment="500000",
        land_class="B",
        dishonest="false",
        high_tech="false",
    )
    tasks.run_all(at=world.at)
    for company in (world.company, world.other_company):
        for policy in rows:
            now_ = verdict(world, policy, company)
            near = judging.near(now_.verdict) is not None
            kept = Verdict.objects.filter(company=company, policy=policy).first()
            if now_.code == "not_eligible" and not near:
                assert kept is None
            else:
                assert (kept.code, kept.is_near, kept.amount) == (now_.code, near, now_.amount)


def test_a_change_of_fact_policy_or_benefit_renews_what_is_kept(world) -> None:
    policy = publish(world)
    tasks.run_all(at=world.at)
    assert Verdict.objects.get(company=world.company).code == "missing"
    tell(world, digital_investment="420000", land_class="A", dishonest="false")
    tasks.run_all(at=world.at)
    assert Verdict.objects.get(company=world.company).code == "eligible"
    enjoyed.record(company_id=world.company.pk, new=NewEnjoyed("digital-2026"), by=world.desk, at=world.at)
    tasks.run_all(at=world.at)
    assert Verdict.objects.get(company=world.company).code == "excluded"
    policies.repeal(policy_id=policy.pk, on=world.at.date(), reason="到期", by=world.desk, at=world.at)
    tasks.run_all(at=world.at)
    assert not Verdict.objects.exists()


def test_renewing_twice_or_after_a_broken_step_changes_nothing(world, monkeypatch) -> None:
    from zaocha.matching import deciding
    from zaocha.matching import tasks as own

    publish(world)
    monkeypatch.setattr(deciding, "PAIRS_AT_ONCE", 1)
    tasks.run_all(at=world.at)
    before = list(Verdict.objects.order_by("company_id").values_list("company_id", "policy_id", "code"))
    assert len(before) == 2
    step = own.refresh(tenant=world.tenant.pk, cursor=None, at=world.at)
    own.refresh(tenant=world.tenant.pk, cursor=None, at=world.at)
    while step.cursor is not None:
        step = own.refresh(tenant=world.tenant.pk, cursor=step.cursor, at=world.at)
    assert (
        list(Verdict.objects.order_by("company_id").values_list("company_id", "policy_id", "code")) == before
    )
    assert Freshness.objects.get(tenant=world.tenant).decided_on == world.at.date()


def test_windows_close_over_night_by_themselves(world) -> None:
    version = {**small.POLICY["versions"][0], "valid_to": "2026-03-03"}
    publish(world, {**small.POLICY, "versions": [version]})
    tell(world, digital_investment="420000", land_class="A", dishonest="false")
    tasks.run_all(at=world.at)
    assert Verdict.objects.get(company=world.company).code == "eligible"
    tasks.run_all(at=world.at + timedelta(days=1))
    assert Verdict.objects.get(company=world.company).code == "window_closed"
    assert Freshness.objects.get(tenant=world.tenant).decided_on == date(2026, 3, 3)


def test_a_company_sees_what_it_may_be_entitled_to_by_its_link(world) -> None:
    publish(world)
    publish(
        world,
        {
            **small.POLICY,
            "id": "other",
            "title": {"zh": "贴息", "en": "Interest subsidy"},
            "versions": [{"valid_from": "2026-01-01", "when": {"fact": "export_value", "test": ">= 1"}}],
        },
    )
    tell(world, digital_investment="420000", land_class="A", dishonest="false")
    tell(world, world.other_company, digital_investment="777000")
    text = Client(headers={"accept-language": "en"}).get(link_of(world)).content.decode()
    assert "A first comparison; the authority decides" in text
    assert text.index("Support for digitalisation") < text.index("Interest subsidy")
    assert "126,000" in text
    assert "exports of the year" in text
    assert "777" not in text


@pytest.mark.parametrize("who", ["tang", "du"])
def test_values_stay_hidden_from_those_who_may_not_see_them(world, who) -> None:
    from zaocha.accounts import actions as accounts

    person = accounts.create_person(
        new=accounts.NewPerson(login="tang", name="唐链长", password=small.PASSWORD),
        by=world.system,
        at=world.at,
    )
    accounts.give_role(person=person, role="chain_leader", chain="knitting", by=world.system, at=world.at)
    world.people["tang"] = person
    policy = publish(world)
    tell(world, digital_investment="420000", land_class="A", dishonest="false")
    for path in (
        f"/companies/{world.company.pk}/policies/",
        f"/policies/{policy.pk}/companies/{world.company.pk}/",
    ):
        text = world.client(who).get(path).content.decode()
        assert "not yours to see" in text
        assert "420,000" not in text
        assert "126,000" not in text


def test_an_amount_that_gives_a_value_away_is_hidden_in_lists_too(world) -> None:
    policy = publish(world)
    tell(world, digital_investment="420000", land_class="A", dishonest="false")
    tasks.run_all(at=world.at)
    for path in (f"/policies/{policy.pk}/companies/", f"/policies/{policy.pk}/automatic/"):
        assert "126" in world.client("shen").get(path).content.decode()
        assert "126" not in world.client("du").get(path).content.decode()


def test_whoever_is_entitled_is_listed_with_amounts(world) -> None:
    policy = publish(world)
    tell(world, digital_investment="420000", land_class="A", dishonest="false")
    tasks.run_all(at=world.at)
    client = world.client("shen")
    text = client.get(f"/policies/{policy.pk}/companies/").content.decode()
    assert "晴川针织" in text
    assert "126,000" in text
    assert client.get(f"/policies/{policy.pk}/companies/export.xlsx?tab=eligible").content[:2] == b"PK"
    assert (
        "晴川针织" not in client.get(f"/policies/{policy.pk}/companies/?q=hmwy&tab=eligible").content.decode()
    )
    assert world.client("stranger").get(f"/policies/{policy.pk}/companies/").status_code == 404
    assert world.client("qian").get(f"/policies/{policy.pk}/companies/").status_code == 403


def test_pages_ask_as_much_for_fifty_as_for_one(world, django_assert_max_num_queries) -> None:
    policy = publish(world)
    tell(world, digital_investment="420000", land_class="A", dishonest="false")
    tasks.run_all(at=world.at)
    client = world.client("shen")
    paths = [
        f"/policies/{policy.pk}/companies/?tab=missing",
        f"/companies/{world.company.pk}/policies/",
        link_of(world),
    ]
    counts = []
    for path in paths:
        with CaptureQueriesContext(connection) as few:
            client.get(path)
        counts.append(len(few))
    Company.objects.bulk_create(
        Company(tenant=world.tenant, name=f"企业{n}", created_at=world.at) for n in range(50)
    )
    for number in range(50):
        publish(world, {**small.POLICY, "id": f"p-{number}"})
    tasks.run_all(at=world.at)
    for path, count in zip(paths, counts, strict=True):
        with django_assert_max_num_queries(count):
            assert client.get(path).status_code == 200


def test_while_writing_the_policy_is_held_against_real_companies(
    world, django_assert_max_num_queries
) -> None:
    from zaocha.offers.editing import fields, sheets

    tell(world, digital_investment="86000", land_class="A", dishonest="false")
    tell(world, world.other_company, digital_investment="500000", land_class="B", dishonest="false")
    posted = {f"p.{name}": value for name, value in fields.flat(sheets.of_document(small.POLICY)).items()}
    client = world.client("shen")
    with django_assert_max_num_queries(16):
        text = client.post("/policies/preview/", posted).content.decode()
    assert "2 of 2 companies compared" in text
    assert "晴川针织" in text
    assert "14,000" in text
    assert "150,000" in text
    broken = client.post("/policies/preview/", posted | {"p.versions.0.when.items.0.fact": "nonsense"})
    assert "nonsense" in broken.content.decode()
    assert world.client("du").post("/policies/preview/", posted).status_code == 403


def test_a_policy_that_can_no_longer_be_read_is_said_and_not_skipped(world) -> None:
    policy = publish(world)
    broken = {
        **small.POLICY,
        "versions": [{"valid_from": "2026-01-01", "when": {"fact": "gone", "test": "true"}}],
    }
    Policy.objects.filter(pk=policy.pk).update(document=broken)
    text = page_of(world)
    assert "cannot be compared" in text
    assert "gone" in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"year": -1},
        {"year": 10**19},
        {"amount": Decimal(-1)},
        {"amount": Decimal(10) ** 20},
        {"amount": Decimal("NaN")},
    ],
)
def test_a_year_or_an_amount_that_cannot_be_is_refused_in_words(world, wrong) -> None:
    with pytest.raises(Invalid):
        enjoyed.record(company_id=world.company.pk, new=NewEnjoyed("a", **wrong), by=world.desk, at=world.at)


def test_where_nothing_is_public_nobody_is_called_eligible(world):
    policies.install(pack="smart-sock-machine-loan", by=world.desk, at=world.at)
    tasks.run_all(at=world.at)
    page = page_of(world)
    assert "conditions not public" in page
    assert ">eligible<" not in page
    kept = Verdict.objects.filter(policy__code="smart-sock-machine-loan")
    assert set(kept.values_list("code", flat=True)) == {"missing"}
    policy = Policy.objects.get(code="smart-sock-machine-loan")
    pages = f"/policies/{policy.pk}/companies/"
    assert "facts missing" not in world.client("shen").get(pages).content.decode()
    told = world.client("shen").get(f"/api/v1/policies/{policy.pk}/companies/{world.company.pk}").json()
    assert (told["verdict"], told["reason"], told["missing"]) == ("missing", "conditions_not_public", [])


def test_nobody_is_asked_for_a_policy_whose_benefit_was_had(world):
    publish(world)
    asked = [one.fact.name for one in asking.questions(company=world.company, at=world.at)]
    assert "digital_investment" in asked
    new = NewEnjoyed("digital-2026", 2026, Decimal(5000))
    enjoyed.record(company_id=world.company.pk, new=new, by=world.desk, at=world.at)
    assert asking.questions(company=world.company, at=world.at) == []


def test_the_editor_says_that_an_excluded_policy_is_not_there(world):
    policy = publish(world, {**small.POLICY, "excludes": ["hardware-2025"]})
    publish(world, {**small.POLICY, "id": "hardware-2026"})
    page = world.client("shen").get(f"/policies/{policy.pk}/").content.decode()
    assert "hardware-2025" in page
    assert "Did you mean hardware-2026" in page
