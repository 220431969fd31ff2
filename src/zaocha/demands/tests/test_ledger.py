"""The ledger goes out, is worked on, and comes back without losing anything."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from click.testing import CliRunner

from zaocha.demands import actions, ledger, queries
from zaocha.demands.ledger_cli import ledger as command
from zaocha.demands.models import Demand, Step
from zaocha.demands.tests.ways import assigned, raised, replied
from zaocha.imports import actions as import_actions
from zaocha.imports import reports, running
from zaocha.imports.reading import Upload
from zaocha.imports.refusals import Stale

AT = timedelta(hours=2)


@pytest.fixture(autouse=True)
def _now(world, monkeypatch) -> None:
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at + AT)


class Sheet:
    """The exported ledger as somebody works on it in an office program."""

    def __init__(self, world) -> None:
        data = ledger.workbook(demands=queries.visible(world.desk), by=world.desk, at=world.at)
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        self.sheet = self.book.worksheets[0]
        self.columns = {cell.value: cell.column for cell in self.sheet[1]}

    def row_of(self, demand: Demand) -> int:
        keys = [cell.value for cell in self.sheet[openpyxl.utils.get_column_letter(self.columns["key"])]]
        return keys.index(str(demand.pk)) + 1

    def set(self, demand: Demand, **values) -> None:
        for name, value in values.items():
            self.sheet.cell(self.row_of(demand), self.columns[name.replace("_", " ")]).value = value

    def add(self, **values) -> int:
        row = self.sheet.max_row + 1
        for name, value in values.items():
            self.sheet.cell(row, self.columns[name.replace("_", " ")], value)
        return row

    def upload(self) -> Upload:
        target = io.BytesIO()
        self.book.save(target)
        return Upload("ledger.xlsx", target.getvalue())


def checked(world, sheet: Sheet):
    return running.check(
        kind="ledger", upload=sheet.upload(), mapping={}, by=world.desk, at=world.at + AT,
        progress=lambda what, done, total: None,
    )  # fmt: skip


def taken(world, batch, **more) -> None:
    import_actions.take(import_id=batch.pk, by=world.desk, at=world.at + AT, background=False, **more)


def said(batch) -> list[str]:
    spec = import_actions.kind_of("ledger")
    lines = [reports.line(row, batch, spec) for row in batch.rows.order_by("pk")]
    return [words for line in lines for words in line.problems]


def test_what_comes_back_unchanged_changes_nothing(world) -> None:
    for made in (raised(world), assigned(world), replied(world, "planned", next_on=date(2026, 4, 1))):
        made.refresh_from_db()
    before = list(Demand.objects.order_by("pk").values())
    steps = Step.objects.count()
    batch = checked(world, Sheet(world))
    assert batch.counts == {"same": 3}
    taken(world, batch)
    assert list(Demand.objects.order_by("pk").values()) == before
    assert Step.objects.count() == steps


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_column_of_either_language_is_known_again(world, language) -> None:
    from django.utils import translation

    demand = raised(world)
    with translation.override(language):
        sheet = Sheet(world)
        headings = ledger.headings()
        sheet.sheet.cell(sheet.row_of(demand), sheet.columns[headings["answer_draft"]]).value = "拟答复"
        new = sheet.sheet.max_row + 1
        sheet.sheet.cell(new, sheet.columns[headings["words"]]).value = "希望开通夜间公交"
        batch = checked(world, sheet)
        assert set(batch.mapping) == set(headings) - {"raised_at", "due_at", "answer"}
        assert batch.counts == {"change": 1, "new": 1}
        taken(world, batch)
    assert Demand.objects.filter(words="希望开通夜间公交").exists()


def test_hidden_keys_and_drop_downs(world) -> None:
    raised(world)
    sheet = Sheet(world)
    letter = openpyxl.utils.get_column_letter
    assert sheet.sheet.column_dimensions[letter(sheet.columns["key"])].hidden
    assert len(sheet.sheet.data_validations.dataValidation) == 3


def test_every_change_is_shown_old_and_new_and_then_taken(world) -> None:
    demand, quiet = raised(world), raised(world, "别动我")
    sheet = Sheet(world)
    sheet.set(
        demand, Category=ledger.category_name("12"), Lead_unit="城建办", Draft_of_an_answer="拟本周修好",
        Next_date=date(2026, 3, 6), Note="电话核实过",
    )  # fmt: skip
    batch = checked(world, sheet)
    assert batch.counts == {"change": 1, "same": 1}
    spec = import_actions.kind_of("ledger")
    line = reports.line(batch.rows.get(decision="change"), batch, spec)
    shown = {str(label): (old, new) for label, old, new in line.changes}
    assert shown["Lead unit"] == ("–", "城建办")
    assert shown["Draft of an answer"] == ("–", "拟本周修好")
    assert shown["Category"][1].startswith("12 ")
    assert not Step.objects.exists()
    taken(world, batch)
    demand.refresh_from_db()
    assert (demand.category, demand.state, demand.unit_id) == ("12", "assigned", world.roads.pk)
    assert (demand.answer_draft, demand.next_on, demand.answer) == ("拟本周修好", date(2026, 3, 6), "")
    assert "电话核实过" in set(Step.objects.filter(demand=demand).values_list("note", flat=True))
    quiet.refresh_from_db()
    assert quiet.version == 1


def test_what_was_changed_only_here_stays(world) -> None:
    demand = raised(world)
    sheet = Sheet(world)
    actions.correct(
        demand_id=demand.pk, version=1, changes={"category": "12"}, by=world.colleague, at=world.at
    )
    sheet.set(demand, Draft_of_an_answer="拟答复")
    batch = checked(world, sheet)
    assert batch.counts == {"change": 1}
    taken(world, batch)
    demand.refresh_from_db()
    assert (demand.category, demand.answer_draft) == ("12", "拟答复")


@pytest.mark.parametrize(("answer", "left"), [("mine", "13"), ("theirs", "12"), ("skip", "12")])
def test_what_was_changed_in_both_places_is_asked_about(world, answer, left) -> None:
    demand = raised(world)
    sheet = Sheet(world)
    actions.correct(
        demand_id=demand.pk, version=1, changes={"category": "12"}, by=world.colleague, at=world.at
    )
    sheet.set(demand, Category="13", Draft_of_an_answer="拟答复")
    batch = checked(world, sheet)
    assert batch.counts == {"ask": 1}
    row = batch.rows.get()
    assert row.questions == ["conflict_category"]
    batch = import_actions.answer(
        import_id=batch.pk, answers={row.pk: {"conflict_category": answer}}, by=world.desk, at=world.at + AT
    )
    taken(world, batch)
    demand.refresh_from_db()
    assert demand.category == left
    assert demand.answer_draft == ("" if answer == "skip" else "拟答复")


def test_a_change_between_check_and_taking_makes_it_stale(world) -> None:
    demand = raised(world)
    sheet = Sheet(world)
    sheet.set(demand, Draft_of_an_answer="拟答复")
    batch = checked(world, sheet)
    actions.accept(demand_id=demand.pk, by=world.colleague, at=world.at)
    with pytest.raises(Stale):
        taken(world, batch)
    demand.refresh_from_db()
    assert demand.answer_draft == ""


def test_new_rows_become_demands_and_deleted_rows_change_nothing(world) -> None:
    kept = raised(world)
    sheet = Sheet(world)
    sheet.sheet.delete_rows(sheet.row_of(kept))
    sheet.add(Words="食堂太贵", Company="晴川针织", Category="13", Lead_unit="党建办", Who_said_it="贺总")
    sheet.add(Words="只有一句话")
    batch = checked(world, sheet)
    assert batch.counts == {"new": 2}
    taken(world, batch)
    assert Demand.objects.count() == 3
    demand = Demand.objects.get(words="食堂太贵")
    assert (demand.company_id, demand.category, demand.state, demand.unit_id, demand.channel) == (
        world.company.pk, "13", "assigned", world.labour.pk, "import",
    )  # fmt: skip
    kept.refresh_from_db()
    assert kept.version == 1


@pytest.mark.parametrize(
    ("values", "place", "words"),
    [({"Category": "99 没有"}, "Category", "There is no category “99 没有”"),
     ({"Lead_unit": "天宫"}, "Lead unit", "There is no unit “天宫”"),
     ({"Next_date": "下周"}, "Next date", "“下周” is not a date"),
     ({"Next_date": date(2026, 3, 7)}, "Next date", "the next working day is 2026-03-09"),
     ({"Next_date": date(2026, 2, 3)}, "Next date", "not a day to come"),
     ({"State": "closed"}, "State", "The state is changed by a step"),
     ({"State": "nonsense"}, "State", "The state is changed by a step")],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_says_why_and_where(world, values, place, words) -> None:
    demand, other = raised(world), raised(world, "另一条")
    sheet = Sheet(world)
    sheet.set(demand, **values)
    sheet.set(other, Draft_of_an_answer="好的那行")
    batch = checked(world, sheet)
    assert batch.counts == {"bad": 1, "change": 1}
    (sentence,) = said(batch)
    assert sentence.startswith(place) and words in sentence
    taken(world, batch, without_bad=True)
    other.refresh_from_db()
    assert other.answer_draft == "好的那行"


def test_a_closed_demand_is_not_handed_on_by_the_ledger(world) -> None:
    demand = replied(world)
    sheet = Sheet(world)
    sheet.set(demand, Lead_unit="党建办")
    assert "cannot be handed on" in said(checked(world, sheet))[0]
    sheet.set(demand, Lead_unit=None)
    assert "cannot be taken away here" in said(checked(world, sheet))[0]


def test_words_are_never_changed_and_unknown_numbers_are_named(world) -> None:
    demand = raised(world)
    sheet = Sheet(world)
    sheet.set(demand, Words="我没这么说过")
    row = sheet.add(Number="2026-99999", Words="x")
    batch = checked(world, sheet)
    assert batch.counts == {"bad": 1, "same": 1}
    assert batch.rows.get(decision="bad").number == row
    assert batch.rows.get(decision="same").problems[0]["code"] == "words_kept"


def test_another_tenants_number_is_unknown_here(world) -> None:
    new = actions.NewDemand(words="别处的事", channel="phone")
    theirs = actions.raise_demand(new=new, by=world.stranger, at=world.at)
    raised(world)
    sheet = Sheet(world)
    sheet.add(key=str(theirs.pk), Draft_of_an_answer="偷看")
    assert "There is no demand with this number" in said(checked(world, sheet))[0]


def test_long_drafts_come_back_whole(world) -> None:
    demand = raised(world)
    text = "很长的答复。" * 1500
    actions.correct(
        demand_id=demand.pk, version=1, changes={"answer_draft": text}, by=world.desk, at=world.at
    )
    assert checked(world, Sheet(world)).counts == {"same": 1}


def test_a_formula_stays_text(world) -> None:
    demand = raised(world, "=HYPERLINK(1)")
    sheet = Sheet(world)
    cell = sheet.sheet.cell(sheet.row_of(demand), sheet.columns["Words"])
    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")


def test_the_commands(world, tmp_path) -> None:
    from zaocha.accounts.models import Tenant

    Tenant.objects.filter(slug="elsewhere").delete()
    demand, run, file = raised(world), CliRunner(), tmp_path / "台账.xlsx"
    done = run.invoke(command, ["export", str(file), "--json"])
    assert (done.exit_code, '"rows": 1' in done.output) == (0, True)
    book = openpyxl.load_workbook(file)
    columns = {cell.value: cell.column for cell in book.worksheets[0][1]}
    book.worksheets[0].cell(2, columns["Draft of an answer"], "拟答复")
    book.save(file)
    dry = run.invoke(command, ["import", str(file), "--dry-run"])
    assert dry.exit_code == 0 and "拟答复" in dry.output and "Nothing was taken" in dry.output
    done = run.invoke(command, ["import", str(file), "--json"])
    assert done.exit_code == 0, done.output
    demand.refresh_from_db()
    assert demand.answer_draft == "拟答复"
    (tmp_path / "junk.xlsx").write_bytes(b"\x00\x01junk")
    assert run.invoke(command, ["import", str(tmp_path / "junk.xlsx")]).exit_code == 3
    assert run.invoke(command, ["import", str(tmp_path / "none.xlsx")]).exit_code == 3
    assert run.invoke(command, ["import"]).exit_code == 2


def test_the_pages_of_the_ledger(world) -> None:
    raised(world)
    text = world.client("shen").get("/demands/ledger/").content.decode()
    assert "/imports/" in text and "1 open demand" in text
    assert world.client("qian").get("/demands/ledger.xlsx").status_code == 403
