"""The pages of facts, as the desk, an onlooker, a stranger and the company itself meet them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zaocha.accounts import links
from zaocha.companies.facts import actions
from zaocha.companies.facts.actions import Entry
from zaocha.companies.models import Company, Consent, FactValue
from zaocha.sheets.tables import read_table


@pytest.fixture(autouse=True)
def _today(world, monkeypatch):
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)


def record(world, *entries: Entry, by=None, company=None) -> None:
    company = company or world.company
    actions.record(company_id=company.pk, entries=entries, by=by or world.desk, at=world.at)


def address(world, rest: str = "") -> str:
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=world.company.pk, by="t", at=world.at
    )
    return f"/c/{links.token(link)}/facts/{rest}"


def visitor() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="en")


def cells(content: bytes) -> str:
    return str(list(read_table(content).rows()))


def page(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def test_the_sheet_shows_values_with_period_source_and_who_noted_them(world) -> None:
    record(world, Entry("revenue", "8600000", "2025"), Entry("high_tech", "true"))
    shown = page(world.client("shen", "zh-hans"), f"/companies/{world.company.pk}/facts/")
    for words in ("营业收入（年）", "860 万元", "2025", "服务台录入", "沈知夏", "高新技术企业"):
        assert words in shown, words


def test_the_sheet_narrows_by_group_and_by_where_a_fact_stands(world) -> None:
    record(
        world, Entry("revenue", "8600000", "2025"), Entry("assets", "1", "2024"), Entry("dcmm_level", None)
    )
    client, url = world.client("shen"), f"/companies/{world.company.pk}/facts/"
    assert "Revenue of the year" in page(client, url)
    assert "Revenue of the year" not in page(client, f"{url}?group=land")
    missing = page(client, f"{url}?state=missing")
    assert "Land used" in missing
    assert "asked, not known" in missing
    stale = page(client, f"{url}?state=stale")
    assert "Total assets" in stale
    assert 'data-state="known"' not in stale
    assert client.get(f"{url}?state=nonsense&group=x").status_code == 200


def test_what_a_reader_may_not_see_is_named_and_masked(world) -> None:
    record(world, Entry("revenue", "8612345", "2025"), Entry("profit", "123456", "2025"), Entry("land_mu", "12", "2025"),
           Entry("tax_paid", "777777", "2025"), Entry("high_tech", "true"))  # fmt: skip
    url = f"/companies/{world.company.pk}/facts/"
    everything = page(world.client("shen"), f"{url}?state=all")
    for figure in ("8,612,345", "123,456", "777,777"):
        assert figure in everything
    leader = page(world.client("he"), f"{url}?state=all")
    assert "not for you to see" in leader
    for figure in ("8,612,345", "861.2", "123,456", "777,777", "64,814"):  # the last is tax per mu
        assert figure not in leader
    assert "High-tech company" in leader
    for name in ("revenue", "tax_paid", "tax_per_mu"):
        one = page(world.client("he"), f"{url}{name}/")
        assert not re.search(r"8,612,345|777,777|64,814", one)
    # The contact officer of the company sees what the company keeps to itself and the desk; of others not.
    assert "777,777" in page(world.client("jiang"), f"{url}?state=all")
    record(
        world,
        Entry("tax_paid", "55555", "2025"),
        Entry("revenue", "44444", "2025"),
        company=world.other_company,
    )
    other = page(world.client("jiang"), f"/companies/{world.other_company.pk}/facts/?state=all")
    assert "44,444" in other
    assert "55,555" not in other


def test_a_quotient_does_not_give_away_its_parts(world) -> None:
    record(world, Entry("tax_paid", "777777", "2025"), Entry("land_mu", "12", "2025"))
    other = page(world.client("jiang"), f"/companies/{world.company.pk}/facts/?state=worked_out")
    assert "64,814" in other
    Company.objects.filter(pk=world.company.pk).update(officer=None)
    assert "64,814" not in page(
        world.client("jiang"), f"/companies/{world.company.pk}/facts/?state=worked_out"
    )


def test_worked_out_facts_say_how(world) -> None:
    Company.objects.filter(pk=world.company.pk).update(industry="1830", employees=120)
    record(world, Entry("revenue", "30000000", "2025"), Entry("rd_spend", "1200000", "2025"),
           Entry("founded_on", "2015-03-01"))  # fmt: skip
    shown = page(world.client("shen"), f"/companies/{world.company.pk}/facts/?state=worked_out")
    for words in ("small", "4%", "÷", "11 years", "Above the scale of statistics"):
        assert words in shown, words


def test_one_fact_is_corrected_with_reason_and_its_history_stands_beside(world) -> None:
    record(world, Entry("revenue", "8600000", "2025"))
    client, url = world.client("shen"), f"/companies/{world.company.pk}/facts/revenue/"
    form = client.get(url).context["form"]
    assert (form["v-revenue"].value(), form["s-revenue"].value()) == ("8600000", "one")
    chinese = world.client("shen", "zh-hans").get(url).context["form"]
    assert (chinese["v-revenue"].value(), chinese["s-revenue"].value()) == ("860", "wan")
    sent = {"v-revenue": "900", "s-revenue": "wan", "p-revenue": "2025", "reason": "审计报告", "evidence": "审计报告第 3 页",
            "visible_to": "company", "confidence": "documented"}  # fmt: skip
    assert client.post(url, sent).status_code == 302
    live = FactValue.objects.get(ended_at=None)
    assert (live.value, live.visible_to, live.confidence) == ("9000000", "company", "documented")
    shown = page(client, url)
    for words in ("8,600,000", "9,000,000", "审计报告", "replaced"):
        assert words in shown


def test_bad_input_is_said_at_its_field_and_nothing_typed_is_lost(world) -> None:
    client, url = (
        world.client("shen"),
        f"/companies/{world.company.pk}/facts/ask/?names=revenue,employees,founded_on",
    )
    names = "revenue,employees,founded_on"
    sent = {"names": names, "v-revenue": "八百万", "s-revenue": "wan", "p-revenue": "2025", "v-employees": "120 人",
            "p-employees": "2025", "v-founded_on": "2015-13-01"}  # fmt: skip
    answer = client.post(url, sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "is not a number" in shown
    assert "is no day" in shown
    for typed in ("八百万", "120 人", "2015-13-01"):
        assert f'value="{typed}"' in shown
    assert not FactValue.objects.exists()
    sent |= {"v-revenue": "800万", "v-founded_on": "2015-03-01"}
    assert client.post(url, sent).status_code == 302
    world.company.refresh_from_db()
    assert world.company.employees == 120
    assert set(FactValue.objects.values_list("name", "value")) == {
        ("revenue", "8000000"),
        ("founded_on", "2015-03-01"),
    }


def test_nothing_that_is_known_is_asked_again(world) -> None:
    """The prohibition of repeated form-filling, as a test: no form holds a field for a fact that is there."""
    Company.objects.filter(pk=world.company.pk).update(
        industry="1830", employees=120, credit_code="91330681MA2D00010F"
    )
    record(
        world,
        Entry("revenue", "8600000", "2025"),
        Entry("revenue", "8000000", "2024"),
        Entry("dcmm_level", None),
    )
    client, url = world.client("shen"), f"/companies/{world.company.pk}/facts/ask/"
    for query in ("?group=size", "?group=register", "?group=qualification",
                  "?names=revenue,industry,employees,legal_form,revenue_last_year,dcmm_level,company_size"):  # fmt: skip
        fields = set(client.get(f"{url}{query}").context["form"].fields)
        asked = {name.partition("-")[2] for name in fields}
        assert not asked & {"revenue", "industry", "employees", "legal_form", "registered_area", "revenue_last_year",
                            "dcmm_level", "company_size", "rd_share"}, query  # fmt: skip
    assert "v-assets" in client.get(f"{url}?group=size").context["form"].fields


def test_who_may_see_and_write(world) -> None:
    url = f"/companies/{world.company.pk}/facts/"
    record(world, Entry("revenue", "1", "2025"))
    fact = FactValue.objects.get().pk
    for rest in ("", "revenue/", "export.xlsx", "ask/"):
        assert world.client("").get(url + rest).status_code == 302
        assert world.client("qian").get(url + rest).status_code == 403
        assert world.client("stranger").get(url + rest).status_code == 404
        assert (
            world.client("shen").get(url.replace(str(world.company.pk), "999999") + rest).status_code == 404
        )
    assert world.client("du").get(f"{url}ask/").status_code == 403
    for rest in ("revenue/", "ask/", "consent/", f"withdraw/{fact}/"):
        assert world.client("du").post(url + rest).status_code == 403, rest
        assert world.client("stranger").post(url + rest).status_code == 404, rest
    assert world.client("shen").get(f"{url}nonsense/").status_code == 404
    assert world.client("shen").get(f"{url}consent/").status_code == 405


def test_the_desk_notes_what_the_company_said_to_a_use(world) -> None:
    client = world.client("shen")
    client.post(f"/companies/{world.company.pk}/facts/consent/", {"purpose": "policies", "agreed": "no"})
    assert not Consent.objects.get().is_agreed
    assert "noted by the desk" in page(client, f"/companies/{world.company.pk}/facts/")
    assert client.post(f"/companies/{world.company.pk}/facts/consent/", {"purpose": "x"}).status_code == 422


def test_industries_are_found_by_word_and_level_by_level(world) -> None:
    client = visitor()
    assert "1830" in page(client, "/codes/industries/?q=袜子")
    assert "C1830" in page(client, "/codes/industries/?v-industry=C1830")
    assert "制造业" in page(client, "/codes/industries/")
    assert "纺织服装" in page(client, "/codes/industries/?under=C")
    assert "1830" in page(client, "/codes/industries/?under=183&for=id_v-industry")
    assert "No industry fits" in page(client, "/codes/industries/?q=zzz")


def test_the_company_sees_what_is_known_and_who_sees_it(world) -> None:
    record(world, Entry("revenue", "8600000", "2025"), Entry("tax_paid", "777777", "2025"))
    shown = page(visitor(), address(world))
    for words in ("8,600,000", "777,777", "entered by the desk", "Seen by", "What it may be used for"):
        assert words in shown


def test_the_company_corrects_takes_back_and_objects(world) -> None:
    record(world, Entry("revenue", "8600000", "2025"))
    client, url = visitor(), address(world)
    sent = {
        "v-revenue": "900",
        "s-revenue": "wan",
        "p-revenue": "2025",
        "visible_to": "desk",
        "confidence": "stated",
    }
    assert client.post(f"{url}revenue/", sent).status_code == 302
    live = FactValue.objects.get(ended_at=None)
    assert (live.value, live.source) == ("9000000", "company")
    assert client.post(url, {"verb": "withdraw", "number": live.pk}).status_code == 302
    assert not FactValue.objects.filter(ended_at=None).exists()
    assert client.post(url, {"verb": "consent", "purpose": "policies", "agreed": "no"}).status_code == 302
    assert "you do not agree" in page(client, url)
    assert client.post(url, {"verb": "nonsense"}).status_code == 422
    assert client.post(url, {"verb": "withdraw", "number": "9" * 30}).status_code == 422
    assert client.get(f"{url}nonsense/").status_code == 404


def test_a_company_that_was_merged_finds_its_facts_under_its_old_link(world) -> None:
    from zaocha.companies import actions as company_actions

    url = address(world)
    record(world, Entry("revenue", "8600000", "2025"))
    company_actions.merge(
        company_id=world.company.pk, into_id=world.other_company.pk, by=world.desk, at=world.at
    )
    assert "8,600,000" in page(visitor(), url)


def test_the_export_holds_what_the_reader_may_see(world) -> None:
    record(world, Entry("revenue", "8600000", "2025"), Entry("tax_paid", "777777", "2025"))
    url = f"/companies/{world.company.pk}/facts/export.xlsx"
    assert "777,777 CNY" in cells(world.client("shen").get(url).content)
    told = cells(world.client("he").get(url).content)
    assert "777" not in told
    assert "not for you to see" in told
    content = world.client("shen").get("/companies/facts/export.xlsx?group=size").content
    assert "Revenue of the year (CNY)" in read_table(content).headers
    assert "8600000" in cells(content)
    assert "777777" in cells(content)
    assert "777777" not in cells(world.client("he").get("/companies/facts/export.xlsx").content)


def test_statements_of_the_sheet_do_not_grow_with_the_facts(world) -> None:
    client, url = world.client("shen"), f"/companies/{world.company.pk}/facts/?state=all"

    def count() -> int:
        with CaptureQueriesContext(connection) as ran:
            client.get(url)
        return len(ran)

    record(world, Entry("revenue", "1", "2025"))
    count()
    few = count()
    record(
        world,
        *(Entry("assets", str(year), str(year)) for year in range(1990, 2026)),
        Entry("high_tech", "true"),
    )
    assert count() == few <= 14


def test_days_are_those_of_china(world) -> None:
    record(world, Entry("high_tech", "true"))
    assert FactValue.objects.get().as_of == date(2026, 3, 2)


def policy(name: str, when: str) -> object:
    from zaocha.rules.facts import dictionary
    from zaocha.rules.policies import reading

    text = f"""
id: {name}
title: {{zh: {name}, en: {name}}}
place: {{zh: 云溪市, en: Yunxi}}
authority: {{zh: 云溪市经信局, en: Bureau of industry}}
kind: subsidy
source: {{title: 试行办法, date: "2026-01-01"}}
versions:
  - valid_from: "2026-01-01"
    when: {when}
    benefit: {{form: fixed, amount: "10000"}}
"""
    return reading.from_text(text, dictionary=dictionary())


@pytest.fixture
def policies(monkeypatch):
    """Three policies: two hang on digitalisation alone, one on land and research."""
    found = [
        policy("digital", '{fact: digital_investment, test: ">= 100000"}'),
        policy("cloud", '{all: [{fact: digital_investment, test: ">= 300000"}]}'),
        policy("land", '{all: [{fact: land_mu, test: ">= 10"}, {fact: rd_spend, test: "> 0"}]}'),
    ]
    monkeypatch.setattr("zaocha.companies.facts.asking._policies", [lambda tenant_id, on: found])
    return found


def test_the_next_question_is_the_one_that_settles_most(world, policies) -> None:
    client, url = world.client("shen"), f"/companies/{world.company.pk}/"
    shown = page(client, url)
    assert "One answer that would decide 2 policies" in shown
    assert 'name="v-digital_investment"' in shown
    sent = {"names": "digital_investment", "v-digital_investment": "42", "s-digital_investment": "wan",
            "p-digital_investment": "2026", "back": "company"}  # fmt: skip
    answer = client.post(f"{url}facts/ask/", sent)
    assert (answer.status_code, answer["Location"]) == (302, url)
    shown = page(client, url)
    assert 'name="v-digital_investment"' not in shown
    assert "One answer that would decide 1 policy" in shown


def test_the_company_answers_with_one_tap_and_is_not_asked_again(world, policies) -> None:
    client, url = visitor(), address(world)
    home = url.removesuffix("facts/")
    assert 'name="v-digital_investment"' in page(client, home)
    bad = client.post(url, {"verb": "answer", "names": "digital_investment", "v-digital_investment": "很多"})
    assert bad.status_code == 422
    assert 'value="很多"' in bad.content.decode()
    sent = {"verb": "answer", "names": "digital_investment", "u-digital_investment": "on",
            "p-digital_investment": "2026", "back": "company"}  # fmt: skip
    answer = client.post(url, sent)
    assert (answer.status_code, answer["Location"]) == (302, home)
    assert FactValue.objects.get().is_known is False
    shown = page(client, home)
    assert 'name="v-digital_investment"' not in shown
    assert re.search(r'name="v-(land_mu|rd_spend)"', shown)


def test_after_three_months_it_may_be_asked_again(world, policies, monkeypatch) -> None:
    from datetime import timedelta

    record(world, Entry("digital_investment", None, "2026"))
    client, url = world.client("shen"), f"/companies/{world.company.pk}/"
    assert 'name="v-digital_investment"' not in page(client, url)
    later = world.at + timedelta(days=91)
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: later)
    assert 'name="v-digital_investment"' in page(client, url)


def test_who_only_reads_is_not_asked(world, policies) -> None:
    assert "The next question" not in page(world.client("he"), f"/companies/{world.company.pk}/")


def test_without_agreement_to_the_use_nothing_is_asked_for_it(world, policies) -> None:
    actions.decide(
        company_id=world.company.pk, purpose="policies", is_agreed=False, by=world.desk, at=world.at
    )
    assert "One question" not in page(visitor(), address(world))


def test_a_page_may_send_the_company_to_the_facts_that_a_policy_needs(world) -> None:
    record(world, Entry("land_mu", "12", "2025"))
    client, url = visitor(), address(world)
    shown = page(client, f"{url}?names=land_mu,rd_spend,high_tech,rd_share,nonsense")
    assert 'name="v-rd_spend"' in shown
    assert 'name="v-high_tech"' in shown
    assert 'name="v-land_mu"' not in shown
    assert 'name="v-rd_share"' not in shown
    sent = {"verb": "answer", "names": "rd_spend,high_tech", "v-rd_spend": "12", "s-rd_spend": "wan", "p-rd_spend": "2025",
            "v-high_tech": "true"}  # fmt: skip
    assert client.post(url, sent).status_code == 302
    assert set(FactValue.objects.filter(source="company").values_list("name", flat=True)) == {
        "rd_spend",
        "high_tech",
    }


def test_the_company_corrects_what_the_register_holds_and_cannot_what_the_licence_says(world) -> None:
    Company.objects.filter(pk=world.company.pk).update(credit_code="91330681MA2D00010F", employees=100)
    client, url = visitor(), address(world)
    assert client.post(f"{url}employees/", {"v-employees": "130", "p-employees": "2025"}).status_code == 302
    world.company.refresh_from_db()
    assert world.company.employees == 130
    answer = client.post(f"{url}legal_form/", {"v-legal_form": "household"})
    assert answer.status_code == 422
    assert "stands in the register" in answer.content.decode()
