"""A model at work: decisions with all that they need, knowledge as functions, services, imported models."""

from collections.abc import Callable, Mapping
from datetime import datetime

from zaocha.rules.dmn import boxed
from zaocha.rules.dmn.itemtypes import ItemTypes
from zaocha.rules.dmn.model import Decision, Definitions, FunctionBox, Service
from zaocha.rules.dmn.tables import BadTable
from zaocha.rules.feel import types
from zaocha.rules.feel.faults import NotFeel
from zaocha.rules.feel.functions.moments import clock
from zaocha.rules.feel.scopes import Scope, TooMuch
from zaocha.rules.feel.values import Function, NoValue, Parameter, Value, exactly

Node = Decision | Service


class Unknown(KeyError):
    """A name that no decision, knowledge or service of the model has."""


class Model:
    """Definitions with the models that they import, ready to be asked."""

    def __init__(self, definitions: Definitions, imported: Mapping[str, "Model"] | None = None) -> None:
        """`imported` are models by namespace. Raises `BadTable` for an import that is not among them."""
        self.definitions = definitions
        self.imports: dict[str, Model] = {}
        for one in definitions.imports:
            if one.namespace not in (imported or {}):
                raise BadTable("The imported model '{namespace}' is not there.", place=definitions.name,
                               namespace=one.namespace)  # fmt: skip
            self.imports[one.name] = (imported or {})[one.namespace]
        self.types: ItemTypes = ItemTypes(
            definitions, {name: one.types for name, one in self.imports.items()}
        )
        self.names: frozenset[str] = definitions.names.union(
            *(
                one.names | {node.name for node in one.definitions.nodes.values()}
                for one in self.imports.values()
            )
        )

    def node(self, name: str) -> Node:
        """A node by its name or id. Raises `Unknown`."""
        found = self.definitions.nodes.get(name)
        for one in self.definitions.nodes.values():
            if one.name == name and not (isinstance(one, Decision) and one.is_input):
                return one
        if found is None:
            raise Unknown(name)
        return found

    def run(self, inputs: Mapping[str, Value], *, at: datetime | None = None) -> "Run":
        """A run over inputs by name; `at` is what `now()` says."""
        return Run(self, inputs, clock(at) if at else {})


class Run:
    """One evaluation: each decision is made once. `notes` says why something came out as null."""

    def __init__(self, model: Model, inputs: Mapping[str, Value], base: Mapping[str, Value]) -> None:
        self.model, self.inputs, self.base = model, inputs, base
        self.notes: list[str] = []
        self.spent = [0]
        self.made: dict[str, Value] = {}
        self.busy: list[str] = []
        self.others: dict[str, Run] = {}

    def decide(self, name: str) -> Value:
        """The value of a decision, by name. Raises `Unknown`."""
        node = self.model.node(name)
        if isinstance(node, Service):
            return self._guarded(lambda: self.service(node).call(*self._given(node)))
        return self._guarded(lambda: self.value(node))

    def invoke(self, name: str) -> Value:
        """Call knowledge or a service with the inputs of their parameters' names. Raises `Unknown`, `NoValue`."""
        node = self.model.node(name)
        function = self._guarded(
            lambda: self.service(node) if isinstance(node, Service) else self.value(node)
        )
        if not isinstance(function, Function):
            raise NoValue(f"{name} is no function")
        return self._guarded(
            lambda: function.call(*(self.inputs.get(one.name) for one in function.parameters))
        )

    def _guarded(self, ask: Callable[[], Value]) -> Value:
        """An answer worked out with 34 digits; one that takes too long or goes too deep is null with a note."""
        try:
            with exactly():
                return ask()
        except TooMuch as reason:
            self.notes.append(str(reason))
        except RecursionError:
            self.notes.append("the decisions go too deep")
        return None

    def _given(self, service: Service) -> list[Value]:
        return [self.inputs.get(one.name) for one in self.service(service).parameters]

    def other(self, name: str) -> "Run":
        """The run of an imported model, over the inputs that are its own."""
        if name not in self.others:
            inner = self.inputs.get(name)
            run = Run(
                self.model.imports[name],
                {**self.inputs, **(inner if isinstance(inner, dict) else {})},
                self.base,
            )
            run.notes, run.spent = self.notes, self.spent
            self.others[name] = run
        return self.others[name]

    def value(self, node: Node) -> Value:
        """A node's value, made once."""
        if node.id not in self.made:
            if node.id in self.busy:
                raise BadTable("'{name}' needs itself.", place=self.model.definitions.name, name=node.name)
            self.busy.append(node.id)
            try:
                self.made[node.id] = self._fresh(node)
            finally:
                self.busy.pop()
        return self.made[node.id]

    def _fresh(self, node: Node) -> Value:
        if isinstance(node, Service):
            return self.service(node)
        if not node.is_knowledge and node.name in self.inputs:
            return self._typed(self.inputs[node.name], node)
        if node.is_input or node.logic is None:
            return None
        scope = self.scope(node)
        try:
            if node.is_knowledge:
                return self._function(node, scope)
            return self._typed(boxed.value(node.logic, scope, self.names_in(scope)), node)
        except (NotFeel, BadTable) as fault:
            self.notes.append(str(fault))
            return None

    def _function(self, node: Decision, scope: Scope) -> Value:
        """Knowledge as a function that may call itself."""
        itself: dict[str, Value] = {}
        names = self.names_in(scope) | {node.name}
        assert node.logic is not None
        made = boxed.function(node.logic, scope.inner(itself), names, node.name, self._returns(node))
        itself[node.name] = made
        return made

    def _typed(self, value: Value, node: Node) -> Value:
        if isinstance(node, Decision) and isinstance(node.logic, FunctionBox):
            return value
        try:
            return types.coerced(
                value, types.simple(node.type_ref, self.model.types.named) if node.type_ref else None
            )
        except NoValue as reason:
            self.notes.append(f"{node.name}: {reason}")
        except types.UnknownType as error:
            self.notes.append(f"{node.name}: there is no type '{error.name}'")
        return None

    def _returns(self, node: Node) -> types.Type | None:
        if not node.type_ref:
            return None
        try:
            wanted = types.simple(node.type_ref, self.model.types.named)
        except types.UnknownType:
            return None
        return wanted.returns if wanted.name == "function" else wanted

    def names_in(self, scope: Scope) -> frozenset[str]:
        """Names that texts in a scope may hold."""
        return self.model.names | frozenset(scope.variables)

    def scope(self, node: Decision) -> Scope:
        """What a node sees: what it requires, and nothing else."""
        variables: dict[str, Value] = {}
        for reference in node.requires:
            if reference == node.id:
                continue
            name, found, value = self._required(reference)
            if name:
                variables.setdefault(name, {})[found] = value
            else:
                variables[found] = value
        outer = Scope(self.base, None, self.notes, self.model.types.named, self.spent)
        return outer.inner(variables)

    def _required(self, reference: str) -> tuple[str, str, Value]:
        """The import's name or nothing, the node's name, its value. Raises `BadTable` for nothing there."""
        namespace, _mark, local = reference.rpartition("#")
        for name, model in self.model.imports.items():
            if namespace and model.definitions.namespace == namespace and local in model.definitions.nodes:
                node = model.definitions.nodes[local]
                return name, node.name, self.other(name).value(node)
        if local not in self.model.definitions.nodes:
            raise BadTable("'{reference}' is required and not there.", place=self.model.definitions.name,
                           reference=reference)  # fmt: skip
        node = self.model.definitions.nodes[local]
        return "", node.name, self.value(node)

    def service(self, service: Service) -> Function:
        """A decision service as a function of its inputs."""
        nodes = self.model.definitions.nodes
        given = [self._node_of(one) for one in (*service.input_data, *service.input_decisions)]
        parameters = tuple(Parameter(one.name, self._type(one)) for one in given)

        def call(*arguments: Value) -> Value:
            inner = Run(self.model, dict(zip((one.name for one in given), arguments, strict=True)), self.base)
            inner.notes, inner.spent = self.notes, self.spent
            found = {nodes[one].name: inner.value(nodes[one]) for one in service.outputs}
            result = next(iter(found.values())) if len(found) == 1 else found
            return self._typed(result, service)

        return Function(parameters, call, name=service.name)

    def _node_of(self, reference: str) -> Node:
        return self.model.definitions.nodes[reference.rpartition("#")[2]]

    def _type(self, node: Node) -> types.Type | None:
        try:
            return types.simple(node.type_ref, self.model.types.named) if node.type_ref else None
        except types.UnknownType:
            return None
