"""Codes, reasons and ratings in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from zaocha.advisers import codes
from zaocha.advisers.forms import RATINGS
from zaocha.matching import showing

register = template.Library()


@register.filter
def known(given: list[str]) -> str:
    """Fields or languages in the reader's language."""
    return ", ".join(codes.label(code) for code in given)


@register.filter
def field_label(code: str) -> str:
    """One field or language."""
    return codes.label(code)


@register.filter
def reason(code: str) -> str:
    """One criterion, as it stood when it was put."""
    if code.startswith("left:"):
        return _("%(n)s hours left this month") % {"n": code.removeprefix("left:")}
    return {
        "field": _("knows the field"), "kind": _("the kind that was asked for"), "other_field": _("another field of the kind"),
        "chain": _("knows the chain"), "any_chain": _("advises every chain"), "other_chain": _("from another chain"),
        "language": _("speaks the language"), "load": _("the least used share of hours comes first"),
        "never": _("was not asked before"), "longest": _("of equals, whoever was asked longest ago"),
    }.get(code, code)  # fmt: skip


@register.filter
def out(code: str) -> str:
    """Why somebody cannot be asked."""
    from zaocha.advisers.actions.asking import OUT

    return str(OUT[code])


@register.filter
def rated(level: int | None) -> str:
    """A rating in words."""
    return str(dict(RATINGS).get(str(level), ""))


@register.filter
def verdict(code: str) -> str:
    """What a policy said."""
    return str(showing.LABELS[code][0]) if code in showing.LABELS else code


@register.filter
def verdict_tone(code: str) -> str:
    """Its colour."""
    return showing.LABELS[code][1] if code in showing.LABELS else "grey"
