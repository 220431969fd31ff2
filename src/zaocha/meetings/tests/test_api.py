"""The API of the meetings."""

from __future__ import annotations

import pytest

from zaocha.accounts import tokens
from zaocha.meetings.models import Line, Meeting
from zaocha.meetings.tests.tables import planned, said

PLAN = {"theme": "Room", "starts_at": "2026-12-01T09:00:00+08:00", "ends_at": "2026-12-01T10:30:00+08:00"}


@pytest.fixture
def call(world):
    """`call("shen", "post", "/meetings", {...}, key="…")` with that person's token."""

    def call_(who, method, path, body=None, key=""):
        headers = {"Idempotency-Key": key} if key else {}
        if who:
            token = tokens.create(person=world.people[who], name="test", at=world.at)
            headers["Authorization"] = f"Bearer {token}"
        send = getattr(world.client(""), method)
        extra = {} if method == "get" else {"content_type": "application/json", "data": body or {}}
        return send(f"/api/v1{path}", headers=headers, **extra)

    return call_


def test_a_meeting_is_planned_once_per_key_and_listed(world, call) -> None:
    first = call("shen", "post", "/meetings", PLAN, key="plan-1")
    assert first.status_code == 201
    assert call("shen", "post", "/meetings", PLAN, key="plan-1").json() == first.json()
    assert call("shen", "post", "/meetings", {**PLAN, "theme": "x"}, key="plan-1").status_code == 409
    assert Meeting.objects.count() == 1
    call("shen", "post", "/meetings", {**PLAN, "theme": "Second"})
    page = call("shen", "get", "/meetings?limit=1").json()
    assert [one["theme"] for one in page["items"]] == ["Second"]
    rest = call("shen", "get", f"/meetings?limit=1&after={page['next']}").json()
    assert [one["theme"] for one in rest["items"]] == ["Room"]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("change", "field"),
    [({"ends_at": "2026-12-01T08:00:00+08:00"}, "ends_at"), ({"theme": " "}, "theme"),
     ({"category": "77"}, "category"), ({"starts_at": "2026-12-01T09:00:00"}, "starts_at")],
)  # fmt: skip
def test_what_is_wrong_is_named(world, call, change, field) -> None:
    answer = call("shen", "post", "/meetings", {**PLAN, **change})
    assert answer.status_code == 422
    assert answer.json()["field"] == field


def test_from_words_to_demands(world, call) -> None:
    meeting = planned(world)
    sent = [call("shen", "post", f"/meetings/{meeting.pk}/lines", {"words": "10 mu"}, key="line-key-1")
            for _ in range(2)]  # fmt: skip
    assert sent[0].json()["id"] == sent[1].json()["id"]
    line = sent[0].json()["id"]
    assert call("shen", "post", f"/meetings/{meeting.pk}/close").status_code == 409
    rest_day = call("shen", "put", f"/meetings/lines/{line}/statement", {"due_on": "2029-01-06"})
    assert (rest_day.status_code, rest_day.json()["field"]) == (422, "due_on")
    call("shen", "put", f"/meetings/lines/{line}/statement", {"trigger": "a parcel", "confirmed": True})
    assert call("shen", "post", f"/meetings/{meeting.pk}/close").json() == {
        "demands": 1, "promises": 1, "statements": 0,
    }  # fmt: skip
    assert call("shen", "post", f"/meetings/{meeting.pk}/close").json()["demands"] == 0
    assert call("shen", "get", f"/meetings/{meeting.pk}").json()["lines"][0]["demand"]
    assert call("shen", "patch", f"/meetings/lines/{line}", {"words": "12 mu"}).status_code == 409


def test_a_line_is_changed_removed_and_restored(world, call) -> None:
    line = said(world, planned(world))
    path = f"/meetings/lines/{line.pk}"
    assert call("shen", "patch", path, {"answer": "done", "outcome": "on_spot"}).json()["answer"] == "done"
    assert call("shen", "patch", path, {"removed": True}).json()["removed"]
    assert not call("shen", "patch", path, {"removed": False}).json()["removed"]
    assert call("shen", "patch", path, {"outcome": "perhaps"}).status_code == 422


def test_strangers_find_nothing_and_others_need_the_right(world, call) -> None:
    meeting = planned(world)
    line = said(world, meeting)
    for method, path in [
        ("get", f"/meetings/{meeting.pk}"), ("post", f"/meetings/{meeting.pk}/lines"),
        ("post", f"/meetings/{meeting.pk}/close"), ("patch", f"/meetings/lines/{line.pk}"),
        ("put", f"/meetings/lines/{line.pk}/statement"),
    ]:  # fmt: skip
        body = {"words": "words"}
        assert call("stranger", method, path, body, key="12345678").status_code == 404, path
        assert call("qian", method, path, body, key="12345678").status_code == 403, path
        assert call("", method, path, body, key="12345678").status_code == 401, path
    assert call("du", "get", f"/meetings/{meeting.pk}").status_code == 200
    assert call("du", "post", f"/meetings/{meeting.pk}/close").status_code == 403
    assert call("stranger", "get", "/meetings").json()["items"] == []
    assert Line.objects.count() == 1
