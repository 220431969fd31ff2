"""Minutes become drafts, drafts become demands by a person's word, and nothing enters by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zaocha.companies.models import Company
from zaocha.demands.models import Demand
from zaocha.kernel import audit, tasks
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.meetings import minutes_reading
from zaocha.meetings.actions import minutes, minutes_confirming, minutes_drafts
from zaocha.meetings.models import Draft, Minutes
from zaocha.meetings.queries import minutes as queries
from zaocha.meetings.tests import minutes_stub
from zaocha.promises.models import Promise


@pytest.fixture(autouse=True)
def _reader(monkeypatch) -> None:
    monkeypatch.setattr(minutes_reading, "read", minutes_stub.read)


def taken_in(world, **more) -> Minutes:
    return minutes.read(text=minutes_stub.TEXT, by=world.desk, at=world.at, **more)


def drafts_of(found: Minutes) -> dict[str, Draft]:
    return {draft.company_text: draft for draft in found.drafts.all()}


def test_reading_makes_drafts_beside_their_words_and_no_demand(world) -> None:
    found = taken_in(world)
    land = drafts_of(found)["晴川针织"]
    assert found.source_text[land.start : land.end].startswith("想找10亩左右的建设用地")
    assert land.company == world.company
    assert drafts_of(found)["新芽制造"].company is None
    assert (found.title, found.held_on) == ("云溪街道四月早茶会纪要", date(2026, 2, 25))
    assert Demand.objects.count() == 0


def test_the_same_form_sent_twice_reads_once(world) -> None:
    assert taken_in(world, client_key="k").pk == taken_in(world, client_key="k").pk
    assert Draft.objects.count() == 3


def test_confirming_makes_one_demand_with_its_statement_however_often(world) -> None:
    draft = drafts_of(taken_in(world))["晴川针织"]
    made = [minutes_confirming.confirm_one(draft_id=draft.pk, by=world.desk, at=world.at) for _ in range(2)]
    assert made[0] == made[1]
    demand = Demand.objects.get()
    assert (demand.company, demand.channel, demand.raised_by) == (world.company, "minutes", "贺总")
    assert demand.raised_at.date() == date(2026, 2, 25), "the clock began when it was said"
    promise = Promise.objects.get(origin_kind="demand", origin_id=demand.pk, giver="驻村指导员")
    assert (promise.state, promise.trigger) == ("stated", "一有土地出让信息")


def test_a_giver_who_confirmed_makes_it_a_promise(world) -> None:
    draft = drafts_of(taken_in(world))["禾木袜业"]
    said = {**draft.promise, "due_on": "2026-03-06", "confirmed": True}
    minutes_drafts.change(draft_id=draft.pk, changes={"promise": said}, by=world.desk, at=world.at)
    minutes_confirming.confirm_one(draft_id=draft.pk, by=world.desk, at=world.at)
    promise = Promise.objects.get(giver="陆主任")
    assert (promise.state, promise.due_on, promise.confirmed_by) == ("open", date(2026, 3, 6), "陆主任")


def test_a_day_and_an_as_soon_as_in_one_sentence_are_two_promises(world) -> None:
    draft = drafts_of(taken_in(world))["晴川针织"]
    said = {**draft.promise, "due_on": "2026-03-06", "text": "一有出让信息就告知，周五前先给闲置厂房清单"}
    minutes_drafts.change(draft_id=draft.pk, changes={"promise": said}, by=world.desk, at=world.at)
    demand = minutes_confirming.confirm_one(draft_id=draft.pk, by=world.desk, at=world.at)
    made = Promise.objects.filter(origin_kind="demand", origin_id=demand.pk, giver="驻村指导员")
    terms = {(one.due_on, one.trigger) for one in made}
    assert terms == {(date(2026, 3, 6), ""), (None, "一有土地出让信息")}


def test_an_unknown_company_is_registered_in_the_same_step_or_left_empty(world) -> None:
    found = taken_in(world)
    pk = drafts_of(found)["新芽制造"].pk
    twin = minutes_drafts.add(minutes_id=found.pk, words="饭能不能便宜点", by=world.desk, at=world.at)
    minutes_drafts.change(draft_id=twin.pk, changes={"company_text": "新芽制造"}, by=world.desk, at=world.at)
    result = minutes_confirming.confirm(draft_ids=[pk, twin.pk], by=world.desk, at=world.at)
    assert not result.refused
    assert Company.objects.filter(name="新芽制造").count() == 1
    assert {one.company.name for one in result.demands} == {"新芽制造"}
    other = minutes.read(text="星火模具：厂门口积水。", by=world.desk, at=world.at).drafts.get()
    how = minutes_confirming.How(register=False)
    assert (
        minutes_confirming.confirm_one(draft_id=other.pk, by=world.desk, at=world.at, how=how).company is None
    )


def test_on_the_spot_needs_its_answer_and_awaits_the_company(world) -> None:
    draft = drafts_of(taken_in(world))["新芽制造"]
    minutes_drafts.change(draft_id=draft.pk, changes={"outcome": "on_the_spot"}, by=world.desk, at=world.at)
    refused = minutes_confirming.confirm(draft_ids=[draft.pk], by=world.desk, at=world.at).refused
    assert list(refused) == [draft.pk]
    assert Demand.objects.count() == 0, "a refused draft leaves nothing behind"
    minutes_drafts.change(draft_id=draft.pk, changes={"answer": "明天起八折"}, by=world.desk, at=world.at)
    demand = minutes_confirming.confirm_one(draft_id=draft.pk, by=world.desk, at=world.at)
    demand.refresh_from_db()
    assert (demand.state, demand.answer) == ("answered_on_spot", "明天起八折")
    assert not Promise.objects.filter(giver="研究一下").exists()


def test_a_draft_goes_to_the_unit_on_its_card(world) -> None:
    draft = drafts_of(taken_in(world))["禾木袜业"]
    minutes_drafts.change(draft_id=draft.pk, changes={"unit_id": world.roads.pk}, by=world.desk, at=world.at)
    demand = minutes_confirming.confirm_one(draft_id=draft.pk, by=world.desk, at=world.at)
    demand.refresh_from_db()
    assert (demand.state, demand.unit) == ("assigned", world.roads)


def test_one_refused_draft_does_not_hold_up_the_others(world) -> None:
    found = taken_in(world)
    bad = drafts_of(found)["禾木袜业"]
    said = {**bad.promise, "due_on": "2026-10-03"}
    minutes_drafts.change(draft_id=bad.pk, changes={"promise": said}, by=world.desk, at=world.at)
    ids = list(found.drafts.values_list("pk", flat=True))
    result = minutes_confirming.confirm(draft_ids=ids, by=world.desk, at=world.at)
    assert len(result.demands) == 2
    assert "2026-10-08" in str(result.refused[bad.pk]), "a rest day: the next working day is named"
    bad.refresh_from_db()
    assert bad.state == "pending"


def test_dropped_comes_back_and_settled_is_settled(world) -> None:
    draft = drafts_of(taken_in(world))["新芽制造"]
    minutes_drafts.drop(draft_id=draft.pk, by=world.desk, at=world.at)
    with pytest.raises(Conflict):
        minutes_confirming.confirm_one(draft_id=draft.pk, by=world.desk, at=world.at)
    minutes_drafts.undo_drop(draft_id=draft.pk, by=world.desk, at=world.at)
    minutes_confirming.confirm_one(draft_id=draft.pk, by=world.desk, at=world.at)
    with pytest.raises(Conflict):
        minutes_drafts.drop(draft_id=draft.pk, by=world.colleague, at=world.at)


def test_what_was_proposed_and_what_was_made_of_it_is_kept(world) -> None:
    found = taken_in(world)
    draft = drafts_of(found)["新芽制造"]
    minutes_drafts.change(draft_id=draft.pk, changes={"category": "1502"}, by=world.desk, at=world.at)
    minutes_confirming.confirm_one(draft_id=draft.pk, by=world.desk, at=world.at)
    missed = minutes_drafts.add(minutes_id=found.pk, words="晚上下班不安全", by=world.desk, at=world.at)
    minutes_confirming.confirm_one(draft_id=missed.pk, by=world.desk, at=world.at)
    learnt = {row["id"]: row for row in queries.corrections(by=world.desk)}
    assert learnt[draft.pk]["proposed"]["category"] == "15"
    assert learnt[draft.pk]["final"]["category"] == "1502"
    assert learnt[draft.pk]["changed"] == ["category"]
    assert learnt[missed.pk]["proposed"] is None
    assert audit.verify(tenant_id=world.tenant.pk).finding is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  "}, "text"), ({"category": "99"}, "category"), ({"outcome": "perhaps"}, "outcome"),
        ({"company_id": 10**9}, "company_id"), ({"promise": {"due_on": "2026-02-30"}}, "promise_due_on"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_field(world, changes, field) -> None:
    draft = drafts_of(taken_in(world))["新芽制造"]
    with pytest.raises(Invalid) as refused:
        minutes_drafts.change(draft_id=draft.pk, changes=changes, by=world.desk, at=world.at)
    assert refused.value.field == field


def test_a_passage_is_added_by_place_or_words_and_must_be_there(world) -> None:
    found = taken_in(world)
    place = found.source_text.index("路灯坏了")
    draft = minutes_drafts.add(minutes_id=found.pk, start=place, end=place + 6, by=world.desk, at=world.at)
    assert draft.text == "路灯坏了三盏"
    with pytest.raises(Invalid, match="not in the minutes"):
        minutes_drafts.add(minutes_id=found.pk, words="从没说过的话", by=world.desk, at=world.at)
    with pytest.raises(Invalid):
        minutes_drafts.add(minutes_id=found.pk, start=5, end=10**6, by=world.desk, at=world.at)


def test_only_the_desk_reads_minutes_and_only_its_own(world) -> None:
    found = taken_in(world)
    draft = found.drafts.first()
    with pytest.raises(NotAllowed):
        minutes.read(text="x", by=world.handler, at=world.at)
    for act in (minutes_drafts.drop, minutes_confirming.confirm_one):
        with pytest.raises(NotAllowed):
            act(draft_id=draft.pk, by=world.supervisor, at=world.at)
        with pytest.raises(NotFound):
            act(draft_id=draft.pk, by=world.stranger, at=world.at)
    with pytest.raises(NotFound):
        minutes_drafts.add(minutes_id=found.pk, words="路灯", by=world.stranger, at=world.at)


def test_a_long_text_is_read_in_the_background_to_the_same_places(world) -> None:
    block = minutes_stub.TEXT + "（以下为领导讲话，略。）" * 400 + "\n\n"
    text = block * 16
    found = minutes.read(text=text, by=world.desk, at=world.at)
    assert (found.state, found.drafts.count()) == ("reading", 0)
    tasks.run_all(at=world.at + timedelta(seconds=1))
    found.refresh_from_db()
    assert (found.state, found.drafts.count(), found.read_to) == ("read", 48, len(text))
    for draft in found.drafts.filter(company_text="禾木袜业"):
        assert text[draft.start : draft.end] == "路灯坏了三盏，晚上下班不安全。"
    shown = list(found.drafts.all())
    pieces = queries.pieces(text, shown)
    seen = sum(len(piece.text) + piece.left_out for piece in pieces)
    assert seen == len(text), "what is not shown is counted"
    assert sum(len(piece.text) for piece in pieces) < len(text) / 4


def test_another_day_dates_what_nobody_has_changed(world) -> None:
    found = taken_in(world)
    minutes.describe(minutes_id=found.pk, title="", held_on=date(2026, 2, 26), by=world.desk, at=world.at)
    found.refresh_from_db()
    assert (found.held_on, found.title) == (date(2026, 2, 26), "云溪街道四月早茶会纪要")
    with pytest.raises(Invalid):
        tomorrow = world.at.date() + timedelta(days=1)
        minutes.describe(minutes_id=found.pk, title="", held_on=tomorrow, by=world.desk, at=world.at)


def test_pieces_cover_the_text_and_overlapping_drafts() -> None:
    text = "一二三四五\r\n六七八九十"
    shown = [Draft(pk=1, start=1, end=4), Draft(pk=2, start=3, end=9)]
    pieces = queries.pieces(text, shown)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.drafts for piece in pieces if piece.text == "四"] == [(1, 2)]
    assert all(text[piece.start :].startswith(piece.text) for piece in pieces)
