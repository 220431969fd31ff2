"""What the API says to a body or query that does not fit its schema: our shape, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

# Kind of fault as the schema reader names it, by its beginning → words. The longest beginning that fits counts.
WORDS: Mapping[str, Any] = {
    "missing": _("This is needed."),
    "int": _("A whole number is expected."),
    "float": _("A number is expected."),
    "decimal": _("A number is expected."),
    "bool": _("Either true or false is expected."),
    "string": _("A text is expected."),
    "string_too_long": _("At most %(max_length)s characters are possible here."),
    "string_too_short": _("At least %(min_length)s characters are needed here."),
    "date": _("A day like 2026-03-05 is expected."),
    "datetime": _("A moment like 2026-03-05T09:00:00+08:00 is expected."),
    "timezone": _("A moment like 2026-03-05T09:00:00+08:00 is expected."),
    "greater_than_equal": _("It must be at least %(ge)s."),
    "greater_than": _("It must be more than %(gt)s."),
    "less_than_equal": _("It must be at most %(le)s."),
    "less_than": _("It must be less than %(lt)s."),
    "list": _("A list is expected."),
    "too_long": _("The list is too long."),
    "dict": _("An object with named values is expected."),
    "model": _("An object with named values is expected."),
    "literal": _("One of these is expected: %(expected)s."),
    "enum": _("One of these is expected: %(expected)s."),
    "extra_forbidden": _("This is not known here."),
}
OTHER = _("This does not fit what is expected here.")
REMEDY = _("The shape of the API stands in docs/openapi.json.")


def answer(errors: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The answer for a request that does not fit: the first fault, and all of them under `faults`."""
    faults = [{"field": place(one.get("loc", ())), "message": words(one)} for one in errors]
    first = faults[0] if faults else {"field": "", "message": str(OTHER)}
    message = f"{first['field']}{_(': ')}{first['message']}" if first["field"] else first["message"]
    return {
        "error": "invalid",
        "message": message,
        "remedy": str(REMEDY),
        "field": first["field"],
        "faults": faults,
    }


def words(error: Mapping[str, Any]) -> str:
    """One fault in words."""
    kind, given = str(error.get("type", "")), error.get("ctx") or {}
    fitting = max((begin for begin in WORDS if kind.startswith(begin)), key=len, default="")
    try:
        return str(WORDS.get(fitting, OTHER)) % given
    except (KeyError, TypeError, ValueError):
        return str(OTHER)


def place(loc: Sequence[Any]) -> str:
    """Where the fault is: `due_on`, `faults.2.field`; without the part of the request and its argument's name."""
    parts = [str(part) for part in loc]
    if parts and parts[0] in {"body", "form"}:
        return ".".join(parts[2:])
    return ".".join(parts[1:])
