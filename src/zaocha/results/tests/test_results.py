"""A result says what changed and by what it is known; who benefited confirms; nothing that was said is changed."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum

from zaocha.accounts import actors, links
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.kernel.models import Event
from zaocha.results import access, actions, kinds
from zaocha.results.models import Result, Word

AREA = Path(actions.__file__).parent.parent


@pytest.fixture
def hire(world):
    return actions.NewResult(
        kind="hire", amount=Decimal(2), on=date(2026, 2, 27), company_id=world.company.pk, evidence="劳动合同两份",
        origin_kind="hire", origin_id=7,
    )  # fmt: skip


def by_link(world, company):
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=company.pk, by="system", at=world.at
    )
    return actors.of_company_link(link)


def test_an_origin_is_counted_once(world, hire):
    first = actions.record(new=hire, by=world.desk, at=world.at)
    again = actions.record(new=replace(hire, amount=Decimal(9)), by=world.desk, at=world.at)
    assert first == again and Result.objects.get().amount == 2
    assert (first.chain, first.unit, first.state) == ("knitting", "person", "waiting")
    other = actions.record(new=replace(hire, kind="graduate_hired"), by=world.desk, at=world.at)
    assert other != first
    assert Event.objects.filter(kind="result_recorded").count() == 2


def test_only_who_benefited_confirms(world, hire):
    made = actions.record(new=hire, by=world.desk, at=world.at)
    for by, refused in (
        (world.desk, NotAllowed), (world.leader, NotAllowed), (world.stranger, NotFound),
        (by_link(world, world.other_company), NotFound),
    ):  # fmt: skip
        with pytest.raises(refused):
            actions.confirm(result_id=made.pk, by=by, at=world.at)
    company = by_link(world, world.company)
    for _tap in range(2):
        confirmed = actions.confirm(result_id=made.pk, by=company, at=world.at)
    assert confirmed.state == "confirmed" and confirmed.confirmed_name == "晴川针织"
    assert Word.objects.get().agrees and Event.objects.filter(kind="result_confirmed").count() == 1


def test_a_service_says_who_the_person_is_that_benefited(world, hire, monkeypatch):
    monkeypatch.setitem(access._beneficiaries, "seat", lambda by, result: by.mark == "link:99")
    made = actions.record(
        new=replace(hire, kind="student_trained", origin_kind="seat"), by=world.desk, at=world.at
    )
    student = actors.Actor(tenant=world.tenant, name="学生", mark="link:99")
    with pytest.raises(NotAllowed):
        actions.confirm(result_id=made.pk, by=replace(student, mark="link:98"), at=world.at)
    assert actions.confirm(result_id=made.pk, by=student, at=world.at).state == "confirmed"


def test_a_correction_is_a_counter_entry_and_a_new_entry(world, hire):
    company = by_link(world, world.company)
    old = actions.record(new=replace(hire, confirmed=True), by=company, at=world.at)
    later = world.at + timedelta(days=40)
    new = actions.correct(result_id=old.pk, amount=Decimal(3), reason="数错了", by=world.desk, at=later)
    old.refresh_from_db()
    assert (old.amount, old.state, old.counter.amount, old.counter.reason) == (2, "taken_back", -2, "数错了")
    assert (new.amount, new.state, new.corrects, new.happened_on) == (3, "waiting", old, old.happened_on)
    confirmed = Result.objects.exclude(confirmed_at=None)
    assert confirmed.aggregate(n=Sum("amount"))["n"] == 0  # not counted until the company says so
    actions.confirm(result_id=new.pk, by=company, at=later)
    assert confirmed.aggregate(n=Sum("amount"))["n"] == 3
    assert actions.record(new=hire, by=world.desk, at=later) == new  # the service calls again: it is there
    with pytest.raises(Conflict):
        actions.correct(result_id=old.pk, amount=Decimal(4), reason="再改", by=world.desk, at=later)


def test_taken_back_leaves_nothing_and_may_be_noted_again(world, hire):
    old = actions.record(new=hire, by=world.desk, at=world.at)
    with pytest.raises(Invalid):
        actions.take_back(result_id=old.pk, reason=" ", by=world.desk, at=world.at)
    actions.take_back(result_id=old.pk, reason="没有到岗", by=world.desk, at=world.at)
    assert Result.objects.aggregate(n=Sum("amount"))["n"] == 0
    again = actions.record(new=hire, by=world.desk, at=world.at)
    assert again != old and again.state == "waiting"
    undone = actions.undo(
        kind="hire", origin_kind="hire", origin_id=7, reason="又走了", by=world.handler, at=world.at
    )
    assert undone.counters == again
    none = actions.undo(
        kind="hire", origin_kind="hire", origin_id=7, reason="又走了", by=world.desk, at=world.at
    )
    assert none is None


def test_not_so_goes_to_the_desk_and_takes_back_what_was_confirmed(world, hire):
    company = by_link(world, world.company)
    made = actions.record(new=hire, by=world.desk, at=world.at)
    with pytest.raises(Invalid):
        actions.dispute(result_id=made.pk, words="", by=company, at=world.at)
    assert actions.dispute(result_id=made.pk, words="只来了一个", by=company, at=world.at).state == "disputed"
    assert (
        actions.confirm(result_id=made.pk, by=company, at=world.at).state == "confirmed"
    )  # may think better of it
    assert actions.dispute(result_id=made.pk, words="都走了", by=company, at=world.at).state == "taken_back"
    assert [word.agrees for word in Word.objects.order_by("pk")] == [False, True, False]


def test_the_desk_enters_with_evidence_and_never_confirms(world, hire):
    by_desk = replace(hire, origin_kind="", origin_id=None, confirmed=True)
    made = actions.enter(new=by_desk, by=world.desk, at=world.at)
    assert made.state == "waiting"
    assert actions.enter(new=by_desk, by=world.contact_officer, at=world.at).state == "waiting"
    theirs = replace(by_desk, company_id=world.other_company.pk)
    with pytest.raises(Invalid):
        actions.enter(new=theirs, by=world.contact_officer, at=world.at)  # not his company
    with pytest.raises(NotAllowed):
        actions.enter(new=by_desk, by=world.handler, at=world.at)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "points"}, "kind"), ({"amount": Decimal("1.5")}, "amount"), ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"), ({"evidence": "  "}, "evidence"),
        ({"on": date(2026, 3, 3)}, "on"), ({"evidence": "长" * 5000}, "evidence"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(world, hire, change, field):
    with pytest.raises(Invalid) as refused:
        actions.record(new=replace(hire, **change), by=world.desk, at=world.at)
    assert refused.value.field == field


def test_rows_are_seen_by_right_and_by_row(world, hire):
    actions.record(new=hire, by=world.desk, at=world.at)
    actions.record(
        new=replace(hire, company_id=world.other_company.pk, origin_id=8), by=world.desk, at=world.at
    )
    seen = {
        name: access.visible(by).count()
        for name, by in {
            "desk": world.desk, "leader": world.leader, "officer": world.contact_officer, "handler": world.handler,
            "stranger": world.stranger, "company": by_link(world, world.company),
        }.items()
    }  # fmt: skip
    assert seen == {"desk": 2, "leader": 2, "officer": 1, "handler": 0, "stranger": 0, "company": 1}


def test_the_database_refuses_to_change_what_an_entry_says(world, hire):
    made = actions.record(new=hire, by=world.desk, at=world.at)
    for change in ("amount = 5", "evidence = 'x'", "happened_on = '2026-01-01'", "kind = 'visit_made'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE results_result SET {change} WHERE id = {made.pk}")
    made.refresh_from_db()
    assert made.amount == 2


def test_nothing_in_the_area_writes_over_an_entry():
    """Every `save` of the area names its fields or makes a row; no `update`, no `delete`."""
    may = {"confirmed_at", "confirmed_by", "confirmed_name", "disputed_at", "countered_at"}
    for path in sorted(AREA.rglob("*.py")):
        if {"tests", "migrations"} & set(path.relative_to(AREA).parts):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            assert node.func.attr not in {"update", "bulk_update", "update_or_create", "delete"}, path
            if node.func.attr == "save":
                given = {one.arg: one.value for one in node.keywords}
                assert set(given) in ({"force_insert"}, {"update_fields"}), path
                if "update_fields" in given:
                    assert set(ast.literal_eval(given["update_fields"])) <= may, path


def test_every_kind_says_in_both_languages_what_is_counted():
    for kind in kinds.every().values():
        assert kind.zh and kind.en and kind.note["zh"] and kind.note["en"]
        assert kind.unit in kinds.UNITS and kind.confirms in {"company", "person"}
    assert "visit_made" not in kinds.helping() and "problem_solved" in kinds.helping()
