"""A decision table in its own words: out of DMN's XML, out of JSON, and back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element

from zaocha.rules.dmn import xml
from zaocha.rules.dmn.tables import AGGREGATIONS, HIT_POLICIES, BadTable
from zaocha.rules.dmn.xml import attribute, child, children
from zaocha.rules.feel.types import SIMPLE


@dataclass(frozen=True, slots=True)
class InputText:
    """An input: the words over it, its expression, its type, its allowed values."""

    label: str
    text: str
    type_ref: str = ""
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class OutputText:
    """An output: its name, type, values in the order of preference, default."""

    name: str
    type_ref: str = ""
    allowed: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class RowText:
    """A rule: its tests, its outputs, its notes."""

    tests: tuple[str, ...]
    outputs: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableText:
    """A whole table, every cell as it was written."""

    name: str
    inputs: tuple[InputText, ...]
    outputs: tuple[OutputText, ...]
    rows: tuple[RowText, ...]
    policy: str = "UNIQUE"
    aggregation: str = ""
    note_names: tuple[str, ...] = ()
    # Names in the cells that hold spaces or signs.
    names: tuple[str, ...] = ()
    place: str = ""

    @property
    def texts(self) -> Iterator[str]:
        """Every text that is FEEL."""
        for column in self.inputs:
            yield from (column.text, column.allowed)
        for output in self.outputs:
            yield from (output.allowed, output.default)
        for row in self.rows:
            yield from (*row.tests, *row.outputs)


def from_xml(element: Element, place: str) -> TableText:
    """The table of a `<decisionTable>`. Raises `BadTable`."""
    orientation = attribute(element, "preferredOrientation")
    if orientation == "CrossTable":
        raise BadTable("A cross table is not understood; write its rows as rules.", place=place)
    outputs = tuple(_output(one) for one in children(element, "output"))
    return checked(
        TableText(
            name=attribute(element, "outputLabel") or (outputs[0].name if len(outputs) == 1 else ""),
            inputs=tuple(_input(one) for one in children(element, "input")),
            outputs=outputs,
            rows=tuple(_row(one) for one in children(element, "rule")),
            policy=attribute(element, "hitPolicy") or "UNIQUE",
            aggregation=attribute(element, "aggregation"),
            note_names=tuple(attribute(one, "name") for one in children(element, "annotation")),
            place=place,
        )
    )


def _input(element: Element) -> InputText:
    expression = child(element, "inputExpression")
    text = xml.text(expression)
    type_ref = "" if expression is None else attribute(expression, "typeRef")
    return InputText(
        attribute(element, "label") or text, text, type_ref, xml.text(child(element, "inputValues"))
    )


def _output(element: Element) -> OutputText:
    return OutputText(
        name=attribute(element, "name"),
        type_ref=attribute(element, "typeRef"),
        allowed=xml.text(child(element, "outputValues")),
        default=xml.text(child(element, "defaultOutputEntry")),
    )


def _row(element: Element) -> RowText:
    return RowText(
        tests=tuple(xml.text(one) or "-" for one in children(element, "inputEntry")),
        outputs=tuple(xml.text(one) for one in children(element, "outputEntry")),
        notes=tuple(xml.text(one) for one in children(element, "annotationEntry")),
    )


def checked(table: TableText) -> TableText:
    """The table with its policy spelt out. Raises `BadTable` for a shape that no table has."""
    policy = HIT_POLICIES.get(table.policy, table.policy)
    aggregation = AGGREGATIONS.get(table.aggregation, table.aggregation)
    if policy[:1] == "C" and policy[1:] in AGGREGATIONS:
        policy, aggregation = "COLLECT", AGGREGATIONS[policy[1:]]
    if policy not in HIT_POLICIES.values():
        raise BadTable("There is no hit policy '{policy}'.", place=table.place, policy=table.policy)
    if aggregation and (policy != "COLLECT" or aggregation not in AGGREGATIONS.values()):
        raise BadTable(
            "'{aggregation}' is no way to collect.", place=table.place, aggregation=table.aggregation
        )
    if not table.outputs:
        raise BadTable("The table has no output.", place=table.place)
    if aggregation and len(table.outputs) > 1:
        raise BadTable("Only one output can be aggregated.", place=table.place)
    for number, row in enumerate(table.rows, 1):
        if len(row.tests) != len(table.inputs) or len(row.outputs) != len(table.outputs):
            raise BadTable("Row {row} has {tests} tests and {outputs} outputs; {inputs} and {wanted} are needed.",
                           place=table.place, row=number, tests=len(row.tests), outputs=len(row.outputs),
                           inputs=len(table.inputs), wanted=len(table.outputs))  # fmt: skip
    return replace(table, policy=policy, aggregation=aggregation)


def as_json(table: TableText) -> dict[str, Any]:
    """The form of docs/formats/dmn.md."""
    return {
        "name": table.name,
        "hit_policy": table.policy,
        "aggregation": table.aggregation or None,
        "names": list(table.names),
        "inputs": [
            {"label": one.label, "expression": one.text, "type": one.type_ref, "values": one.allowed}
            for one in table.inputs
        ],
        "outputs": [
            {"name": one.name, "type": one.type_ref, "values": one.allowed, "default": one.default}
            for one in table.outputs
        ],
        "rules": [
            {"tests": list(one.tests), "outputs": list(one.outputs), "notes": list(one.notes)}
            for one in table.rows
        ],
    }


def from_json(document: object, *, place: str = "") -> TableText:
    """The table of a document in the form of docs/formats/dmn.md. Raises `BadTable` with the place."""
    top = _mapping(document, place)
    inputs = tuple(
        _json_input(one, f"{place} inputs[{n}]") for n, one in enumerate(_list(top, "inputs", place))
    )
    outputs = tuple(
        _json_output(one, f"{place} outputs[{n}]") for n, one in enumerate(_list(top, "outputs", place))
    )
    rows = tuple(_json_row(one, f"{place} rules[{n}]") for n, one in enumerate(_list(top, "rules", place)))
    return checked(
        TableText(
            name=_word(top, "name", place),
            inputs=inputs,
            outputs=outputs,
            rows=rows,
            policy=_word(top, "hit_policy", place) or "UNIQUE",
            aggregation=_word(top, "aggregation", place),
            names=_words(top, "names", place),
            place=place,
        )
    )


def _json_input(document: object, place: str) -> InputText:
    one = _mapping(document, place)
    text = _word(one, "expression", place)
    return InputText(
        _word(one, "label", place) or text, text, _word(one, "type", place), _word(one, "values", place)
    )


def _json_output(document: object, place: str) -> OutputText:
    one = _mapping(document, place)
    return OutputText(
        _word(one, "name", place),
        _type(one, place),
        _word(one, "values", place),
        _word(one, "default", place),
    )


def _type(one: Mapping[str, object], place: str) -> str:
    found = _word(one, "type", place)
    if found and found not in SIMPLE:
        raise BadTable("There is no type '{type}'.", place=place, type=found)
    return found


def _json_row(document: object, place: str) -> RowText:
    one = _mapping(document, place)
    return RowText(_words(one, "tests", place), _words(one, "outputs", place), _words(one, "notes", place))


def _mapping(document: object, place: str) -> Mapping[str, object]:
    if not isinstance(document, Mapping):
        raise BadTable("An object is needed here.", place=place)
    return document


def _list(document: Mapping[str, object], key: str, place: str) -> list[object]:
    found = document.get(key, [])
    if not isinstance(found, list):
        raise BadTable("'{key}' is a list.", place=place, key=key)
    return found


def _word(document: Mapping[str, object], key: str, place: str) -> str:
    found = document.get(key)
    if found is not None and not isinstance(found, str):
        raise BadTable("'{key}' is a text in quotes.", place=place, key=key)
    return _line_ends(found or "").strip()


def _line_ends(text: str) -> str:
    """XML knows one kind of line end only."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _words(document: Mapping[str, object], key: str, place: str) -> tuple[str, ...]:
    found = _list(document, key, place)
    if not all(isinstance(one, str) for one in found):
        raise BadTable("'{key}' holds texts in quotes.", place=place, key=key)
    return tuple(_line_ends(str(one)).strip() for one in found)
