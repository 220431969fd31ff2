"""A model looked through before it is run: expressions that cannot be read, types and needs that are not there."""

from collections.abc import Callable, Iterator
from dataclasses import fields

from zaocha.rules.dmn import compiling, model
from zaocha.rules.dmn.model import Decision, Definitions, Service
from zaocha.rules.dmn.tables import BadTable
from zaocha.rules.feel import parsing, tree
from zaocha.rules.feel.faults import NotFeel
from zaocha.rules.feel.types import is_standard

_BOXES = (
    model.LiteralText, model.TableBox, model.Invocation, model.ContextBox, model.ListBox, model.Relation,
    model.FunctionBox, model.Conditional, model.FilterBox, model.Iteration,
)  # fmt: skip


def faults(definitions: Definitions, *, names: frozenset[str] = frozenset()) -> Iterator[BadTable]:
    """Everything that would come out as null for a reason that stands in the model; `names` are of imported ones."""
    own = {one.name for one in (*definitions.nodes.values(), *definitions.imports)}
    known = names | definitions.names | own
    for node in definitions.nodes.values():
        yield from _needs(node, definitions)
        yield from _type(node.type_ref, node.name, definitions)
        if isinstance(node, Decision) and node.logic is not None:
            yield from _box(node.logic, definitions, known)


def _needs(node: Decision | Service, definitions: Definitions) -> Iterator[BadTable]:
    needed = (
        node.requires
        if isinstance(node, Decision)
        else (*node.outputs, *node.input_decisions, *node.input_data)
    )
    imported = {one.namespace for one in definitions.imports}
    for reference in needed:
        namespace, _mark, local = reference.rpartition("#")
        if namespace not in imported and local not in definitions.nodes:
            yield BadTable("'{reference}' is required and not there.", place=node.name, reference=reference)


def _type(name: str, place: str, definitions: Definitions) -> Iterator[BadTable]:
    imports = tuple(f"{one.name}." for one in definitions.imports)
    known = is_standard(name) or name in definitions.items or name.startswith(imports)
    if name and not known:
        yield BadTable("There is no type '{type}'.", place=place, type=name)


def _box(box: object, definitions: Definitions, known: frozenset[str]) -> Iterator[BadTable]:
    """The faults of a box and of all inside it."""
    if isinstance(box, tuple):
        for one in box:
            yield from _box(one, definitions, known)
    elif isinstance(box, _BOXES):
        yield from _type(box.type_ref, box.place, definitions)
        if isinstance(box, model.LiteralText | model.TableBox):
            yield from _words(box, known)
            return
        if isinstance(box, model.FunctionBox):
            yield from _function(box, definitions)
        inner = known | _declared(box)
        for one in fields(box):
            yield from _box(getattr(box, one.name), definitions, inner)


def _function(box: model.FunctionBox, definitions: Definitions) -> Iterator[BadTable]:
    for one in box.parameters:
        yield from _type(one.type_ref, f"{box.place} › {one.name}", definitions)
    if box.kind != "FEEL":
        yield BadTable(
            "Functions of the kind '{kind}' are not called; only FEEL is.", place=box.place, kind=box.kind
        )


def _declared(box: object) -> frozenset[str]:
    if isinstance(box, model.FunctionBox):
        return frozenset(one.name for one in box.parameters)
    if isinstance(box, model.Iteration):
        return frozenset({box.variable})
    return frozenset()


def _words(box: model.LiteralText | model.TableBox, known: frozenset[str]) -> Iterator[BadTable]:
    if isinstance(box, model.TableBox):
        yield from _caught(lambda: compiling.table(box.table, names=known), box.place)
    else:
        yield from _caught(lambda: _inside_feel(box.text, known, box.place), box.place)


def _inside_feel(text: str, known: frozenset[str], place: str) -> None:
    if _is_external(parsing.expression(text, names=known)):
        raise BadTable(
            "Functions of the kind '{kind}' are not called; only FEEL is.", place=place, kind="external"
        )


def _is_external(node: object) -> bool:
    if isinstance(node, tuple):
        return any(map(_is_external, node))
    if not isinstance(node, tree.Node):
        return False
    if isinstance(node, tree.FunctionOf) and node.external:
        return True
    return any(_is_external(getattr(node, one.name)) for one in fields(node))  # type: ignore[arg-type]


def _caught(read: Callable[[], object], place: str) -> Iterator[BadTable]:
    try:
        read()
    except NotFeel as fault:
        yield BadTable("{fault}", place=place, fault=fault)
    except BadTable as fault:
        yield fault
