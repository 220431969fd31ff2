"""Facts out of tables: units and years of headings, faults row by row, taken whole."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from zaocha.companies import actions as company_actions
from zaocha.companies.facts import actions, exporting, queries
from zaocha.companies.facts.actions import Entry
from zaocha.companies.models import Company, FactValue
from zaocha.imports import actions as imports
from zaocha.imports import running
from zaocha.imports.reading import Upload
from zaocha.imports.refusals import NotReady
from zaocha.kernel import audit
from zaocha.kernel.errors import NotAllowed
from zaocha.sheets.tables import write_csv

CODE = "91330681MA2D00010F"


@pytest.fixture(autouse=True)
def _ready(world, monkeypatch):
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)
    monkeypatch.setattr("zaocha.kernel.clock.today", lambda: world.at.date())
    Company.objects.filter(pk=world.company.pk).update(credit_code=CODE)


def checked(world, headers: list[str], *rows: list[str], by=None, mapping=None):
    upload = Upload("facts.csv", write_csv(headers=headers, rows=rows))
    return running.check(
        kind="facts", upload=upload, mapping=mapping or {}, by=by or world.desk, at=world.at,
        progress=lambda what, done, total: None,
    )  # fmt: skip


def problems(batch) -> dict[int, dict[str, str]]:
    rows = batch.rows.filter(decision="bad")
    return {
        row.number: {one["field"]: one["code"] for one in row.problems if not one["note"]} for row in rows
    }


def take(world, batch, **more) -> None:
    imports.take(import_id=batch.pk, by=world.desk, at=world.at, background=False, **more)


HEADERS = [
    "企业名称",
    "统一社会信用代码",
    "2025年营业收入（万元）",
    "实缴税收(元)",
    "年度",
    "占地面积/亩",
    "从业人员数",
    "是否高企",
    "纳税信用等级",
]


def test_units_and_years_come_from_the_headings(world) -> None:
    batch = checked(
        world, HEADERS,
        ["", CODE, "1,234.5", "66000", "2025", "12.5", "120", "是", "A级"],
        ["云溪市禾木袜业有限公司", "", "860", "", "2024", "—", "", "不清楚", "B"],
    )  # fmt: skip
    assert batch.mapping["revenue"] == "2025年营业收入（万元）"
    assert problems(batch) == {}
    assert batch.counts == {"change": 2}
    take(world, batch)
    found = set(FactValue.objects.filter(company=world.company).values_list("name", "period", "value"))
    assert found == {("revenue", "2025", "12345000"), ("tax_paid", "2025", "66000"), ("land_mu", "2025", "12.5"),
                     ("high_tech", "", "true"), ("tax_credit", "2025", "A")}  # fmt: skip
    world.company.refresh_from_db()
    assert world.company.employees == 120
    other = set(FactValue.objects.filter(company=world.other_company).values_list("name", "period", "source"))
    assert other == {("revenue", "2025", "import"), ("tax_credit", "2024", "import")}
    assert audit.verify(tenant_id=world.tenant.pk).finding is None


def test_every_bad_cell_is_named_with_its_row(world) -> None:
    batch = checked(
        world, ["企业名称", "营业收入（万元）", "利润总额", "研发费用（美元）", "成立日期", "行业代码"],
        ["云溪市晴川针织有限公司", "很多", "12", "5", "2015-13-01", "9999"],
        ["没有这家有限公司", "1", "", "", "", ""],
        ["", "1", "", "", "", ""],
        ["云溪市禾木袜业有限公司", "1", "12万元", "", "2015年3月1日", "C1830 服饰制造"],
    )  # fmt: skip
    assert problems(batch) == {
        2: {
            "revenue": "number",
            "profit": "unit_missing",
            "rd_spend": "unit",
            "founded_on": "date",
            "industry": "industry",
        },
        3: {"name": "company_unknown"},
        4: {"name": "company_missing"},
    }
    with pytest.raises(NotReady):
        take(world, batch)
    assert not FactValue.objects.exists()
    take(world, batch, without_bad=True)
    assert dict(FactValue.objects.values_list("name", "value")) == {
        "revenue": "10000", "profit": "120000", "founded_on": "2015-03-01",
    }  # fmt: skip


def test_the_same_table_again_changes_nothing_and_a_new_one_corrects(world) -> None:
    headers = ["信用代码", "营业收入（万元）", "年度"]
    take(world, checked(world, headers, [CODE, "860", "2025"]))
    assert checked(world, headers, [CODE, "860.0", "2025"]).counts == {"same": 1}
    batch = checked(world, headers, [CODE, "900", "2025"])
    assert batch.rows.get().changes == {"revenue": ["860 万元", "900 万元"]}
    take(world, batch)
    old, new = FactValue.objects.order_by("pk")
    assert (old.superseded_by, new.value) == (new, "9000000")


def test_a_value_that_changed_since_the_check_is_not_overwritten(world) -> None:
    batch = checked(world, ["信用代码", "营业收入（万元）"], [CODE, "900"])
    actions.record(
        company_id=world.company.pk, entries=[Entry("revenue", "7", "2025")], by=world.desk, at=world.at
    )
    from zaocha.imports.refusals import Stale

    with pytest.raises(Stale):
        take(world, batch)
    assert FactValue.objects.get().value == "7"


def test_what_the_register_says_is_not_overruled_by_a_table(world) -> None:
    batch = checked(world, ["信用代码", "主体类型", "注册地（行政区划代码）"], [CODE, "个体工商户", "330681"])
    assert problems(batch) == {2: {"legal_form": "fact_of_register"}}


def test_what_is_taken_out_can_be_brought_in_again(world) -> None:
    values = [Entry("revenue", "8600000", "2025"), Entry("rd_spend", "12345.67", "2025"), Entry("founded_on", "2015-03-01"),
              Entry("specialised", "innovative"), Entry("layoff_rate", "0.031", "2025"), Entry("land_mu", "12.5", "2025")]  # fmt: skip
    actions.record(company_id=world.company.pk, entries=values, by=world.desk, at=world.at)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            content = exporting.of_all(world.desk, group="", on=world.at.date())
        batch = running.check(
            kind="facts", upload=Upload("facts.xlsx", content), mapping={}, by=world.desk, at=world.at,
            progress=lambda what, done, total: None,
        )  # fmt: skip
        assert problems(batch) == {}, language
        assert set(batch.counts) <= {"same", "skip"}, (language, [row.changes for row in batch.rows.all()])


def test_only_whoever_sees_all_values_may_import(world) -> None:
    with pytest.raises(NotAllowed):
        checked(world, ["信用代码", "营业收入（万元）"], [CODE, "900"], by=world.contact_officer)


def test_the_page_of_columns_shows_what_was_found_first(world) -> None:
    client = world.client("shen")
    batch = checked(world, HEADERS, ["", CODE, "1", "1", "2025", "1", "1", "是", "A"])
    page = client.get(f"/imports/{batch.pk}/?columns").content.decode()
    assert (
        page.index('name="revenue"')
        < page.index("What else the table may hold")
        < page.index('name="loan_rate"')
    )


def test_statements_do_not_grow_with_the_rows(world) -> None:
    def count(number: int) -> int:
        with CaptureQueriesContext(connection) as ran:
            checked(
                world,
                ["企业名称", "营业收入（万元）"],
                *([f"云溪市试验{n}袜业有限公司", str(n)] for n in range(number)),
            )
        return len(ran)

    for n in range(40):
        new = company_actions.NewCompany(name=f"云溪市试验{n}袜业有限公司")
        company_actions.register(new=new, by=world.desk, at=world.at)
    assert count(40) <= count(2) + 2
    assert queries.known(tenant_id=world.tenant.pk, company_id=world.company.pk, on=world.at.date())
