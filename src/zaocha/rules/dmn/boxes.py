"""Boxed expressions of a DMN document to their model."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from zaocha.rules.dmn import model, table_texts, xml
from zaocha.rules.dmn.xml import NotReadable, attribute, child, children

_ASIDE = {"description", "extensionElements"}


def read(element: Element, place: str) -> model.Box:
    """A boxed expression. Raises `NotReadable` for one that is not understood."""
    reader = _READERS.get(xml.name(element))
    if reader is None:
        raise NotReadable("'{element}' is not understood.", place=place, element=xml.name(element))
    return reader(element, place)


def only(element: Element, place: str, *, beside: tuple[str, ...] = ()) -> model.Box:
    """The one boxed expression inside an element."""
    found = [one for one in element if xml.name(one) not in _ASIDE and xml.name(one) not in beside]
    if len(found) != 1:
        raise NotReadable("'{element}' holds {count} expressions; one is needed.", place=place,
                          element=xml.name(element), count=len(found))  # fmt: skip
    return read(found[0], place)


def parameter(element: Element) -> model.Parameter:
    return model.Parameter(attribute(element, "name"), attribute(element, "typeRef"))


def _literal(element: Element, place: str) -> model.Box:
    language = attribute(element, "expressionLanguage")
    if language and not language.rstrip("/").lower().endswith("feel"):
        raise NotReadable(
            "The language '{language}' is not understood; only FEEL is.", place=place, language=language
        )
    if child(element, "importedValues") is not None:
        raise NotReadable("'importedValues' is not understood.", place=place)
    return model.LiteralText(xml.text(child(element, "text")), attribute(element, "typeRef"), place)


def _table(element: Element, place: str) -> model.Box:
    return model.TableBox(table_texts.from_xml(element, place), attribute(element, "typeRef"), place)


def _invocation(element: Element, place: str) -> model.Box:
    bindings = []
    for one in children(element, "binding"):
        named = child(one, "parameter")
        if named is None:
            raise NotReadable("A binding has no parameter.", place=place)
        given = [inner for inner in one if xml.name(inner) not in {"parameter", *_ASIDE}]
        bindings.append((parameter(named), read(given[0], place) if given else None))
    function = only(element, place, beside=("binding",))
    return model.Invocation(function, tuple(bindings), attribute(element, "typeRef"), place)


def _context(element: Element, place: str) -> model.Box:
    entries = []
    for one in children(element, "contextEntry"):
        variable = child(one, "variable")
        named = None if variable is None else parameter(variable)
        here = f"{place} › {named.name}" if named else place
        entries.append((named, only(one, here, beside=("variable",))))
    return model.ContextBox(tuple(entries), attribute(element, "typeRef"), place)


def _list(element: Element, place: str) -> model.Box:
    items = tuple(read(one, place) for one in element if xml.name(one) not in _ASIDE)
    return model.ListBox(items, attribute(element, "typeRef"), place)


def _relation(element: Element, place: str) -> model.Box:
    columns = tuple(attribute(one, "name") for one in children(element, "column"))
    rows = []
    for number, one in enumerate(children(element, "row"), 1):
        cells = tuple(read(cell, place) for cell in one if xml.name(cell) not in _ASIDE)
        if len(cells) != len(columns):
            raise NotReadable("Row {row} has {count} cells under {columns} columns.", place=place, row=number,
                              count=len(cells), columns=len(columns))  # fmt: skip
        rows.append(cells)
    return model.Relation(columns, tuple(rows), attribute(element, "typeRef"), place)


def _function(element: Element, place: str) -> model.Box:
    parameters = tuple(parameter(one) for one in children(element, "formalParameter"))
    body = [one for one in element if xml.name(one) not in {"formalParameter", *_ASIDE}]
    return model.FunctionBox(
        parameters=parameters,
        body=read(body[0], place) if body else None,
        kind=attribute(element, "kind") or "FEEL",
        type_ref=attribute(element, "typeRef"),
        place=place,
    )


def _part(element: Element, name: str, place: str) -> model.Box:
    found = child(element, name)
    if found is None:
        raise NotReadable("'{element}' has no '{part}'.", place=place, element=xml.name(element), part=name)
    return only(found, place)


def _conditional(element: Element, place: str) -> model.Box:
    condition, then, otherwise = (_part(element, name, place) for name in ("if", "then", "else"))
    return model.Conditional(condition, then, otherwise, attribute(element, "typeRef"), place)


def _filter(element: Element, place: str) -> model.Box:
    source, match = _part(element, "in", place), _part(element, "match", place)
    return model.FilterBox(source, match, attribute(element, "typeRef"), place)


def _iteration(element: Element, place: str) -> model.Box:
    word = xml.name(element)
    body = _part(element, "return" if word == "for" else "satisfies", place)
    variable = attribute(element, "iteratorVariable")
    return model.Iteration(
        word, variable, _part(element, "in", place), body, attribute(element, "typeRef"), place
    )


_READERS: dict[str, Callable[[Element, str], model.Box]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "invocation": _invocation,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "functionDefinition": _function,
    "encapsulatedLogic": _function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
}
