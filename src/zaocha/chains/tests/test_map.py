"""The map: breaks are shown to everybody, who supplies whom to nobody but the two; the drawing holds together."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.chains import drawing, queries
from zaocha.chains.tests.people import companies, link_of, page_of, speaker
from zaocha.dealings import actions as dealing_actions
from zaocha.dealings.models import Good
from zaocha.kernel.models import Event


@pytest.fixture
def goods(world):
    dealing_actions.install_goods(by=world.desk, at=world.at)
    return {one.code: one for one in Good.objects.all()}


@pytest.fixture
def secret(world, goods):
    """晴川针织 says that 禾木袜业 supplies it with blanks."""
    by = speaker(world, world.company)
    return dealing_actions.tell_supply(
        good_id=goods["sock-blank"].pk, other_id=world.other_company.pk, supplies_us=True, by=by, at=world.at
    )


def deal(world, company, good, role):
    told = dealing_actions.NewDealing(company.pk, good.pk, role)
    dealing_actions.tell_dealing(new=told, by=world.desk, at=world.at)


def test_missing_and_thin_links_break_the_rope(world, goods):
    deal(world, world.company, goods["boarding"], "makes")
    deal(world, world.other_company, goods["sock"], "makes")
    found = queries.chain_map(by=world.desk, chain="knitting")
    flags = {box.code: box.flag for box in found.boxes}
    assert (flags["boarding"], flags["toe-closing"]) == ("thin", "missing")
    assert ("toe-closing", "boarding", "missing") in found.ropes
    page = world.client("shen").get("/chains/knitting/").content.decode()
    assert 'class="zc-chain-rope is-missing"' in page and "One maker only: 定型加工" in page.replace(
        "Boarding", "定型加工"
    )


def test_the_map_of_the_other_chains_inputs_stands_at_its_left(world, goods):
    found = queries.chain_map(by=world.desk, chain="knitting")
    assert [tier.code for tier in found.tiers] == ["outside", "up", "middle", "down"]
    assert {box.code for box in found.tiers[0].boxes} == {
        "cotton-yarn",
        "covered-yarn",
        "dyeing",
        "sock-machine",
    }


@pytest.mark.parametrize("who", ["shen", "admin", "du", "he", "jiang", "gu"])
def test_no_page_export_or_answer_tells_who_supplies_whom(world, secret, who):
    from tests.world import PASSWORD

    from zaocha.accounts import actions as account_actions

    if who == "gu":
        new = account_actions.NewPerson(login="gu", name="顾问", password=PASSWORD)
        person = account_actions.create_person(new=new, by=world.system, at=world.at)
        account_actions.give_role(person=person, role="adviser", by=world.system, at=world.at)
        world.people["gu"] = person
    browser = world.client(who)
    for address in ("/chains/", "/chains/knitting/", "/api/v1/chains", "/api/v1/chains/knitting"):
        answer = browser.get(address)
        words = answer.content.decode()
        assert answer.status_code == 200, address
        assert "禾木袜业" not in words and "晴川针织" not in words, address


def test_the_two_see_their_edge_and_a_third_does_not(world, secret):
    [third] = companies(world, 1)
    browser = world.client("")
    assert "← 禾木袜业" in browser.get(page_of(world, world.company)).content.decode()
    assert "→ 晴川针织" in browser.get(page_of(world, world.other_company)).content.decode()
    page = browser.get(page_of(world, third)).content.decode()
    assert "禾木袜业" not in page and "晴川针织" not in page
    entries = Event.objects.filter(kind="supply_told")
    assert "company" not in json.dumps([one.ids for one in entries])


def test_a_company_reads_numbers_from_five_on_and_the_desk_all_but_edges(world, goods, secret):
    for company in companies(world, 4):
        deal(world, company, goods["boarding"], "makes")
    own = speaker(world, world.company)

    def told(by):
        return {box.code: box for box in queries.chain_map(by=by, chain="knitting").boxes}

    assert told(own)["boarding"].makers is None
    assert told(world.desk)["boarding"].makers == 4
    assert told(own)["toe-closing"].makers == 0
    deal(world, world.other_company, goods["boarding"], "makes")
    assert told(own)["boarding"].makers == 5
    assert told(world.desk)["sock-blank"].supplies is None


def test_the_link_of_a_company_shows_the_plan_of_its_own_chain_alone(world):
    from datetime import date

    from zaocha.chains import actions
    from zaocha.chains.tests.people import leader

    tang = leader(world)
    line = actions.NewLine("knitting", "办一场招聘会", date(2026, 3, 20))
    actions.plan(new=line, by=tang, at=world.at)
    [other] = companies(world, 1, "machinery")
    browser = world.client("")
    assert "办一场招聘会" in browser.get(page_of(world, world.company)).content.decode()
    assert "办一场招聘会" not in browser.get(page_of(world, other)).content.decode()
    link = link_of(world, world.company)
    link.revoked_at = world.at
    link.save()
    from zaocha.accounts import links

    assert browser.get(f"/c/{links.token(link)}/chain/").status_code == 410


codes = st.lists(st.text("abcdefgh", min_size=1, max_size=2), unique=True, max_size=14)


@settings(max_examples=60, deadline=None)
@given(codes, st.data())
def test_boxes_never_overlap_and_circles_end(found, data):
    cuts = sorted(data.draw(st.integers(0, len(found))) for _cut in range(2))
    parts = [found[: cuts[0]], found[cuts[0] : cuts[1]], found[cuts[1] :]]
    columns = [drawing.Column("t", "", [drawing.Shape(one, one * 30, "") for one in part]) for part in parts]
    pairs = st.tuples(st.sampled_from(found or ["x"]), st.sampled_from(found or ["x"]), st.just(""))
    ropes = data.draw(st.lists(pairs, max_size=20))
    for picture in (drawing.wide(columns, ropes), drawing.tall(columns, ropes)):
        boxes = picture.boxes
        assert {one.shape.code for one in boxes} == set(found)
        assert len({(one.x, one.y) for one in boxes}) == len(boxes)
        assert all(one.x + one.w <= picture.width and one.y + one.h <= picture.height for one in boxes)
        rows = sorted((one.x, one.y) for one in boxes)
        assert all(b[1] - a[1] >= drawing.BOX_H for a, b in itertools.pairwise(rows) if a[0] == b[0])
