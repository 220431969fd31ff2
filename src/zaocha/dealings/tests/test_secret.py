"""Who supplies whom is seen by its two ends only: pages, API, table, audit, counts, one by one."""

from __future__ import annotations

import json

import pytest

from zaocha.accounts import actors, links
from zaocha.companies.models import Company
from zaocha.dealings import access, actions, queries
from zaocha.dealings.models import Good, Supply
from zaocha.kernel.errors import NotAllowed, NotFound
from zaocha.kernel.models import Event


def link_of(world, company):
    return links.issue(
        tenant=world.tenant, purpose="company", subject_id=company.pk, by=world.desk.mark, at=world.at
    )


def page_of(world, company, rf):
    token = links.url(link_of(world, company), request=rf.get("/")).rstrip("/").split("/")[-1]
    return f"/c/{token}/dealings/"


@pytest.fixture
def yarn(world):
    actions.install_goods(by=world.desk, at=world.at)
    return Good.objects.get(code="cotton-yarn")


@pytest.fixture
def secret(world, yarn):
    """晴川针织 says that 禾木袜业 supplies it."""
    by = actors.of_company_link(link_of(world, world.company))
    return actions.tell_supply(
        good_id=yarn.pk, other_id=world.other_company.pk, supplies_us=True, by=by, at=world.at
    )


def third(world, number=0):
    return Company.objects.create(tenant=world.tenant, name=f"云溪市第{number}袜厂", created_at=world.at)


def test_both_ends_see_it_and_may_end_it(world, secret, rf):
    browser = world.client("")
    assert "← 禾木袜业" in browser.get(page_of(world, world.company, rf)).content.decode()
    assert "→ 晴川针织" in browser.get(page_of(world, world.other_company, rf)).content.decode()
    by = actors.of_company_link(link_of(world, world.other_company))
    actions.end_supply(supply_id=secret.pk, by=by, at=world.at)
    assert "禾木袜业" not in browser.get(page_of(world, world.company, rf)).content.decode()


def test_a_third_company_sees_nothing_and_may_not_end_it(world, secret, rf):
    other = third(world)
    page = world.client("").get(page_of(world, other, rf)).content.decode()
    assert "禾木袜业" not in page and "晴川针织" not in page
    with pytest.raises(NotFound):
        actions.end_supply(supply_id=secret.pk, by=actors.of_company_link(link_of(world, other)), at=world.at)


@pytest.mark.parametrize("who", ["shen", "admin", "du", "he", "jiang"])
def test_no_page_export_or_answer_of_the_town_tells_it(world, secret, yarn, who):
    browser = world.client(who)
    for address in (
        "/goods/",
        f"/goods/{yarn.pk}/",
        "/introductions/",
        "/api/v1/goods",
        f"/api/v1/goods/{yarn.pk}",
    ):
        answer = browser.get(address)
        words = answer.content.decode()
        assert answer.status_code in (200, 403), address
        assert "禾木袜业" not in words and "晴川针织" not in words, address
    table = browser.get("/goods/export/")
    assert table.status_code in (200, 403)


@pytest.mark.parametrize("who", ["desk", "admin", "supervisor", "leader", "system"])
def test_no_actor_of_the_town_may_read_or_tell_it(world, secret, yarn, who):
    by = getattr(world, who)
    with pytest.raises(NotAllowed):
        access.own_supplies(by)
    with pytest.raises(NotAllowed):
        actions.tell_supply(good_id=yarn.pk, other_id=world.company.pk, supplies_us=True, by=by, at=world.at)


def test_the_audit_names_neither(world, secret):
    entry = Event.objects.get(kind="supply_told")
    told = json.dumps([entry.ids, entry.digests, entry.subject_kind, entry.subject_id])
    assert set(entry.ids) == {"good"}
    assert str(world.other_company.name) not in told


def test_a_number_is_told_from_five_on(world, yarn, rf):
    for number in range(5):
        by = actors.of_company_link(link_of(world, third(world, number)))
        actions.tell_supply(good_id=yarn.pk, other_id=world.company.pk, supplies_us=True, by=by, at=world.at)
        told = next(one.supplies for one in queries.links(by=world.desk) if one.good.pk == yarn.pk)
        assert told == (5 if number == 4 else None)
    page = world.client("shen").get("/goods/").content.decode()
    assert "fewer than 5" in page


def test_candidates_do_not_give_a_supply_away(world, yarn):
    """The list for a buyer is the same whether somebody supplies it already or not."""
    for company, role in ((world.company, "buys"), (world.other_company, "makes")):
        actions.tell_dealing(new=actions.NewDealing(company.pk, yarn.pk, role), by=world.desk, at=world.at)

    def shown():
        found = queries.seekers(by=world.desk, good=yarn, on=world.at.date())
        return [(one.company.pk, one.reasons) for one in found[0].candidates]

    before = shown()
    by = actors.of_company_link(link_of(world, world.company))
    actions.tell_supply(
        good_id=yarn.pk, other_id=world.other_company.pk, supplies_us=True, by=by, at=world.at
    )
    assert Supply.objects.exists()
    assert shown() == before != []
