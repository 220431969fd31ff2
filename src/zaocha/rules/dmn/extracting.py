"""Decision tables taken out of a model so that each stands by itself: under its own name, with plain types."""

from dataclasses import replace
from typing import TypeVar

from zaocha.rules.dmn.model import Decision, Definitions, FunctionBox, TableBox
from zaocha.rules.dmn.table_texts import InputText, OutputText, TableText
from zaocha.rules.feel.types import SIMPLE

Clause = TypeVar("Clause", InputText, OutputText)
_DEEPEST = 20


def tables_of(definitions: Definitions) -> list[TableText]:
    """The decision tables that decisions and knowledge are made of, each under the name of its node."""
    known = definitions.names | {one.name for one in definitions.nodes.values()}
    found = []
    for node in definitions.nodes.values():
        logic = node.logic if isinstance(node, Decision) else None
        own: frozenset[str] = frozenset()
        if isinstance(logic, FunctionBox):
            own, logic = frozenset(one.name for one in logic.parameters), logic.body
        if isinstance(logic, TableBox):
            found.append(_standing_alone(replace(logic.table, name=node.name), definitions, known | own))
    return found


def _standing_alone(table: TableText, definitions: Definitions, known: frozenset[str]) -> TableText:
    texts = list(table.texts)
    spaced = sorted(one for one in known if not one.isidentifier() and any(one in text for text in texts))
    return replace(
        table,
        inputs=tuple(_plain(one, definitions) for one in table.inputs),
        outputs=tuple(_plain(one, definitions) for one in table.outputs),
        names=tuple(spaced),
    )


def _plain(clause: Clause, definitions: Definitions) -> Clause:
    """The clause with a type of the standard; an item definition gives its allowed values and its base."""
    type_ref, allowed = clause.type_ref, clause.allowed
    for _ in range(_DEEPEST):
        item = definitions.items.get(type_ref)
        if item is None:
            break
        if item.components or item.is_collection or item.function:
            type_ref = ""
            break
        allowed, type_ref = allowed or item.allowed, item.type_ref
    simple = type_ref.removeprefix("feel:")
    return replace(clause, type_ref=simple if simple in SIMPLE else "", allowed=allowed)
