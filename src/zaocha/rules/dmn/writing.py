"""A decision table as a DMN 1.5 document that other tools open, and that reads back to the same table."""

import re
from collections import Counter
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from zaocha.rules.dmn.table_reads import Parts, Read, reads_of, spaced
from zaocha.rules.dmn.table_texts import InputText, OutputText, RowText, TableText
from zaocha.rules.dmn.tables import BadTable

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
_OWN = "https://zaocha.example/dmn"
# What an XML document cannot hold at all.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def document(tables: Iterable[TableText], *, name: str) -> bytes:
    """A document with a decision for every table and an input for every name that the tables read.

    Raises `BadTable` for a name that stands twice and for characters that no XML document can hold.
    """
    ids = _Ids()
    root = Element("definitions", {
        "xmlns": NAMESPACE, "id": "definitions", "name": _clean(name), "namespace": _OWN, "exporter": "Zaocha",
    })  # fmt: skip
    decisions = list(tables)
    known = _decision_ids(decisions, ids)
    inputs = _inputs(decisions, known)
    for read in inputs:
        if spaced(read.parts):
            read.type_ref = ids.next("type")
            _item(SubElement(root, "itemDefinition", {"name": read.type_ref}), read.parts)
    for read in inputs:
        known[read.name] = ids.next("input")
        one = SubElement(root, "inputData", {"id": known[read.name], "name": _clean(read.name)})
        _variable(one, read.name, read.type_ref)
    for table in decisions:
        _decision(root, table, known, ids)
    indent(root)
    data: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"


def _decision_ids(tables: list[TableText], ids: "_Ids") -> dict[str, str]:
    for name, count in Counter(one.name for one in tables).items():
        if count > 1 or not name:
            raise BadTable("Every table needs a name of its own; '{name}' is not.", name=name)
    return {one.name: ids.next("decision") for one in tables}


def _inputs(tables: list[TableText], known: dict[str, str]) -> list[Read]:
    """What the tables read and none of them gives."""
    found: dict[str, Read] = {}
    for table in tables:
        for read in reads_of(table):
            if read.name not in known:
                _merge(found.setdefault(read.name, Read(read.name)), read)
    return list(found.values())


def _merge(one: Read, more: Read) -> None:
    one.type_ref = one.type_ref or more.type_ref
    _merge_parts(one.parts, more.parts)


def _merge_parts(one: Parts, more: Parts) -> None:
    for name, inner in more.items():
        _merge_parts(one.setdefault(name, {}), inner)


def _item(parent: Element, parts: Parts) -> None:
    """Parts as components, so that whoever opens the document knows names of several words."""
    for name, inner in parts.items():
        component = SubElement(parent, "itemComponent", {"name": _clean(name)})
        if spaced(inner):
            _item(component, inner)
        else:
            SubElement(component, "typeRef").text = "Any"


class _Ids:
    """Ids that are unique within a document."""

    def __init__(self) -> None:
        self.count = 0

    def next(self, kind: str) -> str:
        self.count += 1
        return f"{kind}_{self.count}"


def _clean(text: str) -> str:
    if bad := _FORBIDDEN.search(text):
        raise BadTable("XML cannot hold the character {character}.", character=f"U+{ord(bad.group()):04X}")
    return text


def _variable(parent: Element, name: str, type_ref: str) -> None:
    variable = SubElement(parent, "variable", {"name": _clean(name)})
    if type_ref:
        variable.set("typeRef", _clean(type_ref))


def _decision(root: Element, table: TableText, known: dict[str, str], ids: _Ids) -> None:
    decision = SubElement(root, "decision", {"id": known[table.name], "name": _clean(table.name)})
    _variable(decision, table.name, table.outputs[0].type_ref if _single_valued(table) else "")
    for read in reads_of(table):
        if read.name != table.name:
            kind = "requiredDecision" if known[read.name].startswith("decision") else "requiredInput"
            requirement = SubElement(decision, "informationRequirement", {"id": ids.next("requirement")})
            SubElement(requirement, kind, {"href": f"#{known[read.name]}"})
    _table(decision, table, ids)


def _single_valued(table: TableText) -> bool:
    return len(table.outputs) == 1 and table.policy in ("UNIQUE", "ANY", "FIRST", "PRIORITY")


def _table(parent: Element, table: TableText, ids: _Ids) -> None:
    one = SubElement(parent, "decisionTable", {"id": ids.next("table"), "hitPolicy": table.policy})
    if table.aggregation:
        one.set("aggregation", table.aggregation)
    one.set("outputLabel", _clean(table.name))
    for column in table.inputs:
        _input(one, column, ids)
    for output in table.outputs:
        _output(one, output, ids)
    for number in range(max((len(row.notes) for row in table.rows), default=0)):
        name = table.note_names[number] if number < len(table.note_names) else ""
        SubElement(one, "annotation", {"name": _clean(name)})
    for row in table.rows:
        _row(one, row, ids)


def _text(parent: Element, tag: str, text: str, ids: _Ids | None = None) -> Element:
    found = SubElement(parent, tag, {"id": ids.next("cell")} if ids else {})
    SubElement(found, "text").text = _clean(text)
    return found


def _input(parent: Element, column: InputText, ids: _Ids) -> None:
    one = SubElement(parent, "input", {"id": ids.next("column"), "label": _clean(column.label)})
    expression = _text(one, "inputExpression", column.text, ids)
    if column.type_ref:
        expression.set("typeRef", _clean(column.type_ref))
    if column.allowed:
        _text(one, "inputValues", column.allowed, ids)


def _output(parent: Element, output: OutputText, ids: _Ids) -> None:
    one = SubElement(parent, "output", {"id": ids.next("column")})
    if output.name:
        one.set("name", _clean(output.name))
    if output.type_ref:
        one.set("typeRef", _clean(output.type_ref))
    if output.allowed:
        _text(one, "outputValues", output.allowed, ids)
    if output.default:
        _text(one, "defaultOutputEntry", output.default, ids)


def _row(parent: Element, row: RowText, ids: _Ids) -> None:
    one = SubElement(parent, "rule", {"id": ids.next("rule")})
    for test in row.tests:
        _text(one, "inputEntry", test, ids)
    for output in row.outputs:
        _text(one, "outputEntry", output, ids)
    for note in row.notes:
        _text(one, "annotationEntry", note)
