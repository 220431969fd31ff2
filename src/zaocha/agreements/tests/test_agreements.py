"""An agreement's clauses become promises on either side; one side says done, the other confirms."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from zaocha.accounts import actors, links
from zaocha.agreements import terms
from zaocha.agreements.actions import agreements, clauses
from zaocha.agreements.models import Agreement, Due
from zaocha.agreements.queries import agreements as queries
from zaocha.kernel import clock
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.promises import queries as promise_queries
from zaocha.promises.models import Promise
from zaocha.results.models import Result

TODAY = clock.today()


def token(world, company):
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=company.pk, by="system", at=clock.now()
    )
    return links.token(link)


def of(world, company):
    return actors.of_company_link(links.resolve(token=token(world, company), at=clock.now()))


@pytest.fixture
def same(world):
    return {"by": world.desk, "at": clock.now()}


def drafted(world, same, *, days=365):
    new = agreements.NewAgreement(
        title="清水社区与晴川针织共建协议", unit_id=world.labour.pk, company_ids=(world.company.pk,), starts_on=TODAY,
        ends_on=TODAY + timedelta(days=days),
    )  # fmt: skip
    made = agreements.draft(new=new, **same)
    community, company = made.parties.order_by("pk")
    first = TODAY + timedelta(days=10)
    ours = clauses.NewClause(community.pk, "每季度办一场文体活动", "严主任", first, 3)
    theirs = clauses.NewClause(company.pk, "周末向居民开放篮球场", "贺总", first)
    for one in (ours, theirs):
        clauses.add_clause(agreement_id=made.pk, new=one, **same)
    return made


@pytest.fixture
def signed(world, same):
    made = drafted(world, same)
    agreements.offer(agreement_id=made.pk, **same)
    return agreements.sign(agreement_id=made.pk, signed_on=TODAY, **same)


@pytest.fixture
def dues(signed):
    rows = Due.objects.filter(clause__agreement=signed).order_by("on", "pk")
    return rows.filter(clause__number=1), rows.filter(clause__number=2)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from([0, 1, 3, 6, 12]), st.integers(0, 2000))
def test_days_of_a_clause_lie_in_the_term_and_rise(first, months, span):
    found = terms.days(first, months=months, until=first + timedelta(days=span))
    assert found[0] == first and found == sorted(set(found))
    assert all(one <= first + timedelta(days=span) for one in found)
    assert terms.days(first, months=months, until=first - timedelta(days=1)) == []


def test_every_clause_is_a_promise_with_owner_and_days(world, signed, dues):
    ours, theirs = dues
    assert (ours.count(), theirs.count()) == (4, 1)
    promise = ours.first().promise
    assert (promise.state, promise.origin_kind, promise.company_id) == ("open", "clause", world.company.pk)
    assert "严主任" in promise.giver and promise.unit_id == world.labour.pk
    own = theirs.get().promise
    assert (own.origin_kind, own.company_id, own.unit_id) == ("company_clause", None, None)
    assert "晴川针织" in own.giver
    owed = promise_queries.of_company(tenant_id=world.tenant.pk, company_id=world.company.pk)
    assert own not in owed and promise in owed


def test_the_company_confirms_what_the_community_did_and_it_counts(world, same, dues):
    due, us = dues[0].first(), of(world, world.company)
    with pytest.raises(Conflict):
        clauses.confirm_done(due_id=due.pk, by=us, at=clock.now())
    clauses.say_done(due_id=due.pk, words="中秋晚会，来了120人", **same)
    with pytest.raises(NotAllowed):
        clauses.confirm_done(due_id=due.pk, **same)
    clauses.doubt_done(due_id=due.pk, words="还没有看到", by=us, at=clock.now())
    clauses.say_done(due_id=due.pk, words="已补办", **same)
    clauses.confirm_done(due_id=due.pk, by=us, at=clock.now())
    due.refresh_from_db()
    assert due.promise.state == "kept" and "已补办" in due.promise.evidence
    result = Result.objects.get()
    assert (result.kind, result.company_id, result.promise_id) == (
        "clause_kept",
        world.company.pk,
        due.promise_id,
    )
    with pytest.raises(Conflict):
        clauses.confirm_done(due_id=due.pk, by=us, at=clock.now())


def test_the_desk_confirms_what_the_company_did(world, same, dues):
    due, us = dues[1].get(), of(world, world.company)
    with pytest.raises(NotAllowed):
        clauses.say_done(due_id=due.pk, words="球场开了", **same)
    clauses.say_done(due_id=due.pk, words="球场每周末开放", by=us, at=clock.now())
    told = [one.text for one in queries.waiting_for_person(**same)]
    assert any("周末向居民开放篮球场" in one for one in told)
    clauses.confirm_done(due_id=due.pk, **same)
    due.promise.refresh_from_db()
    assert due.promise.state == "kept" and not Result.objects.exists()


def test_another_company_finds_nothing(world, signed, dues):
    them = of(world, world.other_company)
    with pytest.raises(NotFound):
        clauses.say_done(due_id=dues[1].get().pk, words="x", by=them, at=clock.now())
    with pytest.raises(NotFound):
        agreements.answer(agreement_id=signed.pk, agrees=True, words="", by=them, at=clock.now())
    theirs = token(world, world.other_company)
    assert signed.title not in world.client("").get(f"/c/{theirs}/agreements/").content.decode()
    paper = f"/c/{theirs}/agreements/{signed.pk}/agreement.docx"
    assert world.client("").get(paper).status_code == 404


def test_officers_see_agreements_of_their_companies_alone(world, same, signed):
    new = agreements.NewAgreement(
        "别家的协议", world.labour.pk, (world.other_company.pk,), TODAY, TODAY + timedelta(days=9)
    )
    other = agreements.draft(new=new, **same)
    browser = world.client("jiang")
    page = browser.get("/agreements/").content.decode()
    assert signed.title in page and "别家的协议" not in page
    assert browser.get(f"/agreements/{other.pk}/").status_code == 403
    assert world.client("stranger").get(f"/agreements/{signed.pk}/").status_code == 404
    with pytest.raises(NotAllowed):
        agreements.draft(new=new, by=world.contact_officer, at=clock.now())


def test_an_objection_keeps_it_from_being_signed_until_the_text_is_another(world, same):
    made, us = drafted(world, same), of(world, world.company)
    address = f"/c/{token(world, world.company)}/agreements/"
    assert made.title not in world.client("").get(address).content.decode()
    agreements.offer(agreement_id=made.pk, **same)
    assert made.title in world.client("").get(address).content.decode()
    answer = world.client("").post(address, {"verb": "objects", "number": made.pk, "words": ""})
    assert answer.status_code == 422
    agreements.answer(agreement_id=made.pk, agrees=False, words="球场只能周日开放", by=us, at=clock.now())
    with pytest.raises(Conflict):
        agreements.sign(agreement_id=made.pk, signed_on=TODAY, **same)
    clause = made.clauses.get(number=2)
    clauses.remove_clause(clause_id=clause.pk, **same)
    again = clauses.NewClause(clause.party_id, "周日开放球场", "贺总", TODAY + timedelta(days=10))
    clauses.add_clause(agreement_id=made.pk, new=again, **same)
    world.client("").post(address, {"verb": "agrees", "number": made.pk})
    assert agreements.sign(agreement_id=made.pk, signed_on=TODAY, **same).state == "signed"


def test_both_sides_promise_something_and_nothing_that_cannot_be_promised(world, same):
    new = agreements.NewAgreement(
        "共建", world.labour.pk, (world.company.pk,), TODAY, TODAY + timedelta(days=90)
    )
    made = agreements.draft(new=new, **same)
    community = made.parties.get(company=None)
    for what, day, field in (
        ("给企业免罚", TODAY, "what"),
        ("办活动", TODAY + timedelta(days=99), "first_due_on"),
    ):
        with pytest.raises(Invalid) as refused:
            clauses.add_clause(
                agreement_id=made.pk, new=clauses.NewClause(community.pk, what, "严", day), **same
            )
        assert refused.value.field == field
    clauses.add_clause(
        agreement_id=made.pk, new=clauses.NewClause(community.pk, "办活动", "严", TODAY), **same
    )
    with pytest.raises(Invalid):
        agreements.offer(agreement_id=made.pk, **same)


def test_an_early_end_releases_what_is_open_with_the_reason(world, same, signed):
    with pytest.raises(Invalid):
        agreements.end(agreement_id=signed.pk, reason=" ", **same)
    agreements.end(agreement_id=signed.pk, reason="企业迁址", **same)
    assert set(Promise.objects.values_list("state", flat=True)) == {"released"}
    assert "企业迁址" in Promise.objects.first().evidence


def test_renewal_is_asked_for_before_the_end_and_made_once(world, same):
    made = drafted(world, same, days=40)
    agreements.offer(agreement_id=made.pk, **same)
    agreements.sign(agreement_id=made.pk, signed_on=TODAY, **same)
    assert any(made.title in one.text for one in queries.waiting_for_person(**same))
    one, two = (agreements.renew(agreement_id=made.pk, **same) for _n in range(2))
    assert one.pk == two.pk and one.renews_id == made.pk
    assert one.starts_on == made.ends_on + timedelta(days=1)
    assert [c.what for c in one.clauses.order_by("number")] == [
        c.what for c in made.clauses.order_by("number")
    ]
    assert not any(made.title in w.text for w in queries.waiting_for_person(**same))


def test_the_pages_of_both_sides_and_the_paper(world, same, signed, dues):
    desk, address = world.client("shen"), f"/c/{token(world, world.company)}/agreements/"
    page = desk.get(f"/agreements/{signed.pk}/").content.decode()
    assert "周末向居民开放篮球场" in page and "Kept so far: 0 of 5" in page
    browser, due = world.client(""), dues[1].get()
    assert browser.post(address, {"verb": "done", "number": due.pk, "words": "开了"}).status_code == 302
    assert desk.post(f"/agreements/dues/{due.pk}/", {"verb": "confirm"}).status_code == 302
    assert "Kept so far: 1 of 5" in browser.get(address).content.decode()
    assert (
        desk.post(f"/agreements/dues/{dues[0].first().pk}/", {"verb": "done", "words": ""}).status_code == 422
    )
    content = browser.get(f"{address}{signed.pk}/agreement.docx").content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert "每季度办一场文体活动" in file.read("word/document.xml").decode()
    assert desk.get("/agreements/export/").content[:2] == b"PK"


def test_a_form_keeps_what_was_typed(world):
    sent = {
        "title": "共建",
        "unit": str(world.labour.pk),
        "companies": "没有这家",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
    }
    answer = world.client("shen").post("/agreements/new/", sent)
    assert answer.status_code == 422 and "没有这家" in answer.content.decode()
    sent["companies"] = "晴川针织"
    assert world.client("shen").post("/agreements/new/", sent).status_code == 302
    made = Agreement.objects.get()
    sent = {
        "party": str(made.parties.first().pk),
        "what": "办活动",
        "owner": "严主任",
        "months": "0",
        "first_due_on": "2030-01-01",
    }
    answer = world.client("shen").post(f"/agreements/{made.pk}/clauses/", sent)
    assert answer.status_code == 422 and "严主任" in answer.content.decode()


def test_lists_take_the_same_statements_for_one_and_for_forty(world, same, signed):
    browser, counts = world.client("shen"), []
    address = f"/c/{token(world, world.company)}/agreements/"
    for number in (0, 25):
        for n in range(number):
            new = agreements.NewAgreement(
                f"第{n}份", world.labour.pk, (world.company.pk,), TODAY, TODAY + timedelta(days=9)
            )
            agreements.draft(new=new, **same)
        for at in ("/agreements/", f"/agreements/{signed.pk}/", address):
            with CaptureQueriesContext(connection) as caught:
                assert browser.get(at).status_code == 200
            counts.append(len(caught))
    assert counts[:3] == counts[3:]
