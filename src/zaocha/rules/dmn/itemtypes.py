"""Item definitions of a model as FEEL types."""

from collections.abc import Callable

from zaocha.rules.dmn.model import Definitions, ItemDefinition
from zaocha.rules.dmn.tables import BadTable
from zaocha.rules.feel import parsing, testing, tree, types
from zaocha.rules.feel.evaluating import value_of
from zaocha.rules.feel.faults import NotFeel
from zaocha.rules.feel.scopes import Scope
from zaocha.rules.feel.types import Type
from zaocha.rules.feel.values import Value

Named = Callable[[str], Type | None]


class ItemTypes:
    """The types of one model; those of an imported one stand behind its name and a dot."""

    def __init__(self, definitions: Definitions, imported: dict[str, "ItemTypes"]) -> None:
        self.items, self.imported = definitions.items, imported
        self.known: dict[str, Type] = {}
        self.open: list[str] = []

    def named(self, name: str) -> Type | None:
        """The type of a name, or nothing. Raises `BadTable` for a type that holds itself."""
        if name not in self.items:
            first, _dot, rest = name.partition(".")
            return self.imported[first].named(rest) if first in self.imported else None
        if name in self.open:
            raise BadTable("The type '{name}' holds itself.", name=name)
        if name not in self.known:
            self.open.append(name)
            try:
                self.known[name] = self.made(self.items[name])
            finally:
                self.open.pop()
        return self.known[name]

    def made(self, item: ItemDefinition) -> Type:
        """The type of an item definition or component."""
        one = self._base(item)
        if item.allowed:
            one = _narrowed(one, item.allowed, item.name)
        if item.is_collection:
            one = Type("list", item=one, words=item.name)
        return _narrowed(one, item.constraint, item.name) if item.constraint else one

    def _base(self, item: ItemDefinition) -> Type:
        if item.components:
            return Type(
                "context", fields={one.name: self.made(one) for one in item.components}, words=item.name
            )
        if item.function is not None:
            parameters, returns = item.function
            takes = tuple(types.simple(one.type_ref or "Any", self.named) for one in parameters)
            return Type("function", parameters=takes, returns=types.simple(returns or "Any", self.named))
        return types.simple(item.type_ref or "Any", self.named)


def _narrowed(one: Type, text: str, words: str) -> Type:
    """A type with allowed values on top of those that it has."""
    try:
        test = parsing.tests(text)
    except NotFeel as fault:
        raise BadTable("{fault}", place=words, fault=fault) from fault
    before = one.allowed

    def allowed(value: Value) -> bool:
        return (before is None or before(value)) and _says(test, value)

    return Type(one.name, one.item, one.fields, one.parameters, one.returns, allowed, words)


def _says(test: tree.Test, value: Value) -> bool:
    return testing.verdict(test, value, Scope(), value_of) is True
