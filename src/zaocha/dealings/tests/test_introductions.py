"""An introduction needs two yeses, and is tracked to what came of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zaocha.accounts import actors, links
from zaocha.companies.models import Company
from zaocha.dealings import actions, queries
from zaocha.dealings.models import Dealing, Good, Introduction, Supply
from zaocha.demands.models import Demand
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


@pytest.fixture
def yarn(world):
    actions.install_goods(by=world.desk, at=world.at)
    found = Good.objects.get(code="cotton-yarn")
    buys = actions.NewDealing(world.company.pk, found.pk, "buys", Decimal(8), "吨/月")
    spare = actions.NewDealing(world.other_company.pk, found.pk, "spare", Decimal(9), "吨/月")
    for new in (buys, spare):
        actions.tell_dealing(new=new, by=world.desk, at=world.at)
    return found


@pytest.fixture
def asked(world, yarn):
    new = actions.NewIntroduction(yarn.pk, world.company.pk, world.other_company.pk, "每月要8吨精梳棉")
    return actions.introduce(new=new, by=world.desk, at=world.at)


def page(world, company, rf):
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=company.pk, by=world.desk.mark, at=world.at
    )
    token = links.url(link, request=rf.get("/")).rstrip("/").split("/")[-1]
    return f"/c/{token}/dealings/"


def test_it_is_tracked_as_a_demand_with_its_reasons(world, asked):
    assert asked.reasons == ["spare", "enough", "chain", "town"]
    demand = Demand.objects.get(pk=asked.demand_id)
    assert demand.company_id == world.company.pk and demand.category.startswith("07")


def test_neither_learns_who_the_other_is_before_both_have_said_yes(world, asked, rf):
    browser = world.client("")
    seller, buyer = page(world, world.other_company, rf), page(world, world.company, rf)
    assert "A company of the town looks for" in browser.get(seller).content.decode()
    for address in (seller, buyer):
        words = browser.get(address).content.decode()
        assert ("晴川针织" not in words) if address == seller else ("禾木袜业" not in words)
    browser.get(seller)  # opening it answers nothing
    asked.refresh_from_db()
    assert asked.seller_yes is None
    browser.post(seller, {"verb": "yes", "number": asked.pk})
    assert "晴川针织" not in browser.get(seller).content.decode()
    browser.post(buyer, {"verb": "yes", "number": asked.pk})
    shown = browser.get(seller).content.decode()
    assert "云溪市晴川针织有限公司" in shown and "13800001234" in shown
    sent = {"verb": "outcome", "number": asked.pk, "dealt": "yes", "words": "先试两吨"}
    assert browser.post(buyer, sent).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.outcome) == ("dealt", "先试两吨")
    assert Supply.objects.filter(supplier=world.other_company, buyer=world.company).exists()


def test_the_way_to_it_stands_on_the_company_page(world, yarn, rf):
    address = page(world, world.company, rf)
    first = world.client("").get(address.removesuffix("dealings/")).content.decode()
    assert address in first and address.replace("dealings", "rounds") in first


def test_one_no_ends_it_without_a_name(world, asked, rf):
    browser, seller = world.client(""), page(world, world.other_company, rf)
    browser.post(seller, {"verb": "no", "number": asked.pk})
    assert Introduction.objects.get().state == "declined"
    assert "晴川针织" not in browser.get(seller).content.decode()


def test_the_words_must_not_give_the_buyer_away(world, yarn):
    new = actions.NewIntroduction(yarn.pk, world.company.pk, world.other_company.pk, "晴川针织要棉纱")
    with pytest.raises(Invalid):
        actions.introduce(new=new, by=world.desk, at=world.at)


def test_the_same_two_are_asked_once(world, asked):
    new = actions.NewIntroduction(asked.good_id, asked.buyer_id, asked.seller_id)
    with pytest.raises(Conflict):
        actions.introduce(new=new, by=world.desk, at=world.at)
    actions.drop(introduction_id=asked.pk, reason="厂家停产", by=world.desk, at=world.at)
    assert actions.introduce(new=new, by=world.desk, at=world.at).state == "asked"


def test_nobody_else_answers_for_a_company(world, asked):
    other = Company.objects.create(tenant=world.tenant, name="云溪市第三袜厂", created_at=world.at)
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=other.pk, by=world.desk.mark, at=world.at
    )
    for by, refused in (
        (actors.of_company_link(link), NotFound), (world.handler, NotAllowed), (world.stranger, NotFound),
    ):  # fmt: skip
        with pytest.raises(refused):
            actions.answer(introduction_id=asked.pk, yes=True, by=by, at=world.at, for_company=other.pk)


def test_what_was_said_before_ends_and_is_kept(world, yarn):
    again = actions.NewDealing(world.company.pk, yarn.pk, "buys", Decimal(10), "吨/月")
    actions.tell_dealing(new=again, by=world.desk, at=world.at)
    rows = Dealing.objects.filter(company=world.company, role="buys").order_by("pk")
    assert [(one.quantity, one.ended_at is None) for one in rows] == [(8, False), (10, True)]
    with pytest.raises(Invalid):
        actions.tell_dealing(
            new=actions.NewDealing(world.company.pk, yarn.pk, "buys", Decimal(10)), by=world.desk, at=world.at
        )


def test_thin_and_missing_links_are_found(world, yarn):
    flags = {one.good.code: one.flag for one in queries.links(by=world.desk)}
    assert flags["cotton-yarn"] == "missing"  # spare capacity alone is no maker
    maker = actions.NewDealing(world.other_company.pk, yarn.pk, "makes")
    actions.tell_dealing(new=maker, by=world.desk, at=world.at)
    flags = {one.good.code: one.flag for one in queries.links(by=world.desk)}
    assert (flags["cotton-yarn"], flags["casting"]) == ("thin", "missing")
    page = world.client("shen").get("/goods/?flag=thin").content.decode()
    assert "Cotton yarn" in page and "Castings" not in page


def test_forms_keep_what_was_typed(world, yarn):
    sent = {"company": "没有这家", "good": yarn.pk, "role": "buys", "note": "急要"}
    answer = world.client("shen").post("/goods/dealings/", sent)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "没有这家" in words and "急要" in words


def test_the_page_of_a_good_takes_the_same_statements_for_one_and_for_fifty(world, yarn):
    browser, counts = world.client("shen"), []
    for number in (0, 50):
        for place in range(number):
            company = Company.objects.create(tenant=world.tenant, name=f"第{place}厂", created_at=world.at)
            role = "buys" if place % 2 else "makes"
            actions.tell_dealing(
                new=actions.NewDealing(company.pk, yarn.pk, role), by=world.desk, at=world.at
            )
        with CaptureQueriesContext(connection) as caught:
            browser.get(f"/goods/{yarn.pk}/")
        counts.append(len(caught))
    assert counts[0] == counts[1]
