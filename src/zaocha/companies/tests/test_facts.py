"""Facts of companies: recorded once, corrected with history, used as agreed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zaocha.accounts import actors, links
from zaocha.companies import actions as company_actions
from zaocha.companies.facts import actions, queries
from zaocha.companies.facts.actions import Entry
from zaocha.companies.facts.faults import FactsFaulty
from zaocha.companies.models import Company, FactValue
from zaocha.kernel import audit
from zaocha.kernel.errors import Conflict, NotAllowed, NotFound
from zaocha.kernel.models import Event

ON = date(2026, 3, 2)


def record(world, *entries: Entry, by=None, company=None, **more) -> actions.Recorded:
    company = company or world.company
    more = {"at": world.at, **more}
    return actions.record(company_id=company.pk, entries=entries, by=by or world.desk, **more)


def known(world, company=None, **more):
    company = company or world.company
    return queries.known(tenant_id=world.tenant.pk, company_id=company.pk, on=ON, **more)


def by_link(world, company=None):
    company = company or world.company
    link = links.issue(tenant=world.tenant, purpose="company", subject_id=company.pk, by="t", at=world.at)
    return actors.of_company_link(link)


def test_a_value_is_known_with_period_day_and_source(world) -> None:
    assert record(world, Entry("revenue", "8600000", "2025", evidence="年报")).new == 1
    value = known(world).values["revenue"]
    assert value.value == Decimal(8_600_000)
    assert (value.period, value.as_of, value.source) == ("2025", date(2025, 12, 31), "desk")


def test_the_register_is_a_source_of_facts_and_nothing_is_kept_twice(world) -> None:
    code = "91330681MA2D00010F"
    Company.objects.filter(pk=world.company.pk).update(credit_code=code, industry="1830", employees=120)
    found = known(world).values
    assert found["industry"].value == "1830"
    assert found["employees"].value == Decimal(120)
    assert found["legal_form"].value == "company"
    assert found["registered_area"].value == "330681"
    assert found["chains"].value == frozenset({"knitting"})
    assert record(world, Entry("employees", "130", "2026"), Entry("industry", "1821")).corrected == 2
    world.company.refresh_from_db()
    assert (world.company.employees, world.company.industry) == (130, "1821")
    assert not FactValue.objects.exists()
    assert Event.objects.filter(kind="company_changed").count() == 2


def test_what_the_register_holds_by_its_nature_is_not_overwritten(world) -> None:
    Company.objects.filter(pk=world.company.pk).update(credit_code="91330681MA2D00010F")
    with pytest.raises(FactsFaulty) as refused:
        record(world, Entry("legal_form", "household"))
    assert refused.value.faults[0].code == "fact_of_register"
    record(
        world, Entry("legal_form", "household"), company=world.other_company
    )  # without a code it may be said
    assert known(world, world.other_company).values["legal_form"].value == "household"


def test_a_correction_keeps_what_was_there_with_who_when_and_why(world) -> None:
    record(world, Entry("revenue", "8600000", "2025"))
    later = world.at + timedelta(hours=1)
    done = record(world, Entry("revenue", "9100000", "2025"), by=world.colleague, at=later, reason="审计报告")
    assert done == actions.Recorded(new=0, corrected=1)
    old, new = FactValue.objects.order_by("pk")
    assert (old.value, old.ended_at, old.end_reason, old.superseded_by) == ("8600000", later, "审计报告", new)
    assert old.ended_by == world.colleague.mark
    assert known(world).values["revenue"].value == Decimal(9_100_000)
    assert audit.verify(tenant_id=world.tenant.pk).finding is None


def test_saying_the_same_again_changes_nothing(world) -> None:
    for _time in range(2):
        done = record(world, Entry("revenue", "8600000", "2025"), Entry("high_tech", "true"))
    assert done == actions.Recorded(same=2)
    assert FactValue.objects.count() == 2
    assert Event.objects.filter(kind="facts_recorded").count() == 1


def test_the_audit_names_the_facts_and_hides_the_values(world) -> None:
    record(world, Entry("revenue", "8612345", "2025"))
    event = Event.objects.get(kind="facts_recorded")
    assert event.ids["facts"][0][1:] == ["revenue", "2025"]
    assert "8612345" not in str(event.ids) + str(event.digests)


def test_of_several_years_the_newest_counts_and_the_year_before_is_worked_out(world) -> None:
    record(
        world, Entry("revenue", "100", "2025"), Entry("revenue", "80", "2024"), Entry("revenue", "70", "2023")
    )
    found = known(world).values
    assert found["revenue"].value == 100
    assert found["revenue_last_year"].value == 80
    assert found["revenue_last_year"].worked_out


def test_a_year_too_old_says_nothing_about_today(world) -> None:
    record(world, Entry("assets", "100", "2023"))
    assert "assets" not in known(world).values


def test_every_fault_is_named_and_nothing_is_kept(world) -> None:
    with pytest.raises(FactsFaulty) as refused:
        record(
            world, Entry("revenue", "1"), Entry("high_tech", "true", "2025"), Entry("revenu", "1"),
            Entry("rd_share", "0.1", "2025"), Entry("assets", "1", "2027"), Entry("high_tech", "true", as_of=date(2027, 1, 1)),
        )  # fmt: skip
    assert [one.code for one in refused.value.faults] == [
        "period_missing", "period_none", "fact_unknown", "fact_worked_out", "period_future", "as_of_future",
    ]  # fmt: skip
    assert all(one.text() for one in refused.value.faults)
    assert not FactValue.objects.exists()


def test_not_known_is_noted_and_forgets_nothing(world) -> None:
    record(world, Entry("dcmm_level", None))
    assert "dcmm_level" not in known(world).values
    record(world, Entry("dcmm_level", "2"))
    assert record(world, Entry("dcmm_level", None)).same == 1
    assert known(world).values["dcmm_level"].value == 2


def test_a_company_writes_its_own_facts_and_no_others(world) -> None:
    own = by_link(world)
    record(world, Entry("revenue", "8600000", "2025"), by=own)
    assert FactValue.objects.get().source == "company"
    with pytest.raises(NotAllowed):
        record(world, Entry("revenue", "1", "2025"), by=own, company=world.other_company)


def test_who_may_write(world) -> None:
    for actor in (world.handler, world.supervisor, world.leader):
        with pytest.raises(NotAllowed):
            record(world, Entry("high_tech", "true"), by=actor)
    with pytest.raises(NotFound):
        record(world, Entry("high_tech", "true"), by=world.stranger)
    record(world, Entry("high_tech", "true"), by=world.contact_officer)


def test_a_company_takes_back_what_it_said_itself(world) -> None:
    own = by_link(world)
    record(world, Entry("revenue", "8600000", "2025"), by=own)
    record(world, Entry("high_tech", "true"))
    said, noted = FactValue.objects.order_by("pk")
    actions.withdraw(company_id=world.company.pk, fact_id=said.pk, reason="说错了", by=own, at=world.at)
    assert "revenue" not in known(world).values
    with pytest.raises(Conflict):
        actions.withdraw(company_id=world.company.pk, fact_id=said.pk, by=own, at=world.at)
    with pytest.raises(NotAllowed):
        actions.withdraw(company_id=world.company.pk, fact_id=noted.pk, by=own, at=world.at)
    with pytest.raises(NotFound):
        actions.withdraw(company_id=world.other_company.pk, fact_id=noted.pk, by=world.desk, at=world.at)


def test_without_agreement_only_the_register_is_used(world) -> None:
    Company.objects.filter(pk=world.company.pk).update(industry="1830")
    record(world, Entry("revenue", "8600000", "2025"))
    own = by_link(world)
    actions.decide(company_id=world.company.pk, purpose="policies", is_agreed=False, by=own, at=world.at)
    assert set(known(world).values) == {"industry", "chains"}
    assert "revenue" in known(world, purpose="offers").values
    assert "revenue" not in known(world, purpose="partners").values  # nobody has agreed to that yet
    actions.decide(company_id=world.company.pk, purpose="policies", is_agreed=True, by=own, at=world.at)
    assert "revenue" in known(world).values
    assert (
        actions.decide(company_id=world.company.pk, purpose="policies", is_agreed=True, by=own, at=world.at)
        is None
    )


def test_one_statement_for_one_company_and_two_for_all(world) -> None:
    record(
        world,
        *(Entry("revenue", str(year), str(year)) for year in range(2020, 2026)),
        Entry("high_tech", "true"),
    )
    with CaptureQueriesContext(
        connection,
    ) as ran:
        one = known(world)
    assert len(ran) == 1
    made = [company_actions.NewCompany(name=f"云溪市试验{n}号袜业有限公司") for n in range(50)]
    for number, new in enumerate(made):
        company = company_actions.register(new=new, by=world.desk, at=world.at)
        record(world, Entry("revenue", str(number), "2025"), company=company)
    with CaptureQueriesContext(connection) as ran:
        everybody = dict(queries.known_of_all(tenant_id=world.tenant.pk, on=ON))
    assert len([q for q in ran if "SELECT" in q["sql"] or "FETCH" in q["sql"]]) == 2
    assert len(everybody) == 52
    assert everybody[world.company.pk] == one
    assert everybody[company.pk].value("revenue") == 49
    assert "revenue" not in everybody[world.other_company.pk].values


def test_all_at_once_leaves_out_what_was_not_agreed_to(world) -> None:
    for company in (world.company, world.other_company):
        record(world, Entry("revenue", "5", "2025"), company=company)
    actions.decide(
        company_id=world.company.pk, purpose="policies", is_agreed=False, by=world.desk, at=world.at
    )
    everybody = dict(queries.known_of_all(tenant_id=world.tenant.pk, on=ON))
    assert "revenue" not in everybody[world.company.pk].values
    assert "revenue" in everybody[world.other_company.pk].values
    some = dict(queries.known_of_all(tenant_id=world.tenant.pk, on=ON, company_ids=[world.other_company.pk]))
    assert list(some) == [world.other_company.pk]


def test_another_tenants_company_is_not_known(world) -> None:
    with pytest.raises(NotFound):
        queries.known(tenant_id=world.stranger.tenant_id, company_id=world.company.pk, on=ON)


def test_a_merged_entry_hands_over_what_the_other_lacks(world) -> None:
    record(world, Entry("revenue", "5", "2025"), Entry("high_tech", "true"))
    record(world, Entry("revenue", "7", "2025"), company=world.other_company)
    actions.decide(
        company_id=world.company.pk, purpose="policies", is_agreed=False, by=world.desk, at=world.at
    )
    company_actions.merge(
        company_id=world.company.pk, into_id=world.other_company.pk, by=world.desk, at=world.at
    )
    found = known(world, world.other_company, purpose="offers").values
    assert found["revenue"].value == 7
    assert found["high_tech"].value is True
    assert "revenue" not in known(world, world.other_company).values  # an objection moves along
