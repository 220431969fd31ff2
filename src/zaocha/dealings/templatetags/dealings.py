"""Reasons and flags in words."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from zaocha.dealings import access
from zaocha.dealings.models import Dealing

register = template.Library()


@register.filter
def because(code: str) -> str:
    """One reason for a candidate."""
    return {
        "spare": _("has capacity to spare"), "enough": _("enough of it"), "makes": _("makes it"),
        "chain": _("the same chain"), "community": _("the same community"), "town": _("in this town"),
    }.get(code, code)  # fmt: skip


@register.filter
def flag_label(code: str) -> str:
    """What is noteworthy about a link of the chain."""
    return {
        "missing": _("missing: nobody makes it"),
        "thin": _("thin: one maker"),
        "spare": _("capacity to spare"),
    }[code]


@register.filter
def flag_tone(code: str) -> str:
    """Its colour."""
    return {"missing": "red", "thin": "amber", "spare": "green"}[code]


@register.filter
def discreet(number: int | None) -> str:
    """A number of supplies as others may see it."""
    return str(number) if number is not None else _("fewer than %(least)s") % {"least": access.LEAST}


@register.filter
def amount(one: Dealing) -> str:
    """Quantity and unit as said; "" without one."""
    if one.quantity is None:
        return ""
    plain = one.quantity.quantize(Decimal(1)) if one.quantity == one.quantity.to_integral() else one.quantity
    return f"{plain} {one.unit}"


@register.filter
def said(yes: bool | None) -> str:
    """What one of the two has said."""
    return _("not yet said") if yes is None else _("yes") if yes else _("no")
