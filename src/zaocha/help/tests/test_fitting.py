"""Policies and offers beside a half-typed line: what fits, why, for whom, and what stays hidden."""

from __future__ import annotations

import copy

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import world as small

from zaocha.companies.facts import actions as facts
from zaocha.companies.facts.actions import Entry
from zaocha.companies.models import Company
from zaocha.help import suggestions
from zaocha.kernel import tasks
from zaocha.offers.actions import policies, sites

MACHINES = "我们想做数字化改造，机器要换新的，有没有补助"
LAND = "想要10亩土地建新厂房，有没有拍卖的消息"


def publish(world, **changes):
    document = {**copy.deepcopy(small.POLICY), **changes}
    made = policies.draft(document=document, by=world.desk, at=world.at)
    return policies.publish(policy_id=made.pk, version=made.version, by=world.desk, at=world.at)


def tell(world, amount: str) -> None:
    rows = (("digital_investment", amount, "2026"), ("land_class", "A", "2025"), ("dishonest", "false", ""))
    entries = [Entry(*row) for row in rows]
    facts.record(company_id=world.company.pk, entries=entries, by=world.desk, at=world.at)
    tasks.run_all(at=world.at)


def parcel(world, area_m2: str, number: str = "7", **more):
    given = {
        "parcel_number": f"溪政工出2026-{number}",
        "area_m2": area_m2,
        "apply_until": "2026-04-10",
        **more,
    }
    return sites.enter(new=sites.NewOffer("land_state", given), by=world.desk, at=world.at)


def suggest(world, text, who="desk", **more):
    return suggestions.suggest(by=getattr(world, who), text=text, at=world.at, **more)


class TestPolicies:
    def test_it_says_what_the_company_would_get(self, world):
        policy = publish(world)
        tell(world, "420000")
        found = suggest(world, MACHINES, company_id=world.company.pk).policies
        assert [(one.id, one.verdict) for one in found] == [(policy.pk, "eligible")]
        assert "126,000" in found[0].reason

    def test_the_company_that_the_line_names_is_compared(self, world):
        publish(world)
        tell(world, "86000")
        found = suggest(world, f"晴川针织：{MACHINES}").policies[0]
        assert found.verdict == "near"
        assert "14,000" in found.reason

    def test_without_a_company_the_words_are_the_reason(self, world):
        publish(world)
        found = suggest(world, MACHINES).policies[0]
        assert (found.verdict, "数字化" in found.reason) == ("", True)
        assert suggest(world, "路灯不亮").policies == []

    def test_what_it_is_entitled_to_comes_first(self, world):
        publish(world, id="other", title={"zh": "数字化改造示范企业", "en": "Model"})
        versions = copy.deepcopy(small.POLICY["versions"])
        versions[0]["when"] = {"fact": "digital_investment", "test": ">= 1"}
        wanted = publish(world, id="plain", title={"zh": "改造券", "en": "Voucher"}, versions=versions)
        tell(world, "86000")
        found = suggest(world, MACHINES, company_id=world.company.pk).policies
        assert (found[0].id, found[0].verdict) == (wanted.pk, "eligible")

    def test_repealed_and_drafts_are_not_proposed(self, world):
        policies.draft(document={**small.POLICY, "id": "draft"}, by=world.desk, at=world.at)
        old = publish(world)
        policies.repeal(policy_id=old.pk, on=world.at.date(), reason="换新文", by=world.desk, at=world.at)
        assert suggest(world, MACHINES).policies == []

    def test_what_is_not_theirs_to_see_stays_hidden(self, world):
        publish(world)
        tell(world, "420000")
        facts.record(
            company_id=world.other_company.pk, entries=[Entry("digital_investment", "86000", "2026", visible_to="company")],
            by=world.desk, at=world.at,
        )  # fmt: skip
        found = suggest(world, MACHINES, "contact_officer", company_id=world.other_company.pk).policies
        assert not any("14,000" in one.reason or "86" in one.reason for one in found)
        assert suggest(world, MACHINES, "stranger", company_id=world.company.pk).policies == []


class TestOffers:
    def test_the_size_that_is_asked_decides(self, world):
        fits, small_one = parcel(world, "6667"), parcel(world, "1000", "8")
        found = suggest(world, LAND).offers
        assert [(one.id, one.fits) for one in found] == [(fits.pk, "yes")]
        assert "10 mu" in found[0].reason and "8–12 mu" in found[0].reason
        assert "public bidding" in found[0].reason and "2026-04-10" in found[0].reason
        assert small_one.pk not in {one.id for one in found}

    def test_a_little_off_comes_after_and_says_by_how_much(self, world):
        off, fits = parcel(world, "8600"), parcel(world, "5500", "8")
        found = suggest(world, LAND).offers
        assert [(one.id, one.fits) for one in found] == [(fits.pk, "yes"), (off.pk, "near")]
        assert "off by" in found[1].reason

    def test_what_is_over_or_taken_is_not_proposed(self, world):
        parcel(world, "6667", apply_until="2026-03-01")
        gone = parcel(world, "6667", "8")
        sites.move(offer_id=gone.pk, move=sites.Move("withdraw", "撤回"), by=world.desk, at=world.at)
        assert suggest(world, LAND).offers == []

    def test_another_town_sees_nothing(self, world):
        parcel(world, "6667")
        assert suggest(world, LAND, "stranger").offers == []


def test_the_same_number_of_statements_for_one_and_for_many(world):
    line, counts = f"{LAND}，{MACHINES}", []
    for times in (1, 12):
        for number in range(times):
            publish(world, id=f"p-{times}-{number}")
            parcel(world, "6667", f"{times}-{number}")
            name = f"云溪市第{times}-{number}厂"
            Company.objects.create(tenant=world.tenant, name=name, created_at=world.at)
        tell(world, str(400000 + times))
        suggest(world, line, company_id=world.company.pk)
        with CaptureQueriesContext(connection) as caught:
            found = suggest(world, line, company_id=world.company.pk)
        assert found.policies and found.offers
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 16


def test_the_drawer_shows_both_with_their_reasons(world, monkeypatch):
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)
    publish(world)
    parcel(world, "6667")
    tell(world, "420000")
    sent = {"text": f"{LAND}，{MACHINES}", "company_id": world.company.pk}
    shown = world.client("shen").get("/help/suggest", sent).content.decode()
    assert "Support for digitalisation" in shown and "126,000" in shown
    assert "溪政工出2026-7" in shown and "A first comparison" in shown
