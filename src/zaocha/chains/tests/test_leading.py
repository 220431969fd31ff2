"""Who leads, convenes and anchors; what a leader may write, and what only for the own chain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zaocha.accounts import actors
from zaocha.chains import actions, queries
from zaocha.chains.models import Organisation, Term
from zaocha.chains.tests.people import leader
from zaocha.kernel.errors import Invalid, NotAllowed, NotFound
from zaocha.promises import actions as promise_actions
from zaocha.promises.models import Promise

FIRST, LATER = date(2026, 1, 5), date(2026, 2, 2)


def test_a_successor_ends_the_term_before_on_the_same_day(world):
    for day, name in ((FIRST, "甲"), (LATER, "乙")):
        new = actions.NewTerm(
            "knitting", "convener", day, company_id=world.company.pk, name=name, post="负责人"
        )
        actions.begin_term(new=new, by=world.desk, at=world.at)
    told = [(one.name, one.from_on, one.to_on) for one in queries.terms(by=world.desk, chain="knitting")]
    assert told == [("乙", LATER, None), ("甲", FIRST, LATER)]
    page = world.client("shen").get("/chains/knitting/").content.decode()
    assert "乙" in page and "甲" not in page
    early = actions.NewTerm("knitting", "convener", FIRST, company_id=world.company.pk, name="丙")
    with pytest.raises(Invalid, match="2026-02-02"):
        actions.begin_term(new=early, by=world.desk, at=world.at)
    ahead = actions.NewTerm("knitting", "anchor", date(2026, 3, 3), company_id=world.company.pk)
    with pytest.raises(Invalid):
        actions.begin_term(new=ahead, by=world.desk, at=world.at)


def test_the_rights_over_a_chain_go_with_the_term_and_only_an_administrator_moves_them(world):
    leader(world, "tang")
    other = leader(world, "pei", "machinery")
    first = actions.NewTerm("knitting", "leader", FIRST, person_id=world.people["tang"].pk)
    actions.begin_term(new=first, by=world.desk, at=world.at)  # holds the role already: a note, no more
    heir = actions.NewTerm("knitting", "leader", LATER, person_id=world.people["pei"].pk)
    with pytest.raises(NotAllowed):
        actions.begin_term(new=heir, by=world.desk, at=world.at)
    actions.begin_term(new=heir, by=world.admin, at=world.at)
    assert actors.of_person(world.people["pei"]).chains == {"knitting", "machinery"}
    assert actors.of_person(world.people["tang"]).chains == frozenset()
    assert other.chains == {"machinery"}
    with pytest.raises(NotAllowed):
        actions.begin_term(new=heir, by=other, at=world.at)


def test_a_leader_writes_the_own_chain_and_no_other(world):
    mine, other = leader(world, "tang"), leader(world, "pei", "machinery")
    same = {"chain": "knitting", "company_id": world.company.pk, "position": "middle", "at": world.at}
    actions.place(by=mine, **same)
    for by in (other, world.leader, world.supervisor, world.contact_officer):
        with pytest.raises(NotAllowed):
            actions.place(by=by, **same)
    line = actions.NewLine("knitting", "办一场招聘会", date(2026, 3, 20))
    with pytest.raises(NotAllowed):
        actions.plan(new=line, by=other, at=world.at)
    across = actions.NewAlliance("cross", "青禾联盟", FIRST)
    with pytest.raises(NotAllowed):
        actions.found_alliance(new=across, by=mine, at=world.at)
    actions.found_alliance(
        new=actions.NewAlliance("party", "织造链党建联盟", FIRST, chain="knitting"), by=mine, at=world.at
    )
    assert world.client("pei").post("/chains/knitting/plan/", {"what": "x"}).status_code == 403
    assert world.client("tang").post("/chains/knitting/members/", {"verb": "join"}).status_code == 403


def test_a_leader_cannot_take_a_company_to_see_its_demands(world):
    """Whoever is on the chain is seen by its leader: only the desk and the company itself may bring that about."""
    pei = leader(world, "pei", "machinery")
    with pytest.raises(NotAllowed):
        actions.join(chain="machinery", company_id=world.company.pk, by=pei, at=world.at)
    world.company.refresh_from_db()
    assert world.company.chain == "knitting"


def test_a_line_of_the_plan_is_promised_and_kept_by_the_leader(world):
    tang = leader(world)
    new = actions.NewLine("knitting", "办一场招聘会", date(2026, 3, 20), category="02")
    line = actions.plan(new=new, by=tang, at=world.at)
    assert (line.promise.state, line.promise.origin_kind, line.promise.origin_id) == ("open", "plan", line.pk)
    browser = world.client("tang")
    assert "办一场招聘会" in browser.get("/promises/").content.decode()
    sent = {"verb": "kept", "number": line.pk, "words": "来了四十人，谈成九个"}
    assert browser.post("/chains/knitting/plan/", sent).status_code == 302
    assert "来了四十人" in world.client("shen").get("/chains/knitting/").content.decode()
    assert Promise.objects.get(pk=line.promise_id).state == "kept"


def test_what_is_put_to_a_unit_is_no_promise_before_the_unit_says_so(world):
    tang = leader(world)
    new = actions.NewLine("knitting", "修好路灯", date(2026, 3, 20), unit_id=world.roads.pk)
    line = actions.plan(new=new, by=tang, at=world.at)
    assert Promise.objects.get(pk=line.promise_id).state == "stated"
    with pytest.raises(NotAllowed):
        actions.keep_line(line_id=line.pk, kept=True, words="好了", by=tang, at=world.at)
    promise_actions.confirm(promise_id=line.promise_id, by=world.handler, at=world.at)
    actions.keep_line(line_id=line.pk, kept=True, words="修好三盏", by=world.handler, at=world.at)
    with pytest.raises(NotAllowed):  # a leader notes statements on the own plan alone
        other = promise_actions.NewPromise("修路", unit_id=world.roads.pk, due_on=date(2026, 3, 20))
        promise_actions.state(new=other, by=tang, at=world.at)


def test_a_rest_day_and_nonsense_come_back_with_what_was_typed(world):
    leader(world)
    sent = {"what": "办一场招聘会", "due_on": "2099-01-04", "unit": "", "category": ""}
    answer = world.client("tang").post("/chains/knitting/plan/", sent)
    assert answer.status_code == 422 and "办一场招聘会" in answer.content.decode()
    assert world.client("shen").get("/chains/nonsense/").status_code == 404


def test_alliances_keep_their_history_and_no_data_on_members(world):
    new = actions.NewAlliance("party", "织造链党建联盟", FIRST, brand="织造同行", chain="knitting")
    made = actions.found_alliance(new=new, by=world.desk, at=world.at)
    same = {"alliance_id": made.pk, "on": FIRST, "by": world.desk, "at": world.at}
    [one] = actions.add_company(company_ids=[world.company.pk], **same)
    actions.add_organisation(name="晴川针织党支部", company_id=world.company.pk, **same)
    actions.leave(belonging_id=one.pk, words="迁出", by=world.desk, at=world.at)
    page = world.client("shen").get(f"/chains/alliances/{made.pk}/?when=before").content.decode()
    assert "迁出" in page and "晴川针织党支部" in page
    actions.add_company(company_ids=[world.company.pk], **{**same, "on": world.at.date()})
    assert made.belongings.count() == 2
    actions.end_alliance(alliance_id=made.pk, words="合并", by=world.desk, at=world.at)
    assert not made.belongings.filter(to_on=None).exists()
    # organisations alone: nothing in these rows can hold a person, a number of members or a joining date of one
    assert {field.name for field in Organisation._meta.get_fields()} == {
        "id", "alliance", "name", "company", "from_on", "to_on", "recorded_by",
    }  # fmt: skip
    assert {field.name for field in Term._meta.get_fields()} & {"party", "branch", "member"} == set()


def test_another_tenant_finds_nothing(world):
    new = actions.NewAlliance("cross", "青禾联盟", FIRST)
    made = actions.found_alliance(new=new, by=world.desk, at=world.at)
    with pytest.raises(NotFound):
        actions.end_alliance(alliance_id=made.pk, words="x", by=world.stranger, at=world.at)
    assert world.client("stranger").get(f"/chains/alliances/{made.pk}/").status_code == 404
    page = world.client("stranger").get("/chains/knitting/members/").content.decode()
    assert "晴川针织" not in page


def test_a_line_overdue_counts_as_late_at_a_glance(world):
    tang = leader(world)
    actions.plan(new=actions.NewLine("knitting", "办培训", date(2026, 3, 6)), by=tang, at=world.at)
    [one] = [
        row
        for row in queries.overviews(by=world.desk, at=world.at + timedelta(days=9))
        if row.chain.code == "knitting"
    ]
    assert (one.planned, one.kept, one.late) == (1, 0, 1)
