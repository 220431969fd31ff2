"""Pages: names masked, rows by right, by link, statements fixed, nothing typed is lost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zaocha.accounts import links
from zaocha.kernel import clock
from zaocha.titles.actions import dossiers, workers
from zaocha.titles.models import Dossier, Worker
from zaocha.titles.tests import cases

FORM = {
    "name": "苏彩云", "field": "textile", "post": "调色工", "f_front_line": "yes", "f_schooling": "junior", "f_trade_years": "16",
    "f_title": "none", "f_works": "3", "f_methods": "1", "f_award": "city", "f_recommenders": "2",
}  # fmt: skip


def statements(browser, address):
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("who", ["du", "he", "jiang"])
def test_names_are_masked_for_who_may_not_know_them(world, who):
    case = cases.complete(world)
    browser = world.client(who)
    for address in (
        "/titles/", f"/titles/{case.pk}/", "/titles/workers/", f"/titles/workers/{case.worker_id}/", "/titles/export.csv",
        f"/api/v1/titles/workers/{case.worker_id}", f"/api/v1/titles/dossiers/{case.pk}",
    ):  # fmt: skip
        words = cases.said(browser.get(address))
        assert "苏彩云" not in words and "苏*" in words, address
    assert browser.get("/titles/?q=苏彩云").content.decode().count("苏*") == 0
    assert browser.get(f"/titles/{case.pk}/package.zip").status_code == 403


def test_a_contact_officer_sees_own_companies_only(world):
    case = cases.complete(world, company=world.other_company)
    assert world.client("jiang").get(f"/titles/{case.pk}/").status_code == 404
    assert world.client("jiang").get(f"/titles/workers/{case.worker_id}/").status_code == 404
    assert "苏" not in world.client("jiang").get("/titles/").content.decode()


def test_lists_and_pages_take_the_same_statements_for_one_and_for_forty(world):
    case = cases.complete(world)
    cases.pool(world, 6)
    panel = cases.drawn(world, case)
    browser = world.client("shen")
    addresses = ["/titles/", "/titles/workers/", "/titles/experts/", "/titles/panels/", f"/titles/panels/{panel.pk}/", "/titles/export.csv"]  # fmt: skip
    before = [statements(browser, one) for one in addresses]
    cases.pool(world, 40)
    for number in range(25):
        worker = Worker.objects.get(pk=case.worker_id)
        worker.pk, worker.name = None, f"工{number}"
        worker.save()
        found = Dossier.objects.get(pk=case.pk)
        found.pk, found.worker, found.number = None, worker, number + 2
        found.save()
    assert [statements(browser, one) for one in addresses] == before


def test_a_company_tells_of_a_worker_who_then_agrees_by_an_own_link(world):
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=world.company.pk, by="system", at=world.at
    )
    address, browser = f"/c/{links.token(link)}/titles/", world.client("")
    sent = {**FORM, "verb": "tell", "client_key": "k1"}
    for _twice in range(2):
        assert browser.post(address, sent).status_code == 302
    made = Worker.objects.get()
    assert (made.company_id, made.told_by, made.best, made.consented_at) == (
        world.company.pk,
        "company",
        "may",
        None,
    )
    assert "苏彩云" in browser.get(address).content.decode()
    wrong = browser.post(address, {**sent, "f_trade_years": "-4", "name": "卫巧针", "client_key": "k2"})
    assert wrong.status_code == 422 and "卫巧针" in wrong.content.decode()
    own = f"/title-workers/{cases.token(world, 'title_worker', made.pk)}/"
    browser.get(own)
    made.refresh_from_db()
    assert made.consented_at is None, "opening a link changes nothing"
    browser.post(own, {"verb": "agree"})
    made.refresh_from_db()
    assert made.consented_at is not None and made.consent_text == workers.CONSENT


def test_another_companys_page_shows_none_of_it(world):
    case = cases.complete(world)
    token = cases.token(world, "company", world.other_company.pk)
    browser, address = world.client(""), f"/c/{token}/titles/"
    assert "苏彩云" not in browser.get(address).content.decode()
    assert browser.post(address, {"verb": "confirm", "dossier": case.pk}).status_code == 404


def test_whoever_scans_the_code_must_agree_and_may_hide_from_the_company(world):
    address = f"/title-form/{cases.token(world, 'title_form', world.tenant.pk)}/"
    browser = world.client("")
    sent = {**FORM, "company": "晴川针织", "client_key": "q1"}
    refused = browser.post(address, sent)
    assert refused.status_code == 422 and "苏彩云" in refused.content.decode()
    assert not Worker.objects.exists()
    answer = browser.post(address, {**sent, "agreed": "on"})
    made = Worker.objects.get()
    assert answer["Location"].startswith("/title-workers/")
    assert (made.company_id, made.told_by, made.shown_to_company) == (world.company.pk, "self", False)
    company = cases.token(world, "company", world.company.pk)
    assert "苏彩云" not in browser.get(f"/c/{company}/titles/").content.decode()


def test_the_worker_gathers_the_dossier_and_erases_it(world):
    worker = cases.told(world)
    own = f"/title-workers/{cases.token(world, 'title_worker', worker.pk)}/"
    browser = world.client("")
    browser.post(own, {"verb": "open", "rule": cases.GREEN})
    case = Dossier.objects.get()
    browser.post(own, {"verb": "describe", "dossier": case.pk, "statement": cases.WORDS})
    page = browser.get(own).content.decode()
    assert cases.WORDS in page and page.count("Take a photo of it") == 6
    other = cases.told(world, name="卫巧针")
    theirs = f"/title-workers/{cases.token(world, 'title_worker', other.pk)}/"
    assert (
        browser.post(theirs, {"verb": "describe", "dossier": case.pk, "statement": "改"}).status_code == 404
    )
    browser.post(own, {"verb": "erase"})
    assert Worker.objects.get(pk=worker.pk).name == "" and Dossier.objects.get().statement == ""


def test_what_waits_stands_on_the_first_page_and_on_the_companys(world):
    from datetime import timedelta

    from zaocha.titles import queries

    case = cases.complete(world)
    late = world.at + timedelta(days=30)
    found = queries.waiting_for_person(by=world.desk, at=late)
    assert [one.url for one in found] == [f"/titles/{case.pk}/"]
    assert queries.waiting_for_person(by=world.handler, at=late) == []
    dossiers.file(dossier_id=case.pk, authority="人社局", by=world.desk, at=world.at)
    given = dossiers.Certificate("浙1", world.at.date())
    dossiers.grant(dossier_id=case.pk, certificate=given, by=world.desk, at=world.at)
    by = cases.by_company(world, world.company)
    assert "confirmed: 1" in queries.waiting_for_company(by=by, token="t", at=world.at)[0].text


def test_a_stale_page_is_told(world):
    worker = cases.told(world)
    browser, address = world.client("shen"), f"/titles/workers/{worker.pk}/edit/"
    assert browser.post(address, {**FORM, "version": 0}).status_code == 422
    assert browser.post(address, {**FORM, "version": 1}).status_code == 302


def test_an_expert_marks_by_link_without_an_account(world):
    case = cases.complete(world)
    cases.pool(world, 6)
    panel = cases.drawn(world, case)
    type(panel).objects.filter(pk=panel.pk).update(due_on=clock.now().date().replace(year=2099))
    seat = panel.seats.filter(state="seated").first()
    address, browser = f"/title-sheets/{cases.token(world, 'title_sheet', seat.pk)}/", world.client("")
    given = {f"d{case.pk}-skill": "36", f"d{case.pk}-results": "25", f"d{case.pk}-passing_on": "12",
             f"d{case.pk}-conduct": "14", f"d{case.pk}-yes": "yes"}  # fmt: skip
    wrong = browser.post(address, {**given, "verb": "save", "dossier": case.pk, f"d{case.pk}-skill": "41"})
    assert wrong.status_code == 422
    assert browser.post(address, {**given, "verb": "save", "dossier": case.pk}).status_code == 302
    browser.post(address, {"verb": "hand_in"})
    seat.refresh_from_db()
    assert seat.handed_in_at is not None
    assert "Your marks are handed in" in browser.get(address).content.decode()
