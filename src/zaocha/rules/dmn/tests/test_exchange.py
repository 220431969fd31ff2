"""Decision tables out as DMN 1.5 and in again; XML from outside is read without harm."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from zaocha.rules.dmn import cli, compiling, deciding, exchange, extracting, reading, table_texts, xml
from zaocha.rules.dmn.running import Model
from zaocha.rules.dmn.table_texts import InputText, OutputText, RowText, TableText
from zaocha.rules.dmn.tables import BadTable
from zaocha.rules.dmn.xml import NotReadable
from zaocha.rules.feel.scopes import Scope

MODEL = Path(__file__).parent / "fixtures" / "0001-grants" / "0001-grants.dmn"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZAOCHA_LANG", "en")


def reopened(*tables: TableText) -> list[TableText]:
    return extracting.tables_of(reading.definitions(xml.read(exchange.document(tables, name="t"))))


def test_tables_of_a_model_stand_alone_with_plain_types() -> None:
    share, reasons = exchange.read(MODEL)
    assert (share.name, reasons.policy) == ("Share", "COLLECT")
    assert share.inputs[0] == InputText(
        "Company.size", "Company.size", "string", '"微型", "小型", "中型", "大型"'
    )
    assert share.names == ("annual turnover",)
    assert [table_texts.as_json(one) for one in reopened(share, reasons)] == [
        table_texts.as_json(one) for one in (share, reasons)
    ]


_words = st.text(alphabet='abc <>&"企 \n\t]', max_size=12).map(str.strip)
_cells = st.sampled_from(["-", "< 3", ">= 3", "[1..3)", "1, 2", "not(2)"])
_outputs = st.sampled_from(["1", "2", "rate * 2", "if age > 2 then 1 else 0"])


@st.composite
def tables(draw: st.DrawFn) -> TableText:
    aggregation = draw(st.sampled_from(["", "SUM", "COUNT", "MIN", "MAX"]))
    policy = (
        "COLLECT"
        if aggregation
        else draw(st.sampled_from(["UNIQUE", "FIRST", "ANY", "RULE ORDER", "COLLECT"]))
    )
    rows = draw(st.lists(st.tuples(_cells, _cells, _outputs, _words), max_size=4))
    return TableText(
        name="the share",
        inputs=(
            InputText(draw(_words) or "age", "age", "number"),
            InputText("staff now", "staff now", "number", ">= 0"),
        ),
        outputs=(OutputText("share", "number", "", draw(st.sampled_from(["", "7"]))),),
        rows=tuple(RowText((a, b), (out,), (note,)) for a, b, out, note in rows),
        policy=policy,
        aggregation=aggregation,
        names=("staff now",),
    )


@given(tables(), st.integers(-1, 4), st.integers(-1, 4))
def test_what_goes_out_comes_in_the_same_and_decides_the_same(table: TableText, age: int, staff: int) -> None:
    document = exchange.document([table], name="t")
    definitions = reading.definitions(xml.read(document))
    (back,) = extracting.tables_of(definitions)
    assert table_texts.as_json(back) == table_texts.as_json(table)
    inputs = {"age": Decimal(age), "staff now": Decimal(staff), "rate": Decimal(3)}
    alone = deciding.decided(compiling.table(table), Scope(inputs)).value
    assert Model(definitions).run(inputs).decide("the share") == alone


@given(tables())
def test_json_is_a_round_trip(table: TableText) -> None:
    written = json.loads(json.dumps(table_texts.as_json(table)))
    assert table_texts.as_json(table_texts.from_json(written)) == table_texts.as_json(table)


def test_what_xml_cannot_hold_is_refused() -> None:
    for bad in ("\x00", "\ud800", "\uffff"):
        with pytest.raises(BadTable, match=f"U\\+{ord(bad):04X}"):
            exchange.document([TableText(f"a{bad}", (), (OutputText("x"),), ())], name="t")


def test_a_call_of_what_is_not_in_the_table_is_refused() -> None:
    table = TableText("t", (), (OutputText("x"),), (RowText((), ("capped(1, 2)",)),))
    with pytest.raises(BadTable, match="calls 'capped'"):
        exchange.document([table], name="t")


LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><definitions>&b;</definitions>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions>&x;</definitions>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LAUGHS, "Entities and document types are not read."),
        (OUTSIDE, "Entities and document types are not read."),
        ('<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><definitions/>', "Entities and document types"),
        ("<a>" * 200 + "</a>" * 200, "nested more than 100 deep"),
        ("<definitions", "not well-formed XML (line 1, column 1)"),
        ("<definitions/>", "no DMN 1.1 to 1.5 document"),
        ('<?xml version="1.0" encoding="klingon"?><a/>', "x.dmn"),
    ],
)
def test_xml_from_outside_does_no_harm(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "x.dmn"
    file.write_text(text, encoding="utf8")
    ran = CliRunner().invoke(cli.dmn, ["import", str(file)])
    assert ran.exit_code == 3
    assert said in ran.stderr


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "LARGEST_BYTES", 10)
    with pytest.raises(NotReadable, match="larger than"):
        exchange.read(MODEL)
    with pytest.raises(NotReadable, match="larger than"):
        xml.read(b"<definitions/>")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "<literalExpression><text>if amount",
            "<table/><literalExpression><text>if amount",
            "'table' is not understood",
        ),
        (
            'hitPolicy="UNIQUE"',
            'hitPolicy="UNIQUE" preferredOrientation="CrossTable"',
            "A cross table is not understood",
        ),
        ('hitPolicy="UNIQUE"', 'hitPolicy="MAYBE"', "There is no hit policy 'MAYBE'"),
        ("<inputData ", "<inputDatum/><inputData ", "'inputDatum' is not understood"),
        (
            'name="grants" ',
            'name="grants" expressionLanguage="http://www.w3.org/1999/XPath" ',
            "only FEEL is",
        ),
        (
            "<literalExpression><text>capped",
            '<literalExpression expressionLanguage="Python"><text>capped',
            "only FEEL is",
        ),
    ],
)
def test_what_is_not_understood_is_named_and_never_skipped(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = MODEL.read_text(encoding="utf8")
    assert old in text
    file = tmp_path / "x.dmn"
    file.write_text(text.replace(old, new, 1), encoding="utf8")
    ran = CliRunner().invoke(cli.dmn, ["import", str(file)])
    if "table/" in new:
        # A first box is taken where logic may stand; a second one beside it is not lost either.
        assert said in ran.stderr or "expressions; one is needed" in ran.stderr
    else:
        assert (ran.exit_code, said in ran.stderr, "x.dmn" in ran.stderr) == (3, True, True)


def run(*words: str) -> tuple[int, str]:
    ran = CliRunner().invoke(cli.dmn, list(words))
    return ran.exit_code, ran.stdout or ran.stderr


def test_commands_hand_over_to_each_other(tmp_path: Path) -> None:
    code, text = run("import", str(MODEL))
    assert code == 0
    (tmp_path / "t.json").write_text(text, encoding="utf8")
    assert run("export", str(tmp_path / "t.json"), "--out", str(tmp_path / "t.dmn"))[0] == 0
    assert run("import", str(tmp_path / "t.dmn")) == (code, text)
    assert run("check", str(tmp_path / "t.dmn"))[0] == 0
    facts = {"Company": {"size": "微型", "annual turnover": 5000000, "founded": "2021-01-01"}}
    (tmp_path / "i.json").write_text(json.dumps(facts), encoding="utf8")
    code, text = run(
        "run", str(tmp_path / "t.dmn"), "--inputs", str(tmp_path / "i.json"), "--decision", "Share", "--json"
    )
    assert (code, json.loads(text)) == (0, {"decisions": {"Share": "0.2"}, "notes": []})


def test_a_model_is_run_over_json(tmp_path: Path) -> None:
    facts = {
        "Company": {"size": "微型", "annual turnover": 4.5, "founded": "2021-01-01"},
        "Machine Price": 1000.1,
    }
    (tmp_path / "i.json").write_text(json.dumps(facts), encoding="utf8")
    code, text = run("run", str(MODEL), "--inputs", str(tmp_path / "i.json"), "--json")
    made = json.loads(text)["decisions"]
    assert (code, made["Grant"], made["Reasons"]) == (0, "300.03", ["young", "of this town"])
    assert made["Parts"]["dates"] == ["2027-11-23", "2028-11-23"]
    code, text = run("run", str(MODEL), "--json")
    assert (code, json.loads(text)["decisions"]["Grant"]) == (1, None)
    assert run("run", str(MODEL), "--decision", "Nothing")[0] == 3


@pytest.mark.parametrize(
    "text", ["", "[1", "[]", '{"tables": 1}', '{"tables": [1]}', '{"outputs": [{"name": 1}]}']
)
def test_json_that_is_no_table_is_unreadable(tmp_path: Path, text: str) -> None:
    file = tmp_path / "t.json"
    file.write_text(text, encoding="utf8")
    assert run("check", str(file))[0] == 3
    file.write_bytes(b"\xff\xfe\x00")
    assert run("export", str(file))[0] == 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "if amount &gt; cap then",
            "if amount &gt;&gt; cap then",
            "businessKnowledgeModel[capped]: '>' does not belong here.",
        ),
        ('name="Grant" typeRef="number"', 'name="Grant" typeRef="money"', "There is no type 'money'."),
        ('href="#d_share"', 'href="#d_none"', "'d_none' is required and not there."),
        (
            "<encapsulatedLogic>",
            '<encapsulatedLogic kind="Java">',
            "Functions of the kind 'Java' are not called",
        ),
        (
            "<text>capped(Machine",
            "<text>(function(a) external {java: 1})(Machine",
            "'external' are not called",
        ),
        ("&lt; 5000000", "&lt;= 5000000", 'Rows 1 and 2 hold together for Company.size: "微型", "小型"'),
        ("&gt;= 5000000", "&gt; 5000000", 'No row holds for Company.size: "微型", "小型"; '),
        ("&lt; 5000000", "(5..5)", "Row 1 never holds."),
    ],
)
def test_a_model_is_looked_through_before_it_is_used(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = MODEL.read_text(encoding="utf8")
    assert old in text
    file = tmp_path / "x.dmn"
    file.write_text(text.replace(old, new, 1), encoding="utf8")
    code, words = run("check", str(file))
    assert (code, said in words) == (1, True), words
    code, words = run("check", str(file), "--json")
    assert all(one["message"]["zh"] and one["file"] == "x.dmn" for one in json.loads(words)["findings"])
