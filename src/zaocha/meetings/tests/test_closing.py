"""The read-back: every line ends as an answer or a promise; closing makes nothing twice."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.test import Client

from zaocha.demands import actions as demand_actions
from zaocha.demands.models import Demand
from zaocha.kernel.errors import Conflict, Invalid
from zaocha.meetings.actions import closing, lines, statements
from zaocha.meetings.models import Line, Meeting
from zaocha.meetings.queries import overview
from zaocha.meetings.tests.tables import planned, said, seated
from zaocha.promises import actions as promise_actions
from zaocha.promises import queries as promise_queries
from zaocha.promises.models import Promise
from zaocha.sheets import documents


@pytest.fixture
def table(world):
    """A meeting with a solved line, a promise, a statement and a remark."""
    meeting = planned(world)
    speaker = seated(world, meeting)
    words = ["cheaper meals", "when is the road done", "10 mu of land", "the tea is good"]
    made = [said(world, meeting, text, invitation_id=speaker.pk) for text in words]
    at, by = world.at, world.desk
    closing.solve_on_spot(line_id=made[0].pk, answer="From Monday", answered_by="方若兰", by=by, at=at)
    closing.promise_by_default(line_ids=[made[1].pk], by=by, at=at)
    unsure = statements.Said(giver="局里的同志", unit_id=world.land_bureau.pk, trigger="a parcel is listed")
    statements.state(line_id=made[2].pk, said=unsure, by=by, at=at)
    closing.note(line_id=made[3].pk, by=by, at=at)
    return meeting


def close(world, meeting, at=None):
    return closing.close(meeting_id=meeting.pk, by=world.desk, at=at or world.at)


def test_closing_makes_one_demand_per_line_with_its_answer_or_promise(world, table) -> None:
    closed = close(world, table)
    assert (closed.demands, closed.promises, closed.statements) == (3, 1, 1)
    demands = {demand.words: demand for demand in Demand.objects.all()}
    assert set(demands) == {"cheaper meals", "when is the road done", "10 mu of land"}
    assert {demand.company_id for demand in demands.values()} == {world.company.pk}
    assert demands["cheaper meals"].answer == "From Monday"
    promise = Promise.objects.get(state="open")
    assert (promise.origin_kind, promise.origin_id) == ("demand", demands["when is the road done"].pk)
    assert promise.due_on == date(2026, 3, 9)  # the fifth working day after Monday 2 March
    assert promise.meeting_id == table.pk
    world.company.refresh_from_db()
    assert world.company.last_heard_at == world.at
    assert Promise.objects.get(state="stated").trigger == "a parcel is listed"


def test_closing_again_makes_nothing_twice_and_takes_up_what_came_late(world, table) -> None:
    close(world, table)
    first = Meeting.objects.get().closed_at
    again = close(world, table, at=world.at + timedelta(minutes=1))
    assert (again.demands, again.promises) == (0, 0)
    late = said(world, table, "from an offline page", at=world.at + timedelta(minutes=2))
    assert overview.unsettled(table) == 1
    page = world.client("shen").get(f"/meetings/{table.pk}/").content.decode()
    assert "1 line arrived after the closing" in page
    closing.promise_by_default(line_ids=[late.pk], by=world.desk, at=world.at)
    assert close(world, table, at=world.at + timedelta(minutes=3)).demands == 1
    assert Demand.objects.count() == 4
    assert Promise.objects.count() == 3
    assert Meeting.objects.get().closed_at == first


def test_a_line_that_is_not_settled_stops_the_closing_and_nothing_is_written(world, table) -> None:
    said(world, table, "and one more thing")
    with pytest.raises(Conflict, match="1 line is not settled"):
        close(world, table)
    assert not Demand.objects.exists()
    assert not Promise.objects.exists()
    client = world.client("shen")
    answer = client.post(f"/meetings/{table.pk}/read-back/close/", follow=True)
    assert "1 line is not settled" in answer.content.decode()
    client.post(f"/meetings/{table.pk}/read-back/rest/")
    answer = client.post(f"/meetings/{table.pk}/read-back/close/", follow=True)
    assert "4 demands" in answer.content.decode()


def test_what_fails_while_closing_leaves_nothing(world, table, monkeypatch) -> None:
    def broken(**_):
        raise Invalid("no")

    monkeypatch.setattr("zaocha.promises.actions.state", broken)
    with pytest.raises(Invalid):
        close(world, table)
    assert not Demand.objects.exists()
    assert Meeting.objects.get().state == "open"


def test_a_statement_that_nobody_confirms_stays_a_statement(world, table) -> None:
    close(world, table)
    stated = Promise.objects.get(state="stated")
    in_time, late = world.at + timedelta(hours=20), world.at + timedelta(days=2)
    assert promise_queries.standing(stated, at=in_time).code == "statement"
    assert promise_queries.standing(stated, at=late).code == "lapsed"
    client = world.client("shen")
    page = client.get(f"/meetings/{table.pk}/").content.decode()
    assert "statement only, not confirmed" in page
    client.post(f"/meetings/{table.pk}/promises/{stated.pk}/confirm/", {"name": "局里的同志"})
    stated.refresh_from_db()
    assert (stated.state, stated.confirmed_by) == ("open", "局里的同志")


def test_one_tap_confirms_a_statement_as_it_was_said(world, table) -> None:
    line = Line.objects.get(words="10 mu of land")
    assert not line.statement.confirmed
    client = world.client("shen")
    answer = client.post(f"/meetings/{table.pk}/read-back/{line.pk}/", {"do": "confirm"})
    assert answer.status_code == 302
    line.statement.refresh_from_db()
    assert line.statement.confirmed
    assert (line.statement.giver, line.statement.trigger) == ("局里的同志", "a parcel is listed")


def test_the_default_day_follows_the_category(world) -> None:
    assert closing.default_day("", by=world.desk, at=world.at) == date(2026, 3, 9)
    assert closing.default_day("01", by=world.desk, at=world.at) == date(2026, 3, 16)  # complex: ten
    saturday = world.at.replace(month=10, day=3)
    assert closing.default_day("", by=world.desk, at=saturday) == date(2026, 10, 14)


def test_a_wrong_day_in_the_read_back_keeps_what_was_typed(world, table, monkeypatch) -> None:
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)
    line = said(world, table, "one more")
    given = {
        "do": "promise",
        "giver": "钱修远",
        "what": "mend the road",
        "kind": "act",
        "due_on": "2026-10-03",
    }
    answer = world.client("shen").post(
        f"/meetings/{table.pk}/read-back/{line.pk}/", given, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2026-10-03 is a rest day. The next working day is 2026-10-08." in page
    assert "mend the road" in page
    line.refresh_from_db()
    assert line.outcome == ""


def test_each_button_of_the_read_back(world, table) -> None:
    line = said(world, table, "one more")
    client, path = world.client("shen"), f"/meetings/{table.pk}/read-back/{line.pk}/"
    for do, outcome in [("default", "promised"), ("noted", "noted"), ("open", ""), ("nonsense", "")]:
        client.post(path, {"do": do})
        line.refresh_from_db()
        assert line.outcome == outcome, do
    client.post(path, {"do": "on_spot", "answer": ""})
    line.refresh_from_db()
    assert line.outcome == ""
    client.post(path, {"do": "on_spot", "answer": "done", "category": "13"})
    line.refresh_from_db()
    assert (line.outcome, line.answer, line.category) == ("on_spot", "done", "13")
    assert world.client("stranger").post(path, {"do": "noted"}).status_code == 404
    assert world.client("qian").post(path, {"do": "noted"}).status_code == 403
    assert world.client("stranger").post(f"/meetings/{table.pk}/read-back/close/").status_code == 404


def test_the_next_meeting_opens_with_what_was_promised(world, table) -> None:
    close(world, table)
    following = planned(
        world, theme="Next", starts_at=world.at + timedelta(days=30), ends_at=world.at + timedelta(days=31)
    )
    assert [one.due_on for one in overview.agenda(by=world.desk, meeting=following)] == [date(2026, 3, 9)]
    page = world.client("shen").get(f"/meetings/{following.pk}/").content.decode()
    assert "First on the agenda" in page
    assert "when is the road done" in page


def test_promises_on_restricted_demands_are_not_shown_to_all(world) -> None:
    meeting = planned(world)
    line = said(world, meeting, "checked five times", category="14")
    closing.promise_by_default(line_ids=[line.pk], by=world.desk, at=world.at)
    close(world, meeting)
    assert overview.promises(by=world.desk, meeting=meeting)
    assert not overview.promises(by=world.leader, meeting=meeting)


def test_the_papers_say_what_was_said_and_what_came_of_it(world, table) -> None:
    secret = said(world, table, "checked five times", category="14")
    lines.change(line_id=secret.pk, changes=lines.LineChange(outcome="noted"), by=world.desk, at=world.at)
    close(world, table)
    client = world.client("shen")
    minutes = client.get(f"/meetings/{table.pk}/minutes.docx")
    text = documents.read_docx_text(minutes.content)
    text = text if isinstance(text, str) else text.text
    for expected in ("cheaper meals", "From Monday", "10 mu of land", "a parcel is listed"):
        assert expected in text
    assert "checked five times" not in text
    archive = client.get(f"/meetings/{table.pk}/follow-up/all.zip")
    [name] = zipfile.ZipFile(io.BytesIO(archive.content)).namelist()
    assert name == "01-晴川针织.docx"
    single = client.get(f"/meetings/{table.pk}/follow-up/{world.company.pk}.docx")
    assert single.status_code == 200
    assert client.get(f"/meetings/{table.pk}/follow-up/{world.other_company.pk}.docx").status_code == 404
    page = client.get(f"/meetings/{table.pk}/follow-up/").content.decode()
    assert "/l/" in page
    assert "Solved on the spot: From Monday" in page
    for who, status in (("stranger", 404), ("qian", 403), ("du", 403)):
        assert world.client(who).get(f"/meetings/{table.pk}/follow-up/all.zip").status_code == status


def test_the_read_back_page_has_a_fixed_number_of_statements(world, django_assert_max_num_queries) -> None:
    meeting = planned(world)
    for n in range(30):
        said(world, meeting, f"line {n}")
    client = world.client("shen")
    with django_assert_max_num_queries(9):
        client.get(f"/meetings/{meeting.pk}/read-back/")
    assert Line.objects.count() == 30


def test_the_likely_category_is_taken_with_the_tap(world) -> None:
    line = said(world, planned(world), "我们想要10亩工业用地扩建厂房")
    client = world.client("shen")
    assert "likely: Land and space" in client.get(f"/meetings/{line.meeting_id}/read-back/").content.decode()
    client.post(f"/meetings/{line.meeting_id}/read-back/rest/")
    line.refresh_from_db()
    assert (line.category, line.outcome) == ("01", "promised")


def test_a_trigger_replaces_the_day_that_stood_there(world, table) -> None:
    line = said(world, table, "one more")
    given = {
        "do": "promise",
        "giver": "x",
        "due_on": "2099-03-02",
        "usual_day": "2099-03-02",
        "trigger": "a parcel",
    }
    world.client("shen").post(f"/meetings/{table.pk}/read-back/{line.pk}/", given)
    line.refresh_from_db()
    assert (line.statement.due_on, line.statement.trigger) == (None, "a parcel")


def test_the_meetings_page_says_that_a_statement_was_answered(world, table) -> None:
    close(world, table)
    stated = Promise.objects.get(state="stated")
    Promise.objects.filter(pk=stated.pk).update(trigger="", due_on=date(2026, 3, 6))
    demand = Demand.objects.get(pk=stated.origin_id)
    demand_actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=world.at)
    demand_actions.reply(demand_id=demand.pk, result="solved", answer="ok", by=world.handler, at=world.at)
    for address in ("", "read-back/"):
        page = world.client("shen").get(f"/meetings/{table.pk}/{address}").content.decode()
        assert "statement, answered in the reply" in page
        assert "to be confirmed" not in page


def asked(world, table) -> tuple[str, Promise]:
    """The link that goes to the giver of the statement, made at the read-back before the closing."""
    line = Line.objects.get(words="10 mu of land")
    client = world.client("shen")
    assert "Message to its giver" in client.get(f"/meetings/{table.pk}/read-back/").content.decode()
    page = client.post(f"/meetings/{table.pk}/read-back/{line.pk}/ask/", headers={"HX-Request": "true"})
    return re.search(r"/l/[\w-]+", page.content.decode())[0], Promise.objects.get()


def test_its_giver_may_confirm_by_link_before_the_meeting_is_closed(world, table, monkeypatch) -> None:
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)
    address, promise = asked(world, table)
    assert promise.origin_kind == "line"
    assert asked(world, table) == (address, promise)
    target = Client().get(address).headers["Location"]
    Client().post(target, {"verb": "confirm", "name": "局里的同志"})
    closed = close(world, table)
    assert (closed.promises, closed.statements) == (2, 0)
    promise.refresh_from_db()
    demand = Demand.objects.get(words="10 mu of land")
    assert (promise.state, promise.origin_kind, promise.origin_id) == ("open", "demand", demand.pk)
    assert Promise.objects.count() == 2


def test_what_was_asked_for_ends_in_words_when_the_read_back_changes_it(world, table, monkeypatch) -> None:
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)
    _address, promise = asked(world, table)
    line = Line.objects.get(words="10 mu of land")
    closing.solve_on_spot(line_id=line.pk, answer="two parcels shown", by=world.desk, at=world.at)
    promise.refresh_from_db()
    assert (promise.state, promise.evidence) == ("answered", "two parcels shown")
    again = statements.Said(giver="局里的同志", due_on=date(2026, 3, 6))
    statements.state(line_id=line.pk, said=again, by=world.desk, at=world.at)
    closing.close(meeting_id=table.pk, by=world.desk, at=world.at)
    assert sorted(Promise.objects.values_list("state", flat=True)) == ["answered", "open", "stated"]


def test_what_its_giver_confirmed_is_not_undone_at_the_read_back(world, table, monkeypatch) -> None:
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)
    address, _promise = asked(world, table)
    Client().post(Client().get(address).headers["Location"], {"verb": "confirm", "name": "局里的同志"})
    line = Line.objects.get(words="10 mu of land")
    with pytest.raises(Conflict):
        closing.unsettle(line_id=line.pk, by=world.desk, at=world.at)
    assert Promise.objects.get().state == "open"


def test_earlier_promises_open_a_meeting_and_stand_below_its_results_afterwards(world, table) -> None:
    earlier = promise_actions.NewPromise(what="told of the auction", trigger="an auction", meeting_id=10_000)
    promise_actions.promise(new=earlier, by=world.desk, at=world.at - timedelta(days=30))

    def places() -> list[int]:
        page = world.client("shen").get(f"/meetings/{table.pk}/").content.decode()
        return [page.index(words) for words in ("told of the auction", "cheaper meals")]

    before = places()
    assert before == sorted(before)
    close(world, table)
    page = world.client("shen").get(f"/meetings/{table.pk}/").content.decode()
    order = [
        page.index(w)
        for w in ("cheaper meals", "Promised at this table", "From earlier tables", "told of the auction")
    ]
    assert order == sorted(order)
