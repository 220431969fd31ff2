"""Money as people write it."""

from __future__ import annotations

from decimal import Decimal

from django import template

from zaocha.finance import exporting

register = template.Library()


@register.filter
def yuan(value: Decimal | None) -> str:
    """12000.00 → "12,000"; nothing → "—"."""
    return exporting.yuan(value)
