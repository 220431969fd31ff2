"""How results are shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

from zaocha.results import kinds
from zaocha.results.models import Result
from zaocha.results.queries import STATES

register = template.Library()


@register.filter
def kind_label(code: str) -> str:
    """The name of a kind."""
    return kinds.label(code)


@register.filter
def amount(value: Decimal) -> str:
    """An amount without idle noughts."""
    return kinds.shown(value)


@register.filter
def unit_label(code: str) -> Any:
    """The name of a unit."""
    return kinds.UNITS.get(code, code)


@register.filter
def state_label(found: Result) -> Any:
    """Where a result stands."""
    return STATES[found.state][0]


@register.filter
def state_tone(found: Result) -> str:
    """The colour of its state."""
    return STATES[found.state][1]
