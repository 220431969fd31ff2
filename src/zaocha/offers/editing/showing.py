"""The sheet as controls: name, label, value, choices, and what the lint says there. Templates only draw them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.offers import dictionary, labels
from zaocha.offers.editing import benefits, faults, fields, nodes

OPERATORS: dict[str, Any] = {
    ">=": _("at least (≥)"), ">": _("more than (>)"), "<=": _("at most (≤)"), "<": _("less than (<)"), "=": _("is (=)"),
    "!=": _("is not (≠)"), "[..]": _("from … to …, both included"), "[..)": _("from … (included) to below …"),
    "(..]": _("above … to … (included)"), "(..)": _("between …, neither included"), "in": _("is one of"),
    "not_in": _("is none of"), "starts": _("begins with"), "not_starts": _("does not begin with"),
    "missing": _("is not known"), "any": _("may be anything"), "text": _("as written (S-FEEL)"),
}  # fmt: skip
OF_KIND = {
    "boolean": ("=", "missing", "any", "text"),
    "code": ("=", "!=", "in", "not_in", "starts", "not_starts", "missing", "any", "text"),
    "set": ("in", "not_in", "missing", "any", "text"),
    "text": ("=", "!=", "in", "not_in", "missing", "any", "text"),
}


_SIGN = re.compile(r"( [+−×÷] )")


@dataclass(frozen=True)
class Control:
    """One field of the form; `kind` is how it is drawn: text, date, choice, flag, lines, fact."""

    path: str
    label: Any
    value: str = ""
    kind: str = "text"
    choices: tuple[tuple[str, Any], ...] = ()
    faults: tuple[str, ...] = ()
    help: Any = ""

    @property
    def name(self) -> str:
        """As it is posted."""
        return f"p.{self.path}"

    @property
    def id(self) -> str:
        """For its label."""
        return "p-" + self.path.replace(".", "-")


@dataclass(frozen=True)
class Node:
    """A row of the conditions, or a group with its rows."""

    path: str
    kind: str
    controls: dict[str, Control] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)
    faults: tuple[str, ...] = ()
    is_root: bool = False
    named: str = ""  # the unit that the policy names

    @property
    def id(self) -> str:
        """Where a jump leads."""
        return "p-" + self.path.replace(".", "-")


@dataclass(frozen=True)
class Part:
    """A field of a form of benefit: a control, a table, inner benefits, or cases."""

    kind: str  # control, both, table, form, forms, cases
    path: str
    label: Any
    is_optional: bool = False
    control: Control | None = None
    columns: tuple[Any, ...] = ()
    rows: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Benefit:
    """A form of benefit with its fields."""

    path: str
    form: Control
    help: str
    parts: list[Part]
    faults: tuple[str, ...] = ()


class Drawing:
    """Makes controls of a sheet; `found` is what the lint says by place."""

    def __init__(self, sheet: dict[str, Any], found: dict[str, list[str]]) -> None:
        self.sheet, self.found = sheet, found

    def control(
        self, path: str, label: Any, *, kind: str = "text", choices: Any = (), help: Any = ""
    ) -> Control:
        """The control at a place, with its value and what is wrong there."""
        value = nodes.text(fields.at(self.sheet, path))
        if choices and value and value not in {code for code, _label in choices}:
            choices = (*choices, (value, value))  # nothing that was written is lost
        return Control(path, label, value, kind, tuple(choices), tuple(faults.at(self.found, path)), help)

    def both(self, path: str, label: Any, *, kind: str = "text") -> list[Control]:
        """The same text in both languages."""
        zh, en = _("%(what)s (Chinese)"), _("%(what)s (English)")
        return [
            self.control(f"{path}.zh", zh % {"what": label}, kind=kind),
            self.control(f"{path}.en", en % {"what": label}, kind=kind),
        ]

    def node(self, path: str, *, is_root: bool = False) -> Node:
        """The conditions at a place."""
        held = fields.at(self.sheet, path)
        held = held if isinstance(held, dict) else {}
        kind = nodes.text(held.get("type")) or "clause"
        said = tuple(faults.at(self.found, path))
        if kind in nodes.GROUPS:
            count = len(nodes.listed(held.get("items")))
            items = [self.node(f"{path}.items.{number}") for number in range(count)]
            said += tuple(faults.at(self.found, f"{path}.items"))
            controls = {"type": self.control(f"{path}.type", _("How the rows join"), choices=GROUPS)}
            return Node(path, kind, controls, items, said, is_root)
        named = nodes.text(held.get("named"))
        return Node(path, kind, self._row(path, held, kind), [], said, named=named)

    def benefit(self, path: str) -> Benefit:
        """The benefit at a place."""
        code = nodes.text(fields.at(self.sheet, f"{path}.form"))
        form = self.control(
            f"{path}.form", _("Form of the benefit"), choices=[("", "–"), *benefits.choices()]
        )
        parts = [self._part(f"{path}.{one.name}", one) for one in benefits.fields(code)]
        if nodes.text(fields.at(self.sheet, f"{path}.raw")):
            control = self.control(f"{path}.raw", _("As written"), kind="lines")
            parts.append(Part("control", control.path, control.label, control=control))
        return Benefit(path, form, benefits.help(code), parts, tuple(faults.at(self.found, path)))

    def _row(self, path: str, held: dict[str, Any], kind: str) -> dict[str, Control]:
        name = dictionary.name_of(nodes.text(held.get("fact")))
        of = "ratio" if kind == "ratio" else dictionary.kind(name)
        offered = OF_KIND.get(of, tuple(OPERATORS))
        row = {
            "fact": self.control(f"{path}.fact", _("Fact"), kind="fact"),
            "op": self.control(
                f"{path}.op", _("Test"), choices=[(code, OPERATORS[code]) for code in offered]
            ),
            "value": self.control(
                f"{path}.value", _("Value"), **_value(of, name, nodes.text(held.get("op")))
            ),
            "label_zh": self.control(f"{path}.label_zh", _("In the policy's words (Chinese)")),
            "label_en": self.control(f"{path}.label_en", _("In the policy's words (English)")),
        }
        if kind == "ratio":
            row["over"] = self.control(f"{path}.over", _("divided by"), kind="fact")
        if ".." in nodes.text(held.get("op")):
            row["high"] = self.control(f"{path}.high", _("to"), kind="date" if of == "date" else "text")
        if of in {"money", "ratio"}:
            row["unit"] = self.control(f"{path}.unit", _("Unit of measure"), choices=labels.UNITS[of])
        elif unit := dictionary.unit_label(name):
            row["unit"] = Control("", _("Unit of measure"), unit, "shown")
        for key in ("fact", "over"):
            if key in row:
                row[key] = _labelled(row[key])
        return row

    def _part(self, path: str, one: benefits.Field) -> Part:
        label = dictionary.in_language(one.label)
        held = fields.at(self.sheet, path)
        count = len(nodes.listed(held))
        if one.kind in benefits.TABLES:
            columns = benefits.TABLES[one.kind]
            cells = [self._cells(f"{path}.{number}", columns) for number in range(count)]
            heads = tuple(labels.COLUMNS[name] for name in columns)
            return Part("table", path, label, one.is_optional, columns=heads, rows=cells)
        if one.kind == "form":
            return Part("form", path, label, one.is_optional, rows=[self.benefit(path)] if held else [])
        if one.kind == "forms":
            rows = [self.benefit(f"{path}.{number}") for number in range(count)]
            return Part("forms", path, label, one.is_optional, rows=rows)
        if one.kind == "cases":
            cases = [self._case(f"{path}.{number}") for number in range(count)]
            return Part("cases", path, label, one.is_optional, rows=cases)
        if one.kind == "text":
            return Part("both", path, label, one.is_optional, rows=self.both(path, label))
        return Part("control", path, label, one.is_optional, control=self._plain(path, label, one))

    def _case(self, path: str) -> tuple[str, Node, Benefit]:
        return path, self.node(f"{path}.when", is_root=True), self.benefit(f"{path}.then")

    def _plain(self, path: str, label: str, one: benefits.Field) -> Control:
        if one.kind == "choice":
            offered = [("", "–"), *((code, labels.CHOICES.get(code, code)) for code in one.choices)]
            return self.control(path, label, choices=offered)
        if one.kind == "truth":
            return self.control(path, label, kind="flag")
        if one.kind in {"fact", "quantity"}:
            return _labelled(self.control(path, label, kind="fact", help=labels.HELP.get(one.kind, "")))
        kind = "text" if one.kind in benefits.PLAIN or one.kind == "money" else "lines"
        return self.control(path, label, kind=kind, help=labels.HELP.get(one.kind, ""))

    def _cells(self, path: str, columns: dict[str, str]) -> tuple[str, list[Control]]:
        """A row of a table; a label has one language here, the reader's."""
        cells = []
        for name, kind in columns.items():
            place = f"{path}.{name}.{dictionary.language()}" if kind == "text" else f"{path}.{name}"
            cells.append(self.control(place, labels.COLUMNS[name], help=labels.HELP.get(kind, "")))
        return path, cells


GROUPS = (("all", _("all of these")), ("any", _("at least one of these")), ("not", _("none of these")))


def _value(of: str, name: str, op: str) -> dict[str, Any]:
    """How the value of a row is drawn."""
    if op in {"missing", "any"}:
        return {"kind": "hidden"}
    if of == "boolean" and op != "text":
        return {"choices": (("true", _("yes")), ("false", _("no")))}
    if of == "code" and op in {"=", "!="} and (codes := dictionary.codes(name)):
        return {"choices": (("", "–"), *codes)}
    return {"kind": "date" if of == "date" and op != "text" else "text"}


def _labelled(control: Control) -> Control:
    """A fact, or each fact of a sum, by its label, as people know it; labels stay as they are."""
    parts = _SIGN.split(control.value)
    shown = "".join(part if _SIGN.fullmatch(part) else dictionary.label(part) for part in parts)
    return Control(
        control.path, control.label, shown, control.kind, control.choices, control.faults, control.help
    )
