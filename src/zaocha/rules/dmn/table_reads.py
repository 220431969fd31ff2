"""What a decision table reads from outside: the names in all its cells that are not its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import TypeAlias

from zaocha.rules.dmn import compiling
from zaocha.rules.dmn.table_texts import TableText
from zaocha.rules.dmn.tables import BadTable
from zaocha.rules.feel import tree
from zaocha.rules.feel.functions import BUILTINS

_PROPERTIES = frozenset({"time offset", "start included", "end included"})
_OWN = frozenset({"?", "item", "partial", "now", "today"})


@dataclass(slots=True)
class Read:
    """A name that is read, its type where an input is the name alone, and its parts where they need declaring."""

    name: str
    type_ref: str = ""
    parts: "Parts" = field(default_factory=dict)


Parts: TypeAlias = "dict[str, Parts]"


def reads_of(text: TableText) -> list[Read]:
    """What a table reads. Raises `BadTable`, also for a call of what is not there."""
    table = compiling.table(text)
    found: dict[str, Read] = {}
    types = {
        one.expression.name: one.type_ref for one in table.inputs if isinstance(one.expression, tree.Name)
    }
    cells = [cell.test for row in table.rows for cell in row.tests]
    entries = [entry.expression for row in table.rows for entry in row.outputs]
    defaults = [one.default for one in table.outputs if one.default is not None]
    for node in (*(one.expression for one in table.inputs), *cells, *entries, *defaults):
        for name, *parts in _paths(node, _OWN):
            level = found.setdefault(name, Read(name, types.get(name, ""))).parts
            for part in parts:
                level = level.setdefault(part, {})
    return list(found.values())


def spaced(parts: Parts) -> bool:
    """Whether a name among the parts, however deep, holds spaces or signs and must be declared to be read."""
    return any(not name.isidentifier() or spaced(inner) for name, inner in parts.items())


def _paths(node: object, bound: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """The free names of a tree, each with the parts behind its dots; functions of the standard are none."""
    if isinstance(node, tuple):
        for one in node:
            yield from _paths(one, bound)
    elif isinstance(node, tree.Expression) and (path := _path(node)):
        if path[0] not in bound and not (len(path) == 1 and path[0] in BUILTINS):
            yield path
    elif isinstance(node, tree.Node):
        _check_call(node, bound)
        bound |= _bound(node)
        for one in fields(node):  # type: ignore[arg-type]  # every node is a dataclass
            yield from _paths(getattr(node, one.name), bound)


def _path(node: tree.Expression) -> tuple[str, ...]:
    """`a.b.c` as its names; nothing when it does not begin with a name. Properties of the standard end it."""
    if isinstance(node, tree.Name):
        return (node.name,)
    if not isinstance(node, tree.Path):
        return ()
    before = _path(node.base)
    return before if not before or node.name in _PROPERTIES else (*before, node.name)


def _check_call(node: tree.Node, bound: frozenset[str]) -> None:
    if not isinstance(node, tree.Call) or not isinstance(node.function, tree.Name):
        return
    name = node.function.name
    if name not in bound and name not in BUILTINS:
        raise BadTable("The table calls '{name}', which is not in it.", name=name)


def _bound(node: tree.Node) -> frozenset[str]:
    if isinstance(node, (tree.For, tree.Quantified)):
        return frozenset(name for name, _domain in node.iterators)
    if isinstance(node, tree.FunctionOf):
        return frozenset(name for name, _type in node.parameters)
    if isinstance(node, tree.ContextOf):
        return frozenset(name for name, _value in node.entries)
    return frozenset()
