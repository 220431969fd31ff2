"""The form of a policy and its document are the same thing, both ways."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import world

from zaocha.offers import packs
from zaocha.offers.editing import benefits, faults, fields, layout, nodes, operators, sheets, steps
from zaocha.rules import facts
from zaocha.rules.policies import reading

DOCUMENTS = [world.POLICY, *(pack.document for pack in packs.every())]
BENEFITS = [
    {"form": "fixed", "amount": "500000"},
    {"form": "by_grade", "fact": "factory_grade", "grades": {"future_factory": "1000000", "workshop_city": "100000"}},
    {"form": "steps", "base": "land_transferred_mu", "rows": [{"in": "[3..10)", "amount": "200000"}, {"in": ">= 30", "amount": "800000"}]},
    {"form": "rate", "rate": "0.015", "base": {"sum": ["equipment_investment", "software_investment"]}, "cap": "1000000"},
    {"form": "rate", "rate": "30%", "base": {"smallest": ["loan_amount", "5000000"]}},
    {"form": "cases", "of": [{"when": {"all": [{"fact": "high_tech", "test": "true"}]}, "amount": "10000"}], "otherwise": {"form": "fixed", "amount": "5000"}},
    {"form": "sum", "of": [{"form": "fixed", "amount": "1"}, {"form": "fixed", "amount": "20000"}]},
    {"form": "tiers", "base": "revenue", "rows": [{"up_to": "1000000", "rate": "1%"}, {"rate": "0.02"}]},
    {"form": "no_such_form", "whatever": {"deep": ["a", "b"]}},
]  # fmt: skip


def again(document: dict) -> dict:
    """Document → sheet → what a browser posts → sheet → document."""
    posted = fields.flat(sheets.of_document(document))
    return sheets.to_document(fields.nested(json.loads(json.dumps(posted)).items()))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one["id"])
def test_what_the_form_saves_is_the_policy_that_it_showed(document: dict) -> None:
    before = reading.from_data(document, dictionary=facts.dictionary())
    after = reading.from_data(again(document), dictionary=facts.dictionary())
    assert after.versions[0].valid == before.versions[0].valid
    assert _whole(again(document)) == _whole(document)
    assert again(again(document)) == again(document)


@pytest.mark.parametrize("benefit", BENEFITS, ids=lambda one: one["form"])
def test_every_form_of_benefit_comes_back_as_it_was(benefit: dict) -> None:
    document = {**world.POLICY, "versions": [{"valid_from": "2026-01-01", "benefit": benefit}]}
    assert again(document)["versions"][0]["benefit"] == benefit


def test_parts_that_the_form_does_not_know_are_not_lost() -> None:
    document = {**world.POLICY, "facts": [{"name": "new_fact", "type": "number"}], "later": {"a": ["b"]}}
    assert again(document)["facts"] == document["facts"]
    assert again(document)["later"] == document["later"]


@pytest.mark.parametrize(
    ("text", "kind", "op", "value", "unit"),
    [
        (">= 100000", "money", ">=", "10", "万元"),
        (">= 86500", "money", ">=", "8.65", "万元"),
        ("< 86501", "money", "<", "86501", "元"),
        (">= 0.03", "ratio", ">=", "3", "%"),
        ('"A","B"', "code", "in", "A、B", ""),
        ('not("D")', "code", "not_in", "D", ""),
        ('starts with(?, "17", "18")', "code", "starts", "17、18", ""),
        ("is missing", "money", "missing", "", ""),
        ("-", "money", "any", "", ""),
        ('< date("2025-01-01")', "date", "<", "2025-01-01", ""),
        ("true", "boolean", "=", "true", ""),
        ("> 1, < -1", "number", "text", "> 1, < -1", ""),
        (">= ten", "number", "text", ">= ten", ""),
    ],
)
def test_a_test_is_shown_as_people_say_it(text: str, kind: str, op: str, value: str, unit: str) -> None:
    row = operators.row_of(nodes._parsed(text), text=text, kind=kind)
    assert (row["op"], row["value"], row["unit"]) == (op, value, unit)
    written = operators.text_of(row, kind=kind)
    assert nodes._parsed(written) == nodes._parsed(text)


@pytest.mark.parametrize(("typed", "unit", "plain"), [("10 万", "元", "100000"), ("10", "万元", "100000"), ("1,200.50", "元", "1200.5"), ("3％", "", "0.03"), ("2 亿元", "", "200000000")])  # fmt: skip
def test_amounts_are_read_as_they_are_typed(typed: str, unit: str, plain: str) -> None:
    number = operators.number(typed, unit)
    assert number is not None
    assert operators.plain(number) == plain


@given(
    st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from([">=", "<", "=", "[..)", "(..]"])
)
def test_no_number_changes_on_its_way_through_the_form(value, op) -> None:
    text = (
        f"[{value}..{value + 1})"
        if op == "[..)"
        else f"({value}..{value + 1}]"
        if op == "(..]"
        else f"{op} {value}"
    )
    text = str(value) if op == "=" else text
    for kind in ("money", "ratio", "number"):
        row = operators.row_of(nodes._parsed(text), text=text, kind=kind)
        assert nodes._parsed(operators.text_of(row, kind=kind)) == nodes._parsed(text)


def test_rows_are_added_moved_and_taken_out() -> None:
    sheet = sheets.of_document(world.POLICY)
    root = "versions.0.when.items"
    assert steps.do(sheet, f"add:{root}:any") == f"{root}.3"
    assert steps.do(sheet, f"add:{root}.3.items:clause") == f"{root}.3.items.1"
    assert steps.do(sheet, f"up:{root}.3") == f"{root}.2"
    assert fields.at(sheet, f"{root}.2.type") == "any"
    steps.do(sheet, f"drop:{root}.2")
    assert sheets.to_document(sheet) == again(world.POLICY)
    assert steps.do(sheet, "copy:versions.0") == "versions.1"
    assert len(sheets.to_document(sheet)["versions"]) == 2


def test_steps_that_lead_nowhere_change_nothing() -> None:
    sheet = sheets.of_document(world.POLICY)
    before = json.dumps(sheet)
    for step in ("drop:versions.9", "up:x", "add:id:clause", "nonsense", "drop:", "set:id", "copy:title.zh"):
        steps.do(sheet, step)
    assert json.dumps(sheet) == before


def test_labels_are_taken_for_facts() -> None:
    sheet = sheets.of_document(world.POLICY)
    sheet["versions"][0]["when"]["items"][0]["fact"] = "营业收入（年）"
    made = sheets.to_document(sheet)["versions"][0]["when"]["all"][0]
    assert made == {"fact": "revenue", "test": ">= 100000", "unit": "CNY"}


def test_findings_lead_to_their_field() -> None:
    assert faults.place("versions[0].when.all[1].any[0].test") == "versions.0.when.items.1.items.0.value"
    assert faults.place("versions[1].when.all[2].not.fact") == "versions.1.when.items.2.items.0.fact"
    assert faults.place("versions[0].benefit.rows[1].in") == "versions.0.benefit.rows.1.in"
    assert faults.place("versions[0].apply.where") == "versions.0.where"


@given(st.dictionaries(st.text("pv.0123456789when", max_size=20), st.text(max_size=5), max_size=12))
def test_nonsense_in_the_form_breaks_nothing(posted: dict[str, str]) -> None:
    sheet = fields.nested(posted.items())
    document = sheets.to_document(sheet)
    layout.form(sheets.of_document(document), {}, is_new=True)
    layout.form(sheet, {}, is_new=False)


def test_an_amount_is_shown_in_myriads_where_it_comes_out_even() -> None:
    assert benefits.amount("300000") == "30万元"
    assert benefits.amount("300001") == "300001"
    assert benefits.amount("9999") == "9999"


def _whole(document: dict) -> object:
    """A policy without what the form may say otherwise: lone clauses in groups of one, rows for grades."""
    policy = reading.from_data(document, dictionary=facts.dictionary())
    return [
        (version.valid, version.window, version.apply, version.documents, _flat(version.when), version.note)
        for version in policy.versions
    ], (policy.id, policy.title, policy.kind, policy.source, policy.excludes, policy.group, policy.take)


def _flat(condition: object) -> object:
    items = getattr(condition, "items", None)
    if items is not None and len(items) == 1:
        return _flat(items[0])
    if items is not None:
        return (type(condition).__name__, tuple(map(_flat, items)))
    inner = getattr(condition, "item", None)
    return ("not", _flat(inner)) if inner is not None else condition


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_looking_at_the_form_again_and_again_changes_nothing(language) -> None:
    """Every step draws the form anew from what was posted: labels must come back as the facts that they name."""
    from django.utils import translation

    benefit = {"form": "rate", "rate": "1%", "base": {"sum": ["software_investment", "equipment_investment"]}}
    tests = [{"fact": name, "test": "-"} for name in facts.dictionary().facts]
    document = {
        **world.POLICY,
        "versions": [{"valid_from": "2026-01-01", "when": {"any": tests}, "benefit": benefit}],
    }
    with translation.override(language):
        sheet = sheets.of_document(document)
        for _round in range(3):
            shown = layout.form(sheet, {}, is_new=False)
            version = shown.versions[0]
            for node in version.when.items:
                fields.at(sheet, node.path)["fact"] = node.controls["fact"].value
            base = next(part.control for part in version.benefit.parts if part.path.endswith(".base"))
            sheet["versions"][0]["benefit"]["base"] = base.value
        assert sheets.to_document(sheet)["versions"] == document["versions"]
