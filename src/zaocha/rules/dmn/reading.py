"""A DMN document to its model; what is not understood is named with its place, never left out."""

from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

from zaocha.rules.dmn import boxes, model, xml
from zaocha.rules.dmn.xml import NotReadable, attribute, child, children

NAMESPACES = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
_FEEL = ("FEEL", "feel")
_NO_LOGIC = {
    "description", "extensionElements", "question", "allowedAnswers", "variable", "informationRequirement",
    "knowledgeRequirement", "authorityRequirement", "supportedObjective", "impactedPerformanceIndicator",
    "decisionMaker", "decisionOwner", "usingProcess", "usingTask",
}  # fmt: skip
_NOT_EVALUATED = {
    "knowledgeSource", "textAnnotation", "association", "organizationUnit", "performanceIndicator", "group",
    "elementCollection", "businessContextElement", "description", "extensionElements", "DMNDI",
    "itemDefinition", "import",
}  # fmt: skip


def read_file(path: Path) -> model.Definitions:
    """The model in a file. Raises `NotReadable`, `BadTable`, `NotFeel`, `OSError`."""
    return definitions(xml.read_file(path), place=path.name)


def definitions(root: Element, *, place: str = "") -> model.Definitions:
    """The model under a root. Raises `NotReadable` for what is not understood."""
    if xml.name(root) != "definitions" or xml.namespace(root) not in NAMESPACES:
        raise NotReadable(
            "This is no DMN 1.1 to 1.5 document: it begins with '{root}'.", place=place, root=root.tag
        )
    _language(root, place)
    nodes: dict[str, model.Decision | model.Service] = {}
    for element in root:
        reader = _NODES.get(xml.name(element))
        if reader is not None:
            one = reader(element, place)
            nodes[one.id] = one
        elif xml.name(element) not in _NOT_EVALUATED:
            raise NotReadable("'{element}' is not understood.", place=place, element=xml.name(element))
    items = [_item(one) for one in children(root, "itemDefinition")]
    imports = tuple(_import(one) for one in children(root, "import"))
    return model.Definitions(
        name=attribute(root, "name"),
        namespace=attribute(root, "namespace"),
        items={one.name: one for one in items},
        nodes=nodes,
        imports=imports,
        names=frozenset(_names(root)),
    )


def _language(element: Element, place: str) -> None:
    said = attribute(element, "expressionLanguage")
    if said and not said.rstrip("/").endswith(_FEEL):
        raise NotReadable(
            "The language '{language}' is not understood; only FEEL is.", place=place, language=said
        )


def _import(element: Element) -> model.Import:
    return model.Import(
        attribute(element, "name"), attribute(element, "namespace"), attribute(element, "locationURI")
    )


def _names(root: Element) -> set[str]:
    """Names that stand behind a dot or before a colon: what is needed to tell them from several words."""
    named = {"itemComponent", "itemDefinition", "column", "output"}
    found = {attribute(one, "name") for one in root.iter() if xml.name(one) in named}
    for entry in root.iter():
        if xml.name(entry) == "contextEntry" and (variable := child(entry, "variable")) is not None:
            found.add(attribute(variable, "name"))
        if xml.name(entry) in ("for", "some", "every"):
            found.add(attribute(entry, "iteratorVariable"))
    return found - {""}


def _item(element: Element) -> model.ItemDefinition:
    type_ref = child(element, "typeRef")
    function = child(element, "functionItem")
    return model.ItemDefinition(
        name=attribute(element, "name"),
        type_ref=xml.text(type_ref),
        components=tuple(_item(one) for one in children(element, "itemComponent")),
        is_collection=attribute(element, "isCollection") == "true",
        allowed=xml.text(child(element, "allowedValues")),
        constraint=xml.text(child(element, "typeConstraint")),
        function=None if function is None else _function_item(function),
    )


def _function_item(element: Element) -> tuple[tuple[model.Parameter, ...], str]:
    parameters = tuple(boxes.parameter(one) for one in children(element, "parameters"))
    return parameters, attribute(element, "outputTypeRef")


def _place(place: str, element: Element) -> str:
    said = f"{xml.name(element)}[{attribute(element, 'name')}]"
    return f"{place} › {said}" if place else said


def _id(element: Element) -> str:
    return attribute(element, "id") or attribute(element, "name")


def _type_ref(element: Element) -> str:
    variable = child(element, "variable")
    return "" if variable is None else attribute(variable, "typeRef")


def _references(element: Element, *names: str) -> tuple[str, ...]:
    """The ids that an element points to, `#id` or `namespace#id`."""
    found = [attribute(one, "href") for one in element.iter() if xml.name(one) in names]
    return tuple(one.removeprefix("#") for one in found)


def _decision(element: Element, place: str) -> model.Decision:
    here = _place(place, element)
    logic = [one for one in element if xml.name(one) not in _NO_LOGIC]
    return model.Decision(
        id=_id(element),
        name=attribute(element, "name"),
        type_ref=_type_ref(element),
        requires=_references(element, "requiredDecision", "requiredInput", "requiredKnowledge"),
        logic=boxes.read(logic[0], here) if logic else None,
    )


def _input(element: Element, _place: str) -> model.Decision:
    return model.Decision(_id(element), attribute(element, "name"), _type_ref(element), is_input=True)


def _knowledge(element: Element, place: str) -> model.Decision:
    here = _place(place, element)
    logic = child(element, "encapsulatedLogic")
    return model.Decision(
        id=_id(element),
        name=attribute(element, "name"),
        type_ref=_type_ref(element),
        requires=_references(element, "requiredKnowledge"),
        logic=None if logic is None else boxes.read(logic, here),
        is_knowledge=True,
    )


def _service(element: Element, _place: str) -> model.Service:
    return model.Service(
        id=_id(element),
        name=attribute(element, "name"),
        type_ref=_type_ref(element),
        outputs=_references(element, "outputDecision"),
        encapsulated=_references(element, "encapsulatedDecision"),
        input_decisions=_references(element, "inputDecision"),
        input_data=_references(element, "inputData"),
    )


_NODES: dict[str, Callable[[Element, str], model.Decision | model.Service]] = {
    "decision": _decision,
    "inputData": _input,
    "businessKnowledgeModel": _knowledge,
    "decisionService": _service,
}
