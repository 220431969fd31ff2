"""A panel: conflicts kept out, drawn by lot, marks that nobody sees, decided by rule, objections."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.kernel.models import Event
from zaocha.sheets import tables as sheet_tables
from zaocha.titles import deciding, drawing, exporting, queries, tables
from zaocha.titles.actions import dossiers, experts, panels, sheets
from zaocha.titles.models import Dossier, Seat, Sheet
from zaocha.titles.tests import cases

SECRET = "密封的理由"


def seats(panel, state="seated"):
    return list(panel.seats.filter(state=state).order_by("place"))


def _plain(browser, address):
    """The words of a page without what is drawn anew for each answer."""
    return re.sub(r'"[\w-]{20,}"', "", cases.said(browser.get(address)))


def decided(world, panel, *given):
    for seat in seats(panel):
        cases.hand_in(world, seat, *given)
    return sheets.decide(panel_id=panel.pk, by=world.desk, at=world.at)


def test_conflicts_are_kept_out_each_with_its_reason(world):
    case = cases.complete(world)
    cases.pool(world, 6)
    named = {"level": "senior", "fields": ("textile",)}
    kin = experts.enter(new=experts.NewExpert("亲戚", employer="外地", **named), by=world.desk, at=world.at)
    tie = experts.NewTie("relative", worker_id=case.worker_id)
    experts.tie(expert_id=kin.pk, new=tie, by=world.desk, at=world.at)
    for name, more in {
        "同厂": {"company_id": world.company.pk, **named}, "同链": {"company_id": world.other_company.pk, **named},
        "级别低": {**named, "level": "technician"}, "隔行": {**named, "fields": ("design",)},
    }.items():  # fmt: skip
        experts.enter(new=experts.NewExpert(name, **more), by=world.desk, at=world.at)
    panel = cases.drawn(world, case)
    out = {one.expert.name: [code for code, _n in one.reasons] for one in seats(panel, "kept_out")}
    assert out == {"亲戚": ["relative"], "同厂": ["employer"], "同链": ["same_chain"], "级别低": ["level"], "隔行": ["field"]}  # fmt: skip
    page = world.client("shen").get(f"/titles/panels/{panel.pk}/").content.decode()
    assert "works for the same company as worker no. 1" in page


def test_the_draw_is_what_its_seed_gives_and_substitutes_follow(world):
    case = cases.complete(world)
    made = cases.pool(world, 9)
    panel = cases.drawn(world, case, size=5, substitutes=2, seed="茶")
    order = drawing.order(seed="茶", ids=[one.pk for one in made])
    assert [one.expert_id for one in seats(panel)] == order[:5]
    assert [one.expert_id for one in seats(panel, "substitute")] == order[5:7]
    with pytest.raises(Conflict):
        panels.draw(panel_id=panel.pk, by=world.desk, at=world.at)


def test_too_few_or_an_even_number_is_refused(world):
    case = cases.complete(world)
    cases.pool(world, 4)
    with pytest.raises(Conflict):
        cases.drawn(world, case)
    with pytest.raises(Invalid):
        panels.plan(new=panels.NewPanel("x", "textile", "assistant", 6), by=world.desk, at=world.at)


def test_an_expert_who_declares_a_tie_steps_back_and_a_substitute_moves_up(world):
    case = cases.complete(world)
    cases.pool(world, 6)
    panel = cases.drawn(world, case)
    seat, following = seats(panel)[0], seats(panel, "substitute")[0]
    address = f"/title-sheets/{cases.token(world, 'title_sheet', seat.pk)}/"
    sent = {"verb": "step_back", "tie": "teacher", "dossier": case.pk}
    for _twice in range(2):
        world.client("").post(address, sent)
    assert Seat.objects.get(pk=seat.pk).state == "declined"
    assert Seat.objects.get(pk=following.pk).state == "seated"
    assert panel.seats.filter(state="seated").count() == 5
    assert seat.expert.ties.get().kind == "teacher"


@pytest.mark.parametrize("who", ["shen", "admin", "du", "he", "jiang"])
def test_nobody_sees_a_mark_before_the_decision(world, who, settings):
    """Pages, API, tables, audit: kept drafts and sheets handed in, one after the other."""
    case = cases.complete(world)
    cases.pool(world, 6)
    panel = cases.drawn(world, case)
    first, second = seats(panel)[:2]
    given = cases.marks(case, skill=37, words=SECRET)
    by = cases.by_link(world, "title_sheet", first.pk)
    sheets.save(seat_id=first.pk, new=given, by=by, at=world.at)
    cases.hand_in(world, second, given)
    browser = world.client(who)
    own = cases.token(world, "title_worker", case.worker_id)
    other = cases.token(world, "title_sheet", second.pk)
    company = cases.token(world, "company", world.company.pk)
    addresses = [
        "/titles/", f"/titles/{case.pk}/", f"/titles/panels/{panel.pk}/", "/titles/panels/", "/titles/experts/",
        f"/titles/experts/{first.expert_id}/", f"/titles/workers/{case.worker_id}/", "/titles/export.csv",
        f"/api/v1/titles/dossiers/{case.pk}", "/api/v1/titles/dossiers", f"/api/v1/titles/panels/{panel.pk}",
        "/api/v1/titles/experts", "/audit/", f"/title-workers/{own}/", f"/c/{company}/titles/", f"/title-sheets/{other}/",
    ]  # fmt: skip
    before = {address: _plain(browser, address) for address in addresses}
    assert not [address for address, words in before.items() if SECRET in words]
    Sheet.objects.update(marks={"skill": 1, "results": 2, "passing_on": 3, "conduct": 4}, yes=False)
    # Other marks, and not a sign is another one: nothing of them is shown, in whatever form.
    assert {address: _plain(browser, address) for address in addresses} == before
    told = json.dumps([[one.ids, one.digests] for one in Event.objects.filter(kind__startswith="title_")])
    assert SECRET not in told and '"skill"' not in told and '"yes"' not in told
    rows = list(exporting.rows(queries.dossiers(by=world.desk, filters=queries.Filters()), by=world.desk))
    assert SECRET not in str(rows)
    assert Dossier.objects.get(pk=case.pk).outcome == {}


def test_an_expert_reads_only_own_marks_and_writes_only_own_sheet(world):
    case = cases.complete(world)
    cases.pool(world, 6)
    panel = cases.drawn(world, case)
    first, second = seats(panel)[:2]
    by = cases.by_link(world, "title_sheet", first.pk)
    sheets.save(seat_id=first.pk, new=cases.marks(case, words=SECRET), by=by, at=world.at)
    mine, other = (cases.token(world, "title_sheet", one.pk) for one in (first, second))
    assert SECRET in world.client("").get(f"/title-sheets/{mine}/").content.decode()
    assert SECRET not in world.client("").get(f"/title-sheets/{other}/").content.decode()
    with pytest.raises(NotFound):
        panels.the_seat(second.pk, by=by, as_expert=first.pk)
    with pytest.raises(NotAllowed):
        panels.step_back(seat_id=second.pk, words="", by=by, at=world.at)


def test_what_is_handed_in_stays_and_twice_is_once(world):
    case = cases.complete(world)
    cases.pool(world, 6)
    panel = cases.drawn(world, case)
    seat = seats(panel)[0]
    by = cases.by_link(world, "title_sheet", seat.pk)
    with pytest.raises(Conflict):
        sheets.hand_in(seat_id=seat.pk, by=by, at=world.at)
    with pytest.raises(Invalid):
        sheets.save(seat_id=seat.pk, new=cases.marks(case, skill=41), by=by, at=world.at)
    cases.hand_in(world, seat, cases.marks(case))
    assert sheets.hand_in(seat_id=seat.pk, by=by, at=world.at + timedelta(hours=1)).handed_in_at == world.at
    sheets.save(seat_id=seat.pk, new=cases.marks(case), by=by, at=world.at)
    with pytest.raises(Conflict):
        sheets.save(seat_id=seat.pk, new=cases.marks(case, skill=30), by=by, at=world.at)
    with pytest.raises(Conflict):
        panels.step_back(seat_id=seat.pk, words="", by=by, at=world.at, as_expert=seat.pk)


def test_decided_by_rule_shown_with_masked_names_objected_to_and_ended(world):
    good, bad = cases.complete(world), cases.complete(world, name="卫巧针", company=world.other_company)
    cases.pool(world, 6)
    panel = cases.drawn(world, good, bad)
    with pytest.raises(Conflict):
        sheets.decide(panel_id=panel.pk, by=world.desk, at=world.at)
    decided(world, panel, cases.marks(good), cases.marks(bad, yes=False))
    panel.refresh_from_db()
    states = {one.worker.name: one.state for one in panel.dossiers.select_related("worker")}
    assert states == {"苏彩云": "notice", "卫巧针": "refused"}
    token = cases.token(world, "title_notice", panel.pk)
    page = world.client("").get(f"/title-notices/{token}/").content.decode()
    assert "苏*" in page and "苏彩云" not in page and "卫" not in page
    given = dossiers.Certificate("浙1", world.at.date())
    with pytest.raises(Conflict):
        dossiers.grant(dossier_id=good.pk, certificate=given, by=world.desk, at=world.at)
    new = sheets.NewObjection(good.pk, "他没有这么多年")
    link = cases.by_link(world, "title_notice", panel.pk)
    made = sheets.object_to(panel_id=panel.pk, new=new, by=link, at=world.at)
    assert sheets.object_to(panel_id=panel.pk, new=new, by=link, at=world.at).pk == made.pk
    late = world.at + timedelta(days=8)  # five working days and a weekend
    with pytest.raises(Conflict):
        sheets.end(panel_id=panel.pk, by=world.desk, at=world.at + timedelta(days=7))
    with pytest.raises(Conflict):
        sheets.end(panel_id=panel.pk, by=world.desk, at=late)
    with pytest.raises(Conflict):
        sheets.object_to(panel_id=panel.pk, new=sheets.NewObjection(good.pk, "晚了"), by=link, at=late)
    sheets.answer(objection_id=made.pk, upheld=False, words="社保记录属实", by=world.desk, at=late)
    sheets.end(panel_id=panel.pk, by=world.desk, at=late)
    found = dossiers.grant(
        dossier_id=good.pk, certificate=dossiers.Certificate("浙1", late.date()), by=world.desk, at=late
    )
    assert found.state == "granted"
    own = cases.token(world, "title_worker", good.worker_id)
    page = world.client("").get(f"/title-workers/{own}/").content.decode()
    assert "5 of 5 experts say yes" in page and "35.00" in page


def test_an_objection_that_is_upheld_ends_it(world):
    case = cases.complete(world)
    cases.pool(world, 6)
    panel = cases.drawn(world, case)
    decided(world, panel, cases.marks(case))
    link = cases.by_link(world, "title_notice", panel.pk)
    made = sheets.object_to(panel_id=panel.pk, new=sheets.NewObjection(case.pk, "假的"), by=link, at=world.at)
    sheets.answer(objection_id=made.pk, upheld=True, words="材料不实", by=world.desk, at=world.at)
    case.refresh_from_db()
    assert (case.state, case.reason) == ("refused", "材料不实")


def test_two_thirds_may_decide_when_the_day_has_passed(world):
    case = cases.complete(world)
    cases.pool(world, 6)
    panel = cases.drawn(world, case)
    late = world.at + timedelta(days=10)
    for seat in seats(panel)[:3]:
        cases.hand_in(world, seat, cases.marks(case))
    with pytest.raises(Conflict):
        sheets.decide(panel_id=panel.pk, by=world.desk, at=late)
    cases.hand_in(world, seats(panel)[3], cases.marks(case))
    assert sheets.decide(panel_id=panel.pk, by=world.desk, at=late).state == "notice"


def test_a_cancelled_panel_gives_its_dossiers_back_and_its_links_end(world):
    case = cases.complete(world)
    cases.pool(world, 6)
    panel = cases.drawn(world, case)
    token = cases.token(world, "title_sheet", seats(panel)[0].pk)
    panels.cancel(panel_id=panel.pk, reason="改期", by=world.desk, at=world.at)
    case.refresh_from_db()
    assert (case.state, case.panel_id) == ("gathering", None)
    assert world.client("").get(f"/title-sheets/{token}/").status_code == 410


SHEET = st.builds(
    deciding.Given,
    st.fixed_dictionaries({one.code: st.integers(0, one.weight) for one in tables.procedure().criteria}),
    st.booleans(),
)


@given(st.lists(SHEET, min_size=1, max_size=15))
def test_the_decision_is_exact(given_):
    how = tables.procedure()
    found = deciding.decided(given_, how=how)
    total = sum((Fraction(sum(one.marks.values())) for one in given_), Fraction(0)) / len(given_)
    assert found.total == total
    passes = 3 * found.yes >= 2 * len(given_) and total >= how.pass_mark
    assert found.passed == (passes and all(found.means[one.code] >= one.least for one in how.criteria))


def test_the_export_is_a_table_without_marks():
    assert not {"marks", "score"} & {one.lower() for one in map(str, exporting.headers())}
    assert sheet_tables.XLSX_TYPE
