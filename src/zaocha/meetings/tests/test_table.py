"""At the table: words saved at once and exactly once, seats, two officers, corrections."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from zaocha.companies.models import Company
from zaocha.kernel import audit
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.meetings.actions import lines, seats, statements
from zaocha.meetings.models import Invitation, Line, Meeting
from zaocha.meetings.queries import table
from zaocha.meetings.tests.tables import planned, said, seated


def post(client, path: str, **data):
    return client.post(path, json.dumps(data), content_type="application/json")


def test_the_same_key_never_makes_a_second_line(world) -> None:
    meeting = planned(world)
    first = said(world, meeting, key="the-same-key")
    second = said(world, meeting, key="the-same-key", by=world.colleague)
    assert first.pk == second.pk
    assert Line.objects.count() == 1
    client, path = world.client("shen"), f"/meetings/{meeting.pk}/table/lines/"
    ids = {
        post(client, path, words="When is the road done?", key="k" * 12).json()["line"]["id"] for _ in "123"
    }
    assert len(ids) == 1
    assert Line.objects.count() == 2
    assert audit.verify(tenant_id=world.tenant.pk).finding is None


def test_the_first_words_open_the_meeting_and_empty_ones_are_refused(world) -> None:
    meeting = planned(world)
    path = f"/meetings/{meeting.pk}/table/lines/"
    answer = post(world.client("shen"), path, words="  \n ", key="12345678")
    assert answer.status_code == 422
    assert answer.json()["field"] == "words"
    meeting.refresh_from_db()
    assert meeting.state == "planned"
    said(world, meeting)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.opened_at) == ("open", world.at)


@pytest.mark.parametrize(
    "sent", ["", "[]", "{", '{"words": 5, "key": "12345678"}', '{"words": "x", "key": "k"}',
             '{"words": "x", "key": "12345678", "invitation": "abc"}',
             '{"words": "x", "key": "12345678", "category": "99"}',
             '{"words": "x", "key": "12345678", "said_at": "yesterday"}'],
)  # fmt: skip
def test_what_is_malformed_is_refused_with_a_reason(world, sent) -> None:
    meeting = planned(world)
    answer = world.client("shen").post(
        f"/meetings/{meeting.pk}/table/lines/", sent, content_type="application/json"
    )
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Line.objects.exists()


def test_offline_lines_keep_the_time_at_which_they_were_said(world) -> None:
    meeting = planned(world)
    said(world, meeting, "second", at=world.at)
    said(world, meeting, "first", said_at=world.at - timedelta(minutes=5))
    wrong = said(world, meeting, "from a wrong clock", said_at=world.at + timedelta(days=1))
    assert wrong.captured_at == world.at
    assert table.kept(by=world.desk, meeting=meeting)[0].words == "first"


def test_two_officers_see_each_others_lines_and_nothing_twice(world) -> None:
    meeting = planned(world)
    said(world, meeting, "from one officer")
    one, other = world.client("shen"), world.client("lu")
    path = f"/meetings/{meeting.pk}/table/newer/"
    seen = other.get(path, {"since": -1}).json()
    assert [line["words"] for line in seen["lines"]] == ["from one officer"]
    assert other.get(path, {"since": seen["revision"]}).json()["lines"] == []
    post(other, f"/meetings/{meeting.pk}/table/lines/", words="from the other", key="other-officer")
    newer = one.get(path, {"since": seen["revision"]}).json()
    assert [line["words"] for line in newer["lines"]] == ["from the other"]
    assert "seats" not in newer


def test_polling_costs_the_same_with_many_lines(world, django_assert_max_num_queries) -> None:
    meeting = planned(world)
    for n in range(30):
        line = said(world, meeting, f"line {n}")
    client = world.client("shen")
    revision = line.revision
    with django_assert_max_num_queries(5):  # session, person, memberships, meeting: nothing is newer
        client.get(f"/meetings/{meeting.pk}/table/newer/", {"since": revision})
    with django_assert_max_num_queries(7):
        client.get(f"/meetings/{meeting.pk}/table/newer/", {"since": -1})


def test_a_capture_takes_few_statements(world, django_assert_max_num_queries) -> None:
    meeting = planned(world)
    said(world, meeting)
    with django_assert_max_num_queries(12):  # two of them are the savepoint of the test
        said(world, meeting)


def test_guests_sit_in_order_by_name_or_company_and_move(world) -> None:
    meeting = planned(world)
    company, guest = seated(world, meeting), seated(world, meeting, name="贺总")
    assert (company.seat, guest.seat) == (1, 2)
    assert seated(world, meeting).pk == company.pk
    assert seated(world, meeting, name=" 贺总 ").pk == guest.pk
    seats.order(meeting_id=meeting.pk, invitation_ids=[guest.pk, 999], by=world.desk, at=world.at)
    assert [str(one) for one in table.attendees(meeting)] == ["贺总", "晴川针织"]
    seats.leave(invitation_id=guest.pk, by=world.desk, at=world.at)
    assert [str(one) for one in table.attendees(meeting)] == ["晴川针织"]


@pytest.mark.parametrize("typed", ["晴川", "qczz", "qingchuan"])
def test_a_guest_is_found_by_name_pinyin_and_initials(world, typed) -> None:
    meeting = planned(world)
    found = world.client("shen").get(f"/meetings/{meeting.pk}/table/who/", {"q": typed}).json()["items"]
    assert found[0]["company"] == world.company.pk


def test_what_came_of_a_line_is_attached_later_in_any_order(world) -> None:
    meeting = planned(world)
    speaker = seated(world, meeting)
    first, second = said(world, meeting), said(world, meeting, "cheaper meals")
    client, path = world.client("shen"), f"/meetings/{meeting.pk}/table/lines/"
    post(
        client, f"{path}{second.pk}/", answer="The canteen opens on Monday", outcome="on_spot", category="13"
    )
    post(client, f"{path}{first.pk}/", invitation=speaker.pk)
    answer = post(
        client, f"{path}{first.pk}/statement/", giver="钱修远", trigger="a parcel of 8 mu is listed"
    )
    row = answer.json()["line"]
    assert (row["outcome"], row["statement"]["giver"], row["speaker"]) == ("promised", "钱修远", "晴川针织")
    second.refresh_from_db()
    assert (second.outcome, second.answer, second.category) == (
        "on_spot",
        "The canteen opens on Monday",
        "13",
    )
    post(client, f"{path}{first.pk}/statement/", do="take_back")
    first.refresh_from_db()
    assert first.outcome == ""
    assert first.company_id == world.company.pk


def test_a_removed_line_comes_back(world) -> None:
    meeting = planned(world)
    line = said(world, meeting)
    client, path = world.client("shen"), f"/meetings/{meeting.pk}/table/lines/{line.pk}/"
    assert post(client, path, do="remove").json()["line"]["removed"]
    assert not table.kept(by=world.desk, meeting=meeting).exists()
    assert not post(client, path, do="restore").json()["line"]["removed"]
    assert table.kept(by=world.desk, meeting=meeting).exists()


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-10-03", "2026-10-08"),  # a rest day: the next working day is offered
        ("2026-03-07", "2026-03-09"),
        ("2026-02-30", "no such day"),
        ("2025-12-01", "past"),
    ],
)
def test_a_day_that_nobody_works_is_refused_and_the_next_is_offered(world, day, told, monkeypatch) -> None:
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)
    meeting = planned(world)
    line = said(world, meeting)
    answer = post(
        world.client("shen"),
        f"/meetings/{meeting.pk}/table/lines/{line.pk}/statement/",
        giver="x",
        due_on=day,
    )
    assert answer.status_code == 422
    assert answer.json()["field"] == "due_on"
    assert told in answer.json()["message"] + answer.json()["remedy"]


def test_a_make_up_saturday_is_a_day_to_promise(world) -> None:
    assert not statements.check_day(
        day=world.at.date().replace(month=10, day=10), tenant=world.tenant, at=world.at
    )
    assert statements.check_day(  # a year without a published calendar is provisional
        day=world.at.date().replace(year=2028, month=3, day=1), tenant=world.tenant, at=world.at
    )


def test_land_cannot_be_promised(world) -> None:
    line = said(world, planned(world))
    with pytest.raises(Invalid):
        statements.state(
            line_id=line.pk, said=statements.Said(what="这块地批给你们"), by=world.desk, at=world.at
        )
    with pytest.raises(Invalid):
        both = statements.Said(due_on=world.at.date(), trigger="a parcel is listed")
        statements.state(line_id=line.pk, said=both, by=world.desk, at=world.at)


def test_another_tenant_and_people_without_the_right_get_nothing(world) -> None:
    meeting = planned(world)
    line, seat = said(world, meeting), seated(world, meeting)
    base = f"/meetings/{meeting.pk}/table/"
    writes = [
        "lines/", f"lines/{line.pk}/", f"lines/{line.pk}/statement/", "seats/", "seats/order/",
        f"seats/{seat.pk}/leave/",
    ]  # fmt: skip
    body = {"words": "x", "key": "12345678", "name": "x", "ids": []}
    for path in writes:
        assert post(world.client("stranger"), base + path, **body).status_code == 404, path
        assert post(world.client("qian"), base + path, **body).status_code == 403, path
        assert post(world.client(""), base + path, **body).status_code == 401, path
        assert world.client("shen").get(base + path).status_code == 405, path
    for path in ["newer/", "who/"]:
        assert world.client("stranger").get(base + path).status_code == 404
        assert world.client("qian").get(base + path).status_code == 403
    assert world.client("stranger").get(base).status_code == 404
    assert Line.objects.count() == 1
    assert Invitation.objects.filter(present=True).count() == 1


def test_a_foreign_company_cannot_be_seated_nor_a_foreign_chip_speak(world) -> None:
    meeting, other = planned(world), planned(world, theme="Another")
    foreign = Company.objects.create(tenant=world.stranger.tenant, name="Elsewhere", created_at=world.at)
    with pytest.raises(NotFound):
        seated(world, meeting, company_id=foreign.pk)
    chip = seated(world, other)
    with pytest.raises(NotFound):
        said(world, meeting, invitation_id=chip.pk)


def test_sensitive_lines_are_kept_from_those_without_the_right(world) -> None:
    meeting = planned(world)
    said(world, meeting, "checked five times", category="14")
    said(world, meeting, "10 mu of land")
    for who in ("jiang", "he"):  # contact officer, town leader
        page = world.client(who).get(f"/meetings/{meeting.pk}/").content.decode()
        assert "10 mu of land" in page
        assert "checked five times" not in page
    screen = world.client("shen").get(f"/meetings/{meeting.pk}/screen/").content.decode()
    assert "10 mu of land" in screen
    assert "checked five times" not in screen


def test_what_became_a_demand_is_corrected_there(world) -> None:
    from zaocha.demands import actions as demand_actions

    line = said(world, planned(world))
    demand = demand_actions.raise_demand(
        new=demand_actions.NewDemand(words="x", channel="meeting"), by=world.desk, at=world.at
    )
    Line.objects.update(demand=demand)
    with pytest.raises(Conflict):
        lines.remove(line_id=line.pk, by=world.desk, at=world.at)


def test_the_pages_of_the_table_open(world) -> None:
    meeting = planned(world)
    seated(world, meeting)
    said(world, meeting)
    client = world.client("shen")
    for path in ("table/", "screen/", "sheet/", "read-back/"):
        assert client.get(f"/meetings/{meeting.pk}/{path}").status_code == 200, path
    worker = world.client("").get("/meetings/table-worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert Meeting.objects.get().state == "open"
