"""Words for the codes of policies: states, kinds, units, columns of tables."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

STANDINGS: dict[str, Any] = {
    "in_force": _("in force"),
    "coming": _("to come"),
    "draft": _("draft"),
    "ended": _("ended"),
    "repealed": _("repealed"),
}
KINDS: dict[str, Any] = {
    "subsidy": _("subsidy"),
    "interest_subsidy": _("interest subsidy"),
    "recognition": _("recognition"),
    "tax": _("tax relief"),
    "loan": _("loan"),
    "land": _("land and space"),
    "people": _("people and jobs"),
    "other": _("other"),
}
TAKES: dict[str, Any] = {"": "–", "highest": _("only the highest of the group (从高不重复)")}
# Parts of a policy's document as its form calls them.
PARTS: dict[str, Any] = {
    "title": _("Title"), "place": _("Place"), "authority": _("Authority"), "kind": _("Kind"),
    "source": _("Paper that it comes from"), "versions": _("Versions"), "valid_from": _("Valid from"),
    "benefit": _("What they get"), "when": _("Who is entitled"), "group": _("Group of policies that belong together"),
    "date": _("Its date"), "number": _("Its number"), "fact": _("Fact"), "test": _("Condition"),
}  # fmt: skip
UNITS: dict[str, tuple[tuple[str, Any], ...]] = {
    "money": (("元", _("CNY")), ("万元", _("万元 (10,000 CNY)")), ("亿元", _("亿元 (100 million CNY)"))),
    "ratio": (("%", "%"), ("", _("as a fraction"))),
}
COLUMNS: dict[str, Any] = {
    "code": _("Code"),
    "amount": _("Amount"),
    "label": _("Label"),
    "in": _("Band, such as [3..10) or >= 30"),
    "then": _("or a benefit of its own (YAML)"),
    "up_to": _("Up to"),
    "rate": _("Rate"),
    "reaches": _("Mark"),
}
CHOICES: dict[str, Any] = {
    "highest": _("the highest"),
    "sum": _("all together"),
    "difference": _("the difference to the mark before"),
}
HELP: dict[str, Any] = {
    "quantity": _("A fact, a number such as 10万, or a sum such as “fact A + fact B”."),
    "rate": _("Such as 30%."),
    "money": _("Such as 30万 or 300000."),
}


def kind(code: str) -> Any:
    """The label of a kind; one that is not known stays as it is."""
    return KINDS.get(code, code)
