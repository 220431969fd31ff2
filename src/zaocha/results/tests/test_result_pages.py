"""Pages of results: the desk notes and corrects, the company says so or not so with one tap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zaocha.accounts import actors, links
from zaocha.companies.models import Company
from zaocha.results import actions, queries
from zaocha.results.models import Result


@pytest.fixture
def hire(world):
    new = actions.NewResult(
        kind="hire",
        amount=Decimal(2),
        on=date(2026, 2, 27),
        company_id=world.company.pk,
        evidence="劳动合同两份",
    )
    return actions.enter(new=new, by=world.desk, at=world.at)


def page(world, company):
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=company.pk, by="system", at=world.at
    )
    return f"/c/{links.token(link)}/results/"


def test_the_desk_notes_it_and_the_company_confirms_with_one_tap(world):
    desk, company = world.client("shen"), world.client("")
    sent = {
        "company": "晴川针织",
        "kind": "machine_upgraded",
        "amount": "12",
        "on": "2026-03-01",
        "evidence": "验收单",
    }
    answer = desk.post("/results/new/", sent, follow=True)
    words = answer.content.decode()
    assert "/l/" in words and "12 machines" in words  # the ready message with the company's link
    made = Result.objects.get()
    address = page(world, world.company)
    assert "12 machines" in company.get(address).content.decode()
    made.refresh_from_db()
    assert made.state == "waiting"  # opening says nothing
    assert company.post(address, {"verb": "yes", "number": made.pk}).status_code == 302
    assert "confirmed" in desk.get(f"/results/{made.pk}/").content.decode()


def test_not_so_needs_words_and_waits_for_the_desk(world, hire):
    company, address = world.client(""), page(world, world.company)
    assert company.post(address, {"verb": "no", "number": hire.pk, "words": ""}).status_code == 422
    assert company.post(address, {"verb": "no", "number": hire.pk, "words": "只来了一个"}).status_code == 302
    desk = world.client("shen")
    assert "只来了一个" in desk.get(f"/results/{hire.pk}/").content.decode()
    assert "劳动合同两份" in desk.get("/results/?state=disputed").content.decode()
    [waiting] = queries.waiting_for_person(by=world.desk, at=world.at)
    assert waiting.url == "/results/?state=disputed"
    assert queries.waiting_for_person(by=world.leader, at=world.at) == []
    sent = {"amount": "1", "reason": "一人未到岗"}
    assert desk.post(f"/results/{hire.pk}/correct/", sent).status_code == 302
    assert queries.waiting_for_person(by=world.desk, at=world.at) == []
    shown = company.get(address).content.decode()
    assert "1 persons" in shown and "2 persons" not in shown


def test_another_company_sees_and_says_nothing(world, hire):
    company, address = world.client(""), page(world, world.other_company)
    assert "劳动合同" not in company.get(address).content.decode()
    assert company.post(address, {"verb": "yes", "number": hire.pk}).status_code == 404
    hire.refresh_from_db()
    assert hire.confirmed_at is None


def test_what_was_typed_stays_when_it_is_refused(world, hire):
    desk = world.client("shen")
    sent = {"company": "没有这家", "kind": "hire", "amount": "1.5", "on": "2026-03-01", "evidence": "名单甲"}
    answer = desk.post("/results/new/", sent)
    assert (
        answer.status_code == 422
        and "没有这家" in answer.content.decode()
        and "名单甲" in answer.content.decode()
    )
    refused = desk.post(f"/results/{hire.pk}/correct/", {"amount": "2", "reason": "没有变"})
    assert refused.status_code == 422 and "没有变" in refused.content.decode()
    solved = {**sent, "company": "晴川针织", "kind": "problem_solved", "amount": "1"}
    assert desk.post("/results/new/", solved).status_code == 422


def test_sums_leave_out_what_was_taken_back(world, hire):
    by_company = actors.of_company_link(
        links.issue(
            tenant=world.tenant, purpose="company", subject_id=world.company.pk, by="system", at=world.at
        )
    )
    actions.confirm(result_id=hire.pk, by=by_company, at=world.at)
    actions.correct(result_id=hire.pk, amount=Decimal(5), reason="数错了", by=world.desk, at=world.at)
    [total] = queries.totals(by=world.desk, filters=queries.Filters())
    assert (total.confirmed, total.waiting) == (0, 5)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_export_is_what_is_filtered(world, hire, form):
    desk = world.client("shen")
    answer = desk.get(f"/results/export/{form}/?kind=hire")
    assert answer.status_code == 200 and answer.content[:2] in (b"PK", b"\xef\xbb")
    if form == "csv":
        assert "劳动合同两份" in answer.content.decode("utf-8-sig")
        assert "劳动合同" not in desk.get("/results/export/csv/?kind=title_granted").content.decode(
            "utf-8-sig"
        )
    assert desk.get("/results/export/pdf/").status_code == 404


def test_the_api_notes_once_per_key_and_nobody_confirms_by_it(world):
    desk = world.client("shen")
    body = {
        "company_id": world.company.pk,
        "kind": "hire",
        "amount": "1",
        "on": "2026-03-01",
        "evidence": "合同",
    }
    for _time in range(2):
        made = desk.post(
            "/api/v1/results", body, content_type="application/json", HTTP_IDEMPOTENCY_KEY="k-000001"
        )
    assert made.status_code == 201 and Result.objects.count() == 1
    pk = made.json()["id"]
    assert desk.get(f"/api/v1/results/{pk}").json()["state"] == "waiting"
    assert desk.post(f"/api/v1/results/{pk}/confirm").status_code == 404
    sent = {"amount": "2", "reason": "漏了一个"}
    assert (
        desk.post(f"/api/v1/results/{pk}/correct", sent, content_type="application/json").status_code == 201
    )
    assert [one["state"] for one in desk.get("/api/v1/results").json()["items"]] == [
        "taken_back",
        "counter",
        "waiting",
    ]
    helps = {one["kind"]: one["helps"] for one in desk.get("/api/v1/results/kinds").json()["items"]}
    assert helps["hire"] and not helps["visit_made"]


def test_pages_take_the_same_statements_for_one_and_for_forty(world, hire):
    desk, company, counts = world.client("shen"), world.client(""), []
    address = page(world, world.company)
    for number in (0, 40):
        for place in range(number):
            other = Company.objects.create(tenant=world.tenant, name=f"第{place}厂", created_at=world.at)
            for pk in (other.pk, world.company.pk):
                new = actions.NewResult("hire", Decimal(1), date(2026, 3, 1), "合同", pk)
                actions.enter(new=new, by=world.desk, at=world.at)
        row = []
        for browser, url in ((desk, "/results/"), (desk, f"/results/{hire.pk}/"), (company, address)):
            with CaptureQueriesContext(connection) as caught:
                assert browser.get(url).status_code == 200
            row.append(len(caught))
        counts.append(row)
    assert counts[0] == counts[1]
