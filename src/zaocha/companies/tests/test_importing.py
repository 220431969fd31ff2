"""Companies out of tables: judged whole, taken whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zaocha.companies import actions as company_actions
from zaocha.companies import queries
from zaocha.companies.actions import NewCompany
from zaocha.companies.models import Company, Contact
from zaocha.companies.tests import tables
from zaocha.imports import actions, reports
from zaocha.imports.kinds import find
from zaocha.imports.models import Import, ImportRow
from zaocha.imports.reading import Upload
from zaocha.imports.refusals import FileUnreadable, NotReady
from zaocha.kernel import audit, tasks
from zaocha.kernel.errors import Invalid, NotAllowed, NotFound
from zaocha.sheets.tables import read_table


def test_the_messy_table_names_every_bad_row_and_why(world) -> None:
    batch = tables.checked(
        world, (tables.SAMPLES / "companies_messy.xlsx").read_bytes(), name="companies_messy.xlsx"
    )
    assert tables.problems(batch) == {
        8: {"cell.digits_lost"},
        11: {"repeated"},
        12: {"industry_unknown"},
        13: {"code_letter_not_used"},
        17: {"name_odd"},
        18: {"cell.formula_without_value"},
        19: {"code_old_registration_number"},
        20: {"chain_unknown", "employees_number"},
        21: {"name_missing"},
    }
    assert batch.counts == {"bad": 9, "ask": 1, "new": 7, "skip": 2}
    assert set(batch.mapping) == {
        "name", "credit_code", "industry", "chain", "community", "address", "employees", "contact_name",
        "contact_phone",
    }  # fmt: skip


def test_the_same_in_gb18030_is_read_the_same(world) -> None:
    batch = tables.checked(
        world, (tables.SAMPLES / "companies_messy.csv").read_bytes(), name="companies_messy.csv"
    )
    found = tables.problems(batch)
    assert found[6] == {"cell.digits_lost"}
    assert found[14] == {"name_odd"}
    assert found[15] == {"employees_number"}  # in a .csv a formula is a text
    assert batch.counts["new"] == 7


def test_what_is_wrong_is_said_in_the_readers_language(world) -> None:
    from django.utils import translation

    batch = tables.checked(world, (tables.SAMPLES / "companies_messy.xlsx").read_bytes())
    row = batch.rows.get(number=8)
    english = reports.line(row, batch, find("companies")).problems[0]
    with translation.override("zh-hans"):
        chinese = reports.line(row, batch, find("companies")).problems[0]
    assert "lost its last digits" in english
    assert "社会信用代码" in chinese
    assert "lost" not in chinese


def test_nothing_is_taken_while_a_row_is_bad_or_open(world) -> None:
    batch = tables.checked(world, tables.xlsx(tables.row(1), tables.row(2, 员工数="许多")))
    with pytest.raises(NotReady):
        actions.take(import_id=batch.pk, by=world.desk, at=world.at)
    assert Company.objects.count() == 2
    done = tables.take(world, batch, without_bad=True)
    assert (done.state, Company.objects.count()) == ("done", 3)


def test_rows_come_in_with_codes_contacts_search_and_audit(world) -> None:
    tables.take(world, tables.checked(world, tables.xlsx(*[tables.row(n) for n in range(700)])))
    company = Company.objects.get(credit_code=tables.code(33))
    assert (company.code_verdict, company.chain, company.source) == ("valid", "knitting", "import")
    assert Contact.objects.get(company=company).is_primary
    assert company in queries.lookup(tenant_id=world.tenant.pk, text=tables.code(33))
    assert company in queries.lookup(tenant_id=world.tenant.pk, text=company.sorting)
    assert audit.verify(tenant_id=world.tenant.pk).finding is None


def test_a_known_code_shows_its_changes_and_blank_cells_say_nothing(world) -> None:
    tables.take(world, tables.checked(world, tables.xlsx(tables.row(1), tables.row(2), tables.row(3))))
    changed = tables.row(1, 员工数="999", 所属社区="", 联系电话="13700007777")
    renamed = tables.row(2, 企业名称="云溪市新名针织有限公司")
    batch = tables.checked(world, tables.xlsx(changed, renamed, tables.row(3)))
    assert batch.counts == {"change": 2, "same": 1}
    row = batch.rows.get(number=2)
    assert row.changes == {"employees": [2, 999], "contact_phone": ["13900001234", "13700007777"]}
    tables.take(world, batch)
    company = Company.objects.get(credit_code=tables.code(1))
    assert (company.employees, company.community) == (999, "禾里社区")
    assert company.contacts.get().phone == "13700007777"
    renamed_company = Company.objects.get(credit_code=tables.code(2))
    assert queries.lookup(tenant_id=world.tenant.pk, text="新名针织有限公司") == [renamed_company]


def test_a_known_name_without_a_code_is_asked_about(world) -> None:
    known = tables.row(1, 企业名称=world.company.name)
    batch = tables.checked(world, tables.xlsx(known))
    assert batch.counts == {"ask": 1}
    with pytest.raises(NotReady):
        actions.take(import_id=batch.pk, by=world.desk, at=world.at)
    row = batch.rows.get()
    with pytest.raises(Invalid):
        actions.answer(
            import_id=batch.pk, answers={row.pk: {"same_name": "perhaps"}}, by=world.desk, at=world.at
        )
    batch = actions.answer(
        import_id=batch.pk, answers={row.pk: {"same_name": "update"}}, by=world.desk, at=world.at
    )
    assert batch.counts == {"change": 1}
    tables.take(world, batch)
    world.company.refresh_from_db()
    assert (world.company.credit_code, world.company.code_verdict) == (tables.code(1), "valid")
    assert Company.objects.count() == 2


def test_another_company_of_the_same_name_comes_in_beside_it(world) -> None:
    batch = tables.checked(world, tables.xlsx(tables.row(1, 企业名称=world.company.name)))
    actions.answer_all(import_id=batch.pk, question="same_name", answer="new", by=world.desk, at=world.at)
    tables.take(world, batch)
    assert Company.objects.filter(name=world.company.name).count() == 2


def test_a_failing_check_character_is_taken_after_a_confirmation(world) -> None:
    right = tables.code(5)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    batch = tables.checked(world, tables.xlsx(tables.row(5, 统一社会信用代码=wrong)))
    assert batch.rows.get().questions == ["checksum"]
    batch = actions.answer_all(
        import_id=batch.pk, question="checksum", answer="yes", by=world.desk, at=world.at
    )
    tables.take(world, batch)
    assert Company.objects.get(credit_code=wrong).code_verdict == "checksum_fails"
    again = tables.checked(world, tables.xlsx(tables.row(5, 统一社会信用代码=wrong), tables.row(6)))
    assert again.counts == {"same": 1, "new": 1}  # asked once


def test_repeats_are_found_across_the_steps_of_the_check(world) -> None:
    rows = [tables.row(n) for n in range(600)]
    other = tables.row(1, 员工数="777")
    batch = tables.checked(world, tables.xlsx(*rows, rows[0], other))
    assert batch.rows.get(number=602).decision == "skip"
    assert tables.problems(batch) == {603: {"repeated"}}
    said = batch.rows.get(number=603).problems[0]
    assert said["params"] == {"row": 3}


def test_a_register_that_changed_meanwhile_takes_nothing_and_is_checked_again(world) -> None:
    batch = tables.checked(world, tables.xlsx(tables.row(1), tables.row(2)))
    twin = NewCompany(name="抢先一步袜业", credit_code=tables.code(2))
    company_actions.register(new=twin, by=world.colleague, at=world.at)
    batch = tables.take(world, batch)
    assert batch.state == "stale"
    assert not Company.objects.filter(credit_code=tables.code(1)).exists()
    actions.map_columns(import_id=batch.pk, mapping=batch.mapping, by=world.desk, at=world.at)
    tasks.run_all(at=world.at)
    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("checked", {"new": 1, "change": 1})


def test_a_change_made_by_hand_meanwhile_is_not_overwritten(world) -> None:
    tables.take(world, tables.checked(world, tables.xlsx(tables.row(1))))
    batch = tables.checked(world, tables.xlsx(tables.row(1, 员工数="50")))
    company = Company.objects.get(credit_code=tables.code(1))
    company_actions.change(company_id=company.pk, changes={"employees": 60}, by=world.colleague, at=world.at)
    assert tables.take(world, batch).state == "stale"
    company.refresh_from_db()
    assert company.employees == 60


def test_the_same_file_twice_is_one_import(world) -> None:
    data = tables.xlsx(tables.row(1))
    first = actions.stage(kind="companies", upload=Upload("a.xlsx", data), by=world.desk, at=world.at)
    second = actions.stage(kind="companies", upload=Upload("a.xlsx", data), by=world.desk, at=world.at)
    assert first.pk == second.pk
    assert ImportRow.objects.count() == 1
    colleague = actions.stage(
        kind="companies", upload=Upload("a.xlsx", data), by=world.colleague, at=world.at
    )
    assert colleague.pk != first.pk


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02" * 400, b"PK\x03\x04broken", "企业名称\r\n".encode("utf-16-be") * 200, b"%PDF-1.7"],
)
def test_what_cannot_be_read_is_refused_and_leaves_nothing(world, data: bytes) -> None:
    with pytest.raises(FileUnreadable) as refused:
        actions.stage(kind="companies", upload=Upload("x.xlsx", data), by=world.desk, at=world.at)
    assert len(str(refused.value)) > 20
    assert Import.objects.count() == ImportRow.objects.count() == 0


def test_columns_must_exist_and_be_chosen_once(world) -> None:
    batch = actions.stage(
        kind="companies", upload=Upload("a.xlsx", tables.xlsx(tables.row(1))), by=world.desk, at=world.at
    )
    for mapping in (
        {},
        {"name": "没有这列"},
        {"name": "企业名称", "address": "企业名称"},
        {"name": "企业名称", "lookup": "所属社区"},
    ):
        with pytest.raises(Invalid):
            actions.map_columns(import_id=batch.pk, mapping=mapping, by=world.desk, at=world.at)


def test_rights_and_tenants(world) -> None:
    batch = tables.checked(world, tables.xlsx(tables.row(1)))
    for by, refusal in ((world.stranger, NotFound), (world.supervisor, NotAllowed)):
        with pytest.raises(refusal):
            actions.map_columns(import_id=batch.pk, mapping={"name": "企业名称"}, by=by, at=world.at)
        with pytest.raises(refusal):
            actions.take(import_id=batch.pk, by=by, at=world.at)
        with pytest.raises(refusal):
            actions.drop(import_id=batch.pk, by=by, at=world.at)
    with pytest.raises(NotAllowed):
        actions.stage(kind="companies", upload=Upload("a", b""), by=world.handler, at=world.at)
    with pytest.raises(NotFound):
        actions.stage(kind="nothing", upload=Upload("a", b""), by=world.desk, at=world.at)


def test_a_check_step_costs_the_same_at_ten_and_at_five_hundred_rows(world) -> None:
    def cost(first: int, count: int) -> int:
        batch = actions.stage(
            kind="companies", upload=Upload("a.xlsx", tables.xlsx(*[tables.row(first + n) for n in range(count)])),
            by=world.desk, at=world.at,
        )  # fmt: skip
        actions.map_columns(import_id=batch.pk, mapping=batch.mapping, by=world.desk, at=world.at)
        with CaptureQueriesContext(connection) as seen:
            tasks.run_one(at=world.at)
        tasks.run_all(at=world.at)
        inserts = sum("INSERT" in one["sql"] for one in seen)  # SQLite cuts an insert by its parameters
        return len(seen) - inserts

    assert cost(0, 10) == cost(1000, 500)


def test_the_report_can_be_mended_and_sent_again(world) -> None:
    batch = tables.checked(
        world, tables.xlsx(tables.row(1), tables.row(2, 员工数="许多"), tables.row(3, 产业链="火箭链"))
    )
    for form in ("xlsx", "csv"):
        table = read_table(reports.download(batch, find("companies"), form=form))
        rows = list(table.rows())
        assert [row.values[0] for row in rows] == ["3", "4"]
        assert "许多" in rows[0].values[1]
    mended = [[*row.values] for row in rows]
    mended[0][table.headers.index("员工数")] = "12"
    mended[1][table.headers.index("产业链")] = "机械链"
    again = tables.checked(world, tables.xlsx(*mended, headers=list(table.headers)), name="again.xlsx")
    assert again.counts == {"new": 2}


def test_formulas_and_scripts_never_leave_as_such(world) -> None:
    evil = '=HYPERLINK("http://x.invalid")'
    batch = tables.checked(world, tables.xlsx(tables.row(1, 企业名称=evil), tables.row(2, 联系人="@SUM(1)")))
    csv = reports.download(batch, find("companies"), form="csv", everything=True).decode("utf-8-sig")
    assert "'=HYPERLINK" in csv
    assert "'@SUM" in csv


def test_throwing_away_leaves_no_row_behind(world) -> None:
    batch = tables.checked(world, tables.xlsx(tables.row(1)))
    actions.drop(import_id=batch.pk, by=world.desk, at=world.at)
    assert ImportRow.objects.count() == 0
    with pytest.raises(NotReady):
        actions.take(import_id=batch.pk, by=world.desk, at=world.at)


def test_an_older_check_gives_up_when_columns_change(world) -> None:
    batch = actions.stage(
        kind="companies", upload=Upload("a.xlsx", tables.xlsx(tables.row(1))), by=world.desk, at=world.at
    )
    actions.map_columns(import_id=batch.pk, mapping={"name": "企业名称"}, by=world.desk, at=world.at)
    actions.map_columns(import_id=batch.pk, mapping=batch.mapping, by=world.desk, at=world.at)
    tasks.run_all(at=world.at)
    batch.refresh_from_db()
    assert (batch.state, batch.seen, batch.counts) == ("checked", 1, {"new": 1})
    assert batch.rows.get().values["credit_code"] == tables.code(1)


def test_taking_needs_the_same_number_of_statements_per_chunk_however_many_rows(world) -> None:
    batch = tables.checked(world, tables.xlsx(*[tables.row(n) for n in range(400)]))
    with CaptureQueriesContext(connection) as captured:
        actions.take(import_id=batch.pk, by=world.desk, at=world.at, background=False)
    assert len(captured) < 40


def test_rows_are_removed_some_days_after_the_import_and_its_report_stays(world, settings) -> None:
    settings.IMPORT_DAYS = 5
    batch = tables.checked(world, tables.xlsx(tables.row(1), tables.row(2), tables.row(3, 员工数="许多")))
    tables.take(world, batch, without_bad=True)
    tasks.run_all(at=world.at + timedelta(days=4))
    assert batch.rows.count() == 3
    tasks.run_all(at=world.at + timedelta(days=6))
    assert [row.decision for row in batch.rows.all()] == ["bad"]
    client = world.client("shen")
    assert "no longer kept" in client.get(f"/imports/{batch.pk}/?tab=new").content.decode()
    report = client.get(f"/imports/{batch.pk}/report.csv").content.decode("utf-8-sig")
    assert "许多" in report
    assert Company.objects.filter(credit_code=tables.code(1)).exists()
