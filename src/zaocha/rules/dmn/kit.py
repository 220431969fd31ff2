"""Test cases in the format of the public DMN conformance kit: found, read, run."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from zaocha.rules.dmn import reading, xml
from zaocha.rules.dmn.kit_values import same, value_in
from zaocha.rules.dmn.running import Model, Run, Unknown
from zaocha.rules.dmn.tables import BadTable
from zaocha.rules.dmn.xml import NotReadable, attribute, child, children
from zaocha.rules.feel.faults import NotFeel
from zaocha.rules.feel.functions.texts import text_of
from zaocha.rules.feel.values import NoValue, Value


@dataclass(frozen=True, slots=True)
class NodeResult:
    """What came out for one result node; values in words."""

    node: str
    passed: bool
    expected: str
    actual: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case; it passes when all its nodes do. `excluded` is the reason when it does not count."""

    folder: str
    file: str
    id: str
    nodes: tuple[NodeResult, ...]
    excluded: str = ""

    @property
    def passed(self) -> bool:
        return bool(self.nodes) and all(one.passed for one in self.nodes)

    @property
    def message(self) -> str:
        """What is wrong, node by node."""
        return "; ".join(
            f"{one.node}: expected {one.expected}, got {one.actual}"
            + (f" ({one.message})" if one.message else "")
            for one in self.nodes
            if not one.passed
        )

    def as_json(self) -> dict[str, Any]:
        """The form of docs/formats/dmn.md."""
        head = {"folder": self.folder, "file": self.file, "case": self.id}
        if self.excluded:
            return {**head, "reason": self.excluded}
        nodes = [
            {"node": one.node, "passed": one.passed, "expected": one.expected, "actual": one.actual}
            for one in self.nodes
        ]
        return {**head, "passed": self.passed, "message": self.message, "results": nodes}


@dataclass(frozen=True, slots=True)
class Case:
    """A case that is still to be run."""

    file: Path
    model: Path
    element: Element

    @property
    def id(self) -> str:
        return attribute(self.element, "id")


def cases(path: Path) -> list[Case]:
    """The cases under a folder or in one file, in the order of names. Raises `NotReadable` when there are none."""
    files = [path] if path.is_file() else sorted(path.rglob("*.xml"))
    found = [case for file in files for case in _in_file(file, path)]
    if not found:
        raise NotReadable("There are no test cases here.", place=str(path))
    return found


def _in_file(file: Path, top: Path) -> Iterator[Case]:
    root = xml.read_file(file)
    if xml.name(root) != "testCases":
        if file == top:
            raise NotReadable("This is no file of test cases: it begins with '{root}'.", place=file.name,
                              root=xml.name(root))  # fmt: skip
        return
    model = file.with_name(xml.text(child(root, "modelName")) or file.name)
    for one in children(root, "testCase"):
        yield Case(file, model, one)


@cache
def excluded() -> Mapping[str, str]:
    """Cases that do not count: `folder/id` and the reason (data/excluded.json)."""
    text = resources.files(__package__).joinpath("data/excluded.json").read_text(encoding="utf8")
    return {f"{one['folder']}/{one['id']}": one["reason"] for one in json.loads(text)["cases"]}


class Kit:
    """Runs cases; each model is read once, with every model of its folder that it imports. `at` is what `now()` says."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at
        self.models: dict[Path, Model | str] = {}

    def run(self, case: Case) -> CaseResult:
        """The result of a case; a fault is told in the message, never raised."""
        folder = case.file.parent.name
        reason = excluded().get(f"{folder}/{case.id}", "")
        nodes = (
            () if reason else tuple(self._result(case, one) for one in children(case.element, "resultNode"))
        )
        return CaseResult(folder, case.file.name, case.id, nodes, reason)

    def model(self, path: Path) -> Model | str:
        """A model by its file, or what is wrong with it."""
        if path not in self.models:
            try:
                self.models[path] = loaded(path)
            except (NotReadable, BadTable, NotFeel) as fault:
                self.models[path] = str(fault)
            except OSError as fault:
                self.models[path] = f"{path.name}: {fault.strerror}"
        return self.models[path]

    def _result(self, case: Case, node: Element) -> NodeResult:
        name, model = attribute(node, "name"), self.model(case.model)
        expected, found, passed = "", None, False
        try:
            wanted = value_in(child(node, "expected"), case.id)
            expected = said(wanted)
            if isinstance(model, str):
                raise NoValue(model)
            run = model.run(_inputs(case, model), at=self.at)
            found = _asked(run, case, name)
            passed, message = same(found, wanted), "; ".join(run.notes)
        except (NoValue, NotReadable, BadTable, NotFeel) as fault:
            message = str(fault)
        except Unknown as fault:
            message = f"the model has no '{fault.args[0]}'"
        return NodeResult(name, passed, expected, said(found), "" if passed else message)


def loaded(path: Path) -> Model:
    """A model with those that it imports, looked for beside it. Raises `NotReadable`, `BadTable`, `OSError`."""
    return _loaded(path, ())


def _loaded(path: Path, before: tuple[str, ...]) -> Model:
    definitions = reading.read_file(path)
    if definitions.namespace in before:
        raise NotReadable("The models import each other in a circle.", place=path.name)
    imported: dict[str, Model] = {}
    if definitions.imports:
        wanted = {one.namespace for one in definitions.imports}
        for beside in sorted(path.parent.glob("*.dmn")):
            if beside != path and (namespace := attribute(xml.read_file(beside), "namespace")) in wanted:
                imported[namespace] = _loaded(beside, (*before, definitions.namespace))
    return Model(definitions, imported)


def _asked(run: Run, case: Case, name: str) -> Value:
    kind = attribute(case.element, "type")
    invocable = attribute(case.element, "invocableName")
    if kind == "bkm":
        return run.invoke(invocable or name)
    if kind == "decisionService" and invocable:
        found = run.invoke(invocable)
        return found[name] if isinstance(found, dict) and name in found else found
    return run.decide(name)


def _inputs(case: Case, model: Model) -> dict[str, Value]:
    """Inputs by name; those of an imported model stand under the name of the import."""
    found: dict[str, Value] = {}
    imports = {one.namespace: one.name for one in model.definitions.imports}
    for one in children(case.element, "inputNode"):
        value = value_in(one, case.id)
        name, namespace = attribute(one, "name"), attribute(one, "namespace")
        if namespace in imports:
            found.setdefault(imports[namespace], {})[name] = value
        else:
            found[name] = value
    return found


def said(value: Value) -> str:
    """A value in words, for a reader."""
    return f'"{value}"' if isinstance(value, str) else text_of(value)
