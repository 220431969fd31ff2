"""What a DMN model consists of, as read: texts are still texts, references are still names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from zaocha.rules.dmn.table_texts import TableText


@dataclass(frozen=True, slots=True)
class LiteralText:
    """A FEEL expression in its own words. `place` says where, for messages."""

    text: str
    type_ref: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class TableBox:
    """A decision table."""

    table: TableText
    type_ref: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter or variable with its type."""

    name: str
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call with its arguments by name."""

    function: "Box"
    bindings: tuple[tuple[Parameter, "Box | None"], ...]
    type_ref: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ContextBox:
    """Entries one after the other; one without a name is the result."""

    entries: tuple[tuple[Parameter | None, "Box"], ...]
    type_ref: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ListBox:
    """A list of boxed expressions."""

    items: tuple["Box", ...]
    type_ref: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A list of contexts, written as rows under columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple["Box", ...], ...]
    type_ref: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class FunctionBox:
    """A function: its parameters and its body; `kind` is FEEL unless it names code elsewhere."""

    parameters: tuple[Parameter, ...]
    body: "Box | None"
    kind: str = "FEEL"
    type_ref: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Conditional:
    """If, then, else."""

    condition: "Box"
    then: "Box"
    otherwise: "Box"
    type_ref: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class FilterBox:
    """The items of `source` that match."""

    source: "Box"
    match: "Box"
    type_ref: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Iteration:
    """`for`, `some` or `every` over a list."""

    word: str
    variable: str
    source: "Box"
    body: "Box"
    type_ref: str = ""
    place: str = ""


Box: TypeAlias = (
    LiteralText | TableBox | Invocation | ContextBox | ListBox | Relation | FunctionBox | Conditional | FilterBox
    | Iteration
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type of the model."""

    name: str
    type_ref: str = ""
    components: tuple["ItemDefinition", ...] = ()
    is_collection: bool = False
    allowed: str = ""
    constraint: str = ""
    function: tuple[tuple[Parameter, ...], str] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: what it needs (ids) and how it is made. Also an input, when it has no logic and `is_input`."""

    id: str
    name: str
    type_ref: str = ""
    requires: tuple[str, ...] = ()
    logic: Box | None = None
    is_input: bool = False
    is_knowledge: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: what it gives and what must be given."""

    id: str
    name: str
    type_ref: str = ""
    outputs: tuple[str, ...] = ()
    encapsulated: tuple[str, ...] = ()
    input_decisions: tuple[str, ...] = ()
    input_data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """Another model, under a name of this one."""

    name: str
    namespace: str
    location: str = ""


@dataclass(frozen=True, slots=True)
class Definitions:
    """A model as it stands in one file."""

    name: str
    namespace: str
    items: Mapping[str, ItemDefinition] = field(default_factory=dict)
    nodes: Mapping[str, Decision | Service] = field(default_factory=dict)
    imports: tuple[Import, ...] = ()
    # Every name that an expression may meet inside a value.
    names: frozenset[str] = frozenset()
