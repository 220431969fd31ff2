"""Reports of corruption: no intake of the whole program stores one, those to come included."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access import routes, town

pytestmark = pytest.mark.django_db
REPORT = "城建办张科长收了我们五万块钱红包才给盖章"
MAY_BE = "他们吃拿卡要，很不像话"
COMPLAINT = "推诿扯皮，一个月三个部门来查了七次"


def rows_of_everything() -> dict[str, int]:
    """How many rows each table holds; whoever signs in for the test has a session."""
    models = [model for model in apps.get_models() if model._meta.label != "sessions.Session"]
    return {model._meta.label: model._default_manager.count() for model in models}


def intakes() -> list[routes.Page]:
    """Every address that takes something."""
    live = {name for name, _route in routes.routes()}
    return [page for page in routes.pages() if page.methods & {"POST", "PUT", "PATCH"} and page.name in live]


@pytest.fixture(scope="module")
def browsers(place: town.Town) -> dict[str, Any]:
    """Signed in once each."""
    return {who: place.client(who) for who in ("nobody", "admin")}


def send(place: town.Town, browsers: dict[str, Any], page: routes.Page, words: str) -> Any:
    client = browsers["nobody" if page.by_link or page.is_open else "admin"]
    path = page.path(place.rows)
    if page.is_json:
        method = "patch" if "PATCH" in page.methods else "put" if "PUT" in page.methods else "post"
        body = {"anything": [{"said": words}]}
        return getattr(client, method)(path, json.dumps(body), content_type="application/json")
    return client.post(path, {"anything": words})


def test_there_are_intakes_to_look_at() -> None:
    assert len(intakes()) > 100


def test_no_address_takes_a_report(place: town.Town, browsers: dict[str, Any]) -> None:
    before, wrong = rows_of_everything(), []
    for page in intakes():
        answer = send(place, browsers, page, REPORT)
        if answer.status_code != 422 or "12388" not in answer.content.decode():
            wrong.append(f"{page.name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert rows_of_everything() == before


def test_every_page_asks_where_it_is_open(place: town.Town, browsers: dict[str, Any]) -> None:
    before, wrong = rows_of_everything(), []
    for page in intakes():
        if page.is_json:
            continue
        text = send(place, browsers, page, MAY_BE).content.decode()
        if "It is no report of corruption: send it" not in text:
            wrong.append(page.name)
    assert not wrong, "\n".join(wrong)
    assert rows_of_everything() == before


def say(place: town.Town, words: str, **more: str) -> Any:
    return place.client("nobody").post(
        f"/c/{place.rows['company_link']}/",
        {"verb": "say", "words": words, "client_key": f"k-{words[:9]}", **more},
    )


def test_a_complaint_about_stalling_is_taken(place: town.Town) -> None:
    from zaocha.demands.models import Demand

    with town.undone():
        assert say(place, COMPLAINT).status_code == 302
        assert Demand.objects.filter(words=COMPLAINT).exists()


def test_the_writer_says_that_it_is_none_and_it_is_taken(place: town.Town) -> None:
    from zaocha.demands.models import Demand

    with town.undone():
        asked = say(place, MAY_BE)
        assert asked.status_code == 422
        assert MAY_BE in asked.content.decode()  # nothing typed is lost
        assert say(place, MAY_BE, not_a_report="1").status_code == 302
        assert Demand.objects.filter(words=MAY_BE).count() == 1
        token = place.client("desk")
        body = json.dumps({"words": MAY_BE})
        kind = "application/json"
        assert token.post("/api/v1/demands", body, content_type=kind).json()["error"] == "asks_writer"
        sent = token.post("/api/v1/demands", body, content_type=kind, headers={"Not-A-Report": "1"})
        assert sent.status_code == 201


def test_to_say_so_does_not_help_a_report(place: town.Town) -> None:
    before = rows_of_everything()
    assert say(place, REPORT, not_a_report="1").status_code == 422
    assert rows_of_everything() == before


@pytest.mark.parametrize("words", [REPORT, MAY_BE])
def test_minutes_in_a_file(words: str, place: town.Town) -> None:
    """What stands in a file is read before it is kept."""
    before = rows_of_everything()
    file = SimpleUploadedFile("纪要.txt", f"3月2日早茶会\n晴川针织贺总:路灯坏了。{words}。".encode())
    answer = place.client("desk").post("/minutes/", {"file": file, "text": "", "on": ""})
    assert answer.status_code == 422
    assert "12388" in answer.content.decode()
    assert rows_of_everything() == before


def test_a_report_in_a_table_is_left_out_before_it_is_staged(place: town.Town) -> None:
    from zaocha.demands.models import Demand
    from zaocha.imports import actions
    from zaocha.imports.models import ImportRow
    from zaocha.imports.reading import Upload
    from zaocha.kernel import tasks

    by, at = place.world.desk, place.world.at
    text = f"诉求,谁说的\n{REPORT},甲\n{MAY_BE},乙\n{COMPLAINT},丙\n"
    with town.undone():
        count = Demand.objects.count()
        batch = actions.stage(kind="ledger", upload=Upload("台账.csv", text.encode()), by=by, at=at)
        assert not [row for row in ImportRow.objects.filter(batch=batch) if REPORT in str(row.cells)]
        actions.map_columns(
            import_id=batch.pk, mapping={"words": "诉求", "raised_by": "谁说的"}, by=by, at=at
        )
        tasks.run_all(at=at)
        told = [
            (row.decision, row.questions) for row in ImportRow.objects.filter(batch=batch).order_by("number")
        ]
        assert told == [("bad", []), ("ask", ["may_be_report"]), ("new", [])]
        page = place.client("desk").get(f"/imports/{batch.pk}/").content.decode()
        assert "12388" in page
        actions.answer_all(import_id=batch.pk, question="may_be_report", answer="skip", by=by, at=at)
        actions.take(import_id=batch.pk, by=by, at=at, without_bad=True, background=False)
        assert Demand.objects.count() == count + 1


def test_actions_refuse_it_whoever_calls_them(place: town.Town) -> None:
    """Commands and tasks come past no page."""
    from zaocha.accounts.handing_over import HandedOver
    from zaocha.demands import actions as demands
    from zaocha.meetings.actions import lines, minutes

    world, before = place.world, rows_of_everything()
    calls = [
        lambda: demands.raise_demand(
            new=demands.NewDemand(words=REPORT, channel="api"), by=world.system, at=world.at
        ),
        lambda: lines.capture(
            new=lines.NewLine(place.rows["meeting"], REPORT, "key-report-1"), by=world.desk, at=world.at
        ),
        lambda: minutes.read(text=f"纪要\n{REPORT}", by=world.desk, at=world.at),
    ]
    for call in calls:
        with pytest.raises(HandedOver):
            call()
    assert rows_of_everything() == before


def test_the_page_explains_by_link_and_signed_in(place: town.Town) -> None:
    for client, path in (
        (place.client("nobody"), f"/c/{place.rows['company_link']}/integrity/"),
        (place.client("handler"), "/integrity/"),
    ):
        text = client.get(path).content.decode()
        assert "12388" in text
        assert "礼尚往来有分寸" in text
