"""Reports: a period by its name, the tenant's own template, and files that say the same as the page."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from zaocha.demands import actions
from zaocha.demands.actions import NewDemand
from zaocha.meetings.actions import closing, lines, planning, statements
from zaocha.metrics import periods
from zaocha.sheets import documents, tables


def raised(world, **more):
    new = NewDemand(words="路灯不亮", channel="phone", company_id=world.company.pk, category="12", **more)
    return actions.raise_demand(new=new, by=world.desk, at=world.at)


def text_of(answer) -> str:
    found = documents.read_docx_text(answer.content)
    return found if isinstance(found, str) else str(found)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("2026", "2026-01-01", "2026-12-31"), ("2026-Q1", "2026-01-01", "2026-03-31"), ("2024-02", "2024-02-01", "2024-02-29")],
)  # fmt: skip
def test_a_period_has_a_name(name, first, last) -> None:
    found = periods.named(name)
    assert (str(found.first_on), str(found.last_on), found.code) == (first, last, name)


@pytest.mark.parametrize("name", ["", "26", "2026-Q5", "2026-13", "2026-3", "２０２６", "2026-Q1 ", "9999"])
def test_what_is_no_period_has_none(name) -> None:
    assert periods.named(name) is None


def test_page_files_and_api_say_the_same(world) -> None:
    for _ in range(3):
        raised(world)
    client = world.client("he")
    page = client.get("/reports/?period=2026-Q1").content.decode()
    assert "Report of the desk for companies 2026-Q1" in page and "2026-03-31" in page
    assert "Demands raised" in page and "All demands raised in the period" in page
    body = client.get("/api/v1/reports/2026-Q1").json()
    assert next(one["counted"] for one in body["items"] if one["metric"] == "raised") == 3
    assert body["from"] == "2026-01-01"
    words = text_of(client.get("/reports/2026-Q1.docx"))
    assert "Demands raised" in words and "2026-Q1" in words
    sheet = client.get("/reports/2026-Q1.xlsx")
    assert sheet["Content-Type"] == tables.XLSX_TYPE and sheet.content.startswith(b"PK")
    later = client.get("/api/v1/reports/2026-Q2").json()
    assert next(one["counted"] for one in later["items"] if one["metric"] == "raised") == 0


def test_a_period_that_is_none(world) -> None:
    client = world.client("he")
    assert client.get("/reports/2026-13.docx").status_code == 404
    assert client.get("/api/v1/reports/soon").status_code == 404
    assert "no such period" in client.get("/reports/?period=soon").content.decode()


def filled(**more):
    return {
        "title": "营商月报", "intro": "各位企业家：", "closing": "下次再聊。", "place_closing": "1", "place_service": "2",
        "place_intro": "3", "figures": ["raised"], **more,
    }  # fmt: skip


def test_the_tenant_orders_the_parts_and_says_its_own_words(world) -> None:
    raised(world)
    client = world.client("admin")
    seen = client.post("/reports/template/", filled(preview="1")).content.decode()
    assert "营商月报" in seen and "Solved on the spot</td>" not in seen
    world.tenant.refresh_from_db()
    assert "report" not in world.tenant.settings, "a preview keeps nothing"
    assert client.post("/reports/template/", filled(keep="1")).status_code == 302
    words = text_of(client.get("/reports/2026.docx"))
    assert "营商月报 2026" in words and "Solved on the spot" not in words
    assert words.index("下次再聊") < words.index("Demands raised") < words.index("各位企业家")


def test_a_template_without_figures_is_refused_and_nothing_typed_is_lost(world) -> None:
    answer = world.client("admin").post("/reports/template/", filled(figures=[], keep="1"))
    assert answer.status_code == 422 and "各位企业家" in answer.content.decode()
    nothing = {"title": "", "figures": ["raised"], "keep": "1"}
    assert "at least one part" in world.client("admin").post("/reports/template/", nothing).content.decode()
    assert world.client("he").get("/reports/template/").status_code == 403


def test_the_sheet_shows_the_promises_of_the_last_table(world) -> None:
    new = planning.NewMeeting(theme="道路早茶会", starts_at=world.at, ends_at=world.at + timedelta(hours=1))
    meeting = planning.plan(new=new, by=world.desk, at=world.at)
    line = lines.capture(new=lines.NewLine(meeting.pk, "路灯坏了", "key-00001"), by=world.desk, at=world.at)
    said = statements.Said(what="三天内修好路灯", giver="王主任", due_on=date(2026, 3, 6), confirmed=True)
    statements.state(line_id=line.pk, said=said, by=world.desk, at=world.at)
    closing.close(meeting_id=meeting.pk, by=world.desk, at=world.at)
    page = world.client("he").get("/reports/sheet/").content.decode()
    assert "三天内修好路灯" in page and "late" in page and "道路早茶会" in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_report_has_a_fixed_number_of_statements(world, count, django_assert_max_num_queries) -> None:
    for _ in range(count):
        raised(world)
    client = world.client("he")
    with django_assert_max_num_queries(12):
        assert client.get("/reports/").status_code == 200
    with django_assert_max_num_queries(14):
        assert client.get("/reports/sheet/").status_code == 200


def test_no_category_is_left_out(world) -> None:
    for number in range(1, 16):
        if number != 14:
            new = NewDemand(
                words="路灯不亮", channel="phone", company_id=world.company.pk, category=f"{number:02}"
            )
            actions.raise_demand(new=new, by=world.desk, at=world.at)
    found = world.client("he").get("/api/v1/reports/2026").json()["categories"]
    assert sum(one["demands"] for one in found) == len(found) == 14


def test_another_town_reports_its_own(world) -> None:
    raised(world)
    body = world.client("stranger").get("/api/v1/reports/2026")
    assert body.status_code == 200 and json.dumps(body.json()).count('"counted": 0') == len(
        body.json()["items"]
    )
    assert world.client("qian").get("/reports/").status_code == 403
