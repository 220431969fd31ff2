"""What is wrong with a decision table, as findings with place, severity and remedy in both languages."""

from collections.abc import Collection, Iterator
from pathlib import Path

from zaocha.rules.dmn import compiling, exchange, extracting, inspecting, kit
from zaocha.rules.dmn.review import Overlap, review
from zaocha.rules.dmn.table_texts import TableText
from zaocha.rules.dmn.tables import BadTable
from zaocha.rules.dmn.xml import NotReadable
from zaocha.rules.feel.faults import NotFeel
from zaocha.rules.findings import Finding, Place, Severity
from zaocha.rules.texts import Message, Parameter

# Hit policies that give a list: no row is an empty one.
MANY_ROWS = ("COLLECT", "RULE ORDER", "OUTPUT ORDER")
Where = tuple[tuple[str, str], ...]


def of_file(file: Path) -> list[Finding]:
    """Every finding of a DMN model or of the tables of a JSON file. Raises what `exchange.read` does."""
    found: list[Finding] = []
    if file.suffix.lower() == ".json":
        tables = exchange.read(file)
    else:
        whole = kit.loaded(file)
        definitions = whole.definitions
        tables = extracting.tables_of(definitions)
        for fault in inspecting.faults(definitions, names=whole.names):
            found.append(Finding(message_of(fault), place=Place(file=file.name, path=fault.place)))
    for table in tables:
        # What cannot be read was told with the model already.
        told = [one for one in of(table, file=file.name) if not (found and one.message.code == "table")]
        found.extend(told)
    return found


def of(text: TableText, *, file: str = "", whole: Collection[str] = ()) -> Iterator[Finding]:
    """Every finding of a table; `whole` are the inputs (by label) that hold whole numbers only."""
    place = Place(file=file, path=text.name)
    try:
        found = review(compiling.table(text), whole=whole)
    except BadTable as fault:
        yield Finding(message_of(fault), place=Place(file=file, path=fault.place or text.name))
        return
    for row in found.never:
        yield Finding(
            Message("never", "Row {row} never holds.", {"row": row}),
            Message("never", "Look for a range that is empty, or for a value that is not allowed."),
            place=place,
        )
    for overlap in found.overlaps:
        yield _overlap(overlap, place)
    for gap in found.gaps:
        message = Message("gap", "No row holds for {where}.", {"where": _words(gap.where)})
        severity: Severity = "note" if text.policy in MANY_ROWS else "warning"
        yield Finding(message, Message("gap", "Add a row or a default, if this can happen."), severity, place)
    yield from _limits(found.undecided, found.complete, place)


def message_of(fault: BadTable | NotReadable | NotFeel) -> Message:
    """A fault as a message; what is wrong with an expression is told in the reader's language too."""
    values: dict[str, Parameter] = {
        name: message_of(one) if isinstance(one, NotFeel) else str(one) for name, one in fault.values.items()
    }
    message = Message("table", fault.message, values)
    if not isinstance(fault, NotFeel):
        return message
    said: dict[str, Parameter] = {"said": message, "at": fault.at + 1, "text": repr(fault.text)}
    return Message("not_feel", "{said} (character {at} of {text})", said)


def _overlap(overlap: Overlap, place: Place) -> Finding:
    one, other = overlap.rows
    said: dict[str, Parameter] = {"one": one, "other": other, "where": _words(overlap.where)}
    if overlap.clash:
        return Finding(
            Message(
                "overlap",
                "Rows {one} and {other} hold together for {where}; the hit policy forbids it.",
                said,
            ),
            Message("overlap", "Make one of them narrower, or choose another hit policy."),
            place=place,
        )
    return Finding(
        Message("overlap", "Rows {one} and {other} hold together for {where}.", said), None, "note", place
    )


def _limits(undecided: list[str], complete: bool, place: Place) -> Iterator[Finding]:
    if undecided:
        said: dict[str, Parameter] = {"inputs": tuple(undecided)}
        message = "Tests of {inputs} depend on other values: overlaps and gaps there were not decided."
        yield Finding(Message("undecided", message, said), None, "note", place)
    if not complete:
        yield Finding(
            Message("incomplete", "There is more; not everything was looked through."), None, "note", place
        )


def _words(where: Where) -> str:
    return "; ".join(f"{label}: {words}" for label, words in where)
