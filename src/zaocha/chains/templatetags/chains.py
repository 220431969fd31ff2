"""Flags, tiers and counts of the map in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from zaocha.chains import showing
from zaocha.chains.queries import Tier

register = template.Library()


@register.filter
def counted(count: int | None) -> str:
    """A count as this reader may see it."""
    return showing.number(count)


@register.filter
def break_label(flag: str) -> str:
    """What is noteworthy about a good."""
    return {"missing": _("missing: nobody makes it"), "thin": _("thin: one maker")}.get(flag, "")


@register.filter
def break_tone(flag: str) -> str:
    """Its colour."""
    return {"missing": "red", "thin": "amber"}.get(flag, "grey")


@register.filter
def tier_title(tier: Tier) -> str:
    """What a tier is called."""
    return showing.title(tier)


@register.filter
def tier_companies(tier: Tier) -> str:
    """How many companies stand there."""
    return showing.companies(tier)


@register.filter
def at(given: Any, key: str) -> Any:
    """What stands under a key; nothing for none."""
    return given.get(key) if given else None
