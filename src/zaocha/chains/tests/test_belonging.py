"""Companies on a chain: positions, history, requests, the import; statements of every page."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zaocha.accounts import actors
from zaocha.chains import actions, queries
from zaocha.chains.models import Place, Request
from zaocha.chains.tests.people import companies, leader, page_of, speaker
from zaocha.companies import actions as company_actions
from zaocha.dealings import actions as dealing_actions
from zaocha.dealings.models import Good
from zaocha.demands import actions as demand_actions
from zaocha.imports import actions as imports
from zaocha.imports.reading import Upload
from zaocha.kernel import tasks
from zaocha.kernel.errors import Conflict, NotAllowed
from zaocha.kernel.models import Event


def raise_(world, company, category="02", **more):
    new = demand_actions.NewDemand(
        words="旺季招不到缝头工", channel="phone", company_id=company.pk, category=category, **more
    )
    return demand_actions.raise_demand(new=new, by=world.desk, at=world.at)


def test_a_position_is_kept_with_its_days_and_what_a_company_makes_is_a_guess(world):
    dealing_actions.install_goods(by=world.desk, at=world.at)
    good = Good.objects.get(code="boarding")
    told = dealing_actions.NewDealing(world.company.pk, good.pk, "makes")
    dealing_actions.tell_dealing(new=told, by=world.desk, at=world.at)
    [row] = [
        one
        for one in queries.rows_of(list(queries.members(by=world.desk, chain="knitting")), chain="knitting")
        if one.company == world.company
    ]
    assert (row.position, row.guess) == ("", "middle")
    for position in ("middle", "down"):
        same = {"chain": "knitting", "company_id": world.company.pk, "by": world.desk, "at": world.at}
        actions.place(position=position, **same)
    told = list(Place.objects.order_by("pk").values_list("position", "to_on"))
    assert told == [("middle", world.at.date()), ("down", None)]
    found = queries.members(by=world.desk, chain="knitting", filters=queries.MemberFilters(position="down"))
    assert list(found) == [world.company]


def test_the_history_follows_the_register(world):
    same = {"company_id": world.company.pk, "by": world.desk, "at": world.at}
    actions.place(chain="knitting", position="middle", **same)
    company_actions.change(changes={"chain": "machinery"}, **same)
    tasks.run_all(at=world.at)
    live = Place.objects.get(company=world.company, to_on=None)
    assert (live.chain, live.position) == ("machinery", "")
    page = world.client("shen").get("/chains/knitting/members/").content.decode()
    assert "Earlier" in page


def test_an_alliance_counts_a_merged_company_once(world):
    same = {"by": world.desk, "at": world.at}
    new = actions.NewAlliance("cross", "青禾联盟", date(2026, 1, 5))
    made = actions.found_alliance(new=new, **same)
    both = [world.company.pk, world.other_company.pk]
    actions.add_company(alliance_id=made.pk, company_ids=both, on=date(2026, 1, 5), **same)
    company_actions.merge(company_id=both[1], into_id=both[0], **same)
    tasks.run_all(at=world.at)
    assert queries.figures(by=world.desk, alliance=made).companies == 1


def test_a_company_asks_and_the_leader_of_that_chain_answers(world):
    pei, tang = leader(world, "pei", "machinery"), leader(world, "tang")
    by = speaker(world, world.company)
    new = actions.NewRequest("join", "machinery", words="改做配件了")
    asked = actions.ask(new=new, by=by, at=world.at)
    assert actions.ask(new=new, by=by, at=world.at) == asked  # a second tap
    with pytest.raises(Conflict):
        actions.ask(new=actions.NewRequest("leave", "knitting"), by=by, at=world.at)
    assert "晴川针织" in world.client("pei").get("/home/").content.decode()
    with pytest.raises(NotAllowed):
        actions.answer(request_id=asked.pk, agrees=True, words="", by=tang, at=world.at)
    actions.answer(request_id=asked.pk, agrees=True, words="欢迎", by=pei, at=world.at)
    world.company.refresh_from_db()
    assert world.company.chain == "machinery"
    with pytest.raises(Conflict):
        actions.answer(request_id=asked.pk, agrees=False, words="不行", by=pei, at=world.at)
    page = world.client("").get(page_of(world, world.company)).content.decode()
    assert "欢迎" in page
    entry = Event.objects.get(kind="chain_requested")
    assert "改做配件" not in str(entry.ids)


def test_a_request_by_the_page_reaches_the_desk_once_and_says_so(world):
    address, browser = page_of(world, world.company), world.client("")
    for _tap in range(2):
        assert browser.post(address, {"verb": "join:machinery", "words": "改行"}).status_code == 302
    assert Request.objects.count() == 1
    assert "waits for an answer" in browser.get(address).content.decode()
    assert browser.post(address, {"verb": "join:nowhere"}).status_code == 422


def test_problems_that_several_share_stand_together_without_hidden_ones(world):
    leader(world)
    for company in (world.company, world.other_company):
        raise_(world, company)
    for company in (world.company, world.other_company):
        raise_(world, company, "12", hide_author=True)
    by = actors.of_person(world.people["tang"])
    [one] = queries.problems(by=by, chain="knitting", at=world.at)
    assert (one.category, one.companies, one.demands) == ("02", 2, 2)
    actions.plan(
        new=actions.NewLine("knitting", "办招聘会", date(2026, 3, 20), category="02"), by=by, at=world.at
    )
    [one] = queries.problems(by=by, chain="knitting", at=world.at)
    assert [line.promise.what for line in one.planned] == ["办招聘会"]
    pool = world.client("tang").get("/demands/?chain=knitting&group=open").content.decode()
    assert "旺季招不到缝头工" in pool


def test_members_come_in_by_a_table_and_every_bad_row_is_named(world):
    text = (
        "企业名称,产业链,所处环节,上链日期\n云溪市晴川针织有限公司,机械链,上游,2026-01-05\n"
        "云溪市禾木袜业有限公司,织造链,下游,\n云溪市没有这家,织造链,上游,\n云溪市禾木袜业有限公司,茶叶链,侧游,昨天\n"
    )
    by = world.desk
    batch = imports.stage(kind="chain_members", upload=Upload("a.csv", text.encode()), by=by, at=world.at)
    mapping = {name: header for name, header in batch.mapping.items() if header}
    imports.map_columns(import_id=batch.pk, mapping=mapping, by=by, at=world.at)
    tasks.run_all(at=world.at)
    decisions = list(batch.rows.order_by("number").values_list("decision", flat=True))
    assert decisions == ["change", "change", "bad", "bad"]
    imports.take(import_id=batch.pk, by=by, at=world.at, without_bad=True)
    tasks.run_all(at=world.at)
    told = set(Place.objects.filter(to_on=None).values_list("company__short_name", "chain", "position"))
    assert told == {("晴川针织", "machinery", "up"), ("禾木袜业", "knitting", "down")}


def test_pages_take_the_same_statements_at_one_company_and_at_forty(world):
    dealing_actions.install_goods(by=world.desk, at=world.at)
    leader(world)
    made = actions.found_alliance(
        new=actions.NewAlliance("cross", "青禾联盟", date(2026, 1, 5)), by=world.desk, at=world.at
    )
    link, browser, desk = page_of(world, world.company), world.client(""), world.client("shen")
    addresses = [
        (desk, "/chains/"), (desk, "/chains/knitting/"), (desk, "/chains/knitting/members/"),
        (desk, f"/chains/alliances/{made.pk}/"), (desk, "/chains/knitting/plan/"), (browser, link),
        (desk, "/api/v1/chains/knitting"), (desk, "/chains/knitting/members/export/"),
    ]  # fmt: skip

    def counts():
        found = []
        for client, address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert client.get(address).status_code == 200, address
            found.append(len(seen))
        return found

    _fill(world, made, companies(world, 2), suffix="甲")
    counts()
    few = counts()
    more = companies(world, 40, "knitting")
    _fill(world, made, more, suffix="乙")
    many = counts()
    assert many == few
    assert max(few) <= 30, dict(zip([address for _client, address in addresses], few, strict=True))


def _fill(world, alliance, found, *, suffix):
    by = actors.of_person(world.people["tang"])
    same = {"by": world.desk, "at": world.at}
    actions.add_company(
        alliance_id=alliance.pk, company_ids=[one.pk for one in found], on=date(2026, 1, 5), **same
    )
    Place.objects.bulk_create(
        Place(
            tenant=world.tenant, chain="knitting", company=company, position="middle", recorded_at=world.at,
            recorded_by="system",
        )
        for company in found
    )  # fmt: skip
    for number, company in enumerate(found[:4]):
        raise_(world, company)
        line = actions.NewLine("knitting", f"办{suffix}{number}号事", date(2026, 3, 20), category="02")
        actions.plan(new=line, by=by, at=world.at)
