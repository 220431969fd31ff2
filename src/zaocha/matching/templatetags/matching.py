"""Money as readers say it."""

from __future__ import annotations

from decimal import Decimal

from django import template

from zaocha.offers import dictionary

register = template.Library()


@register.filter
def yuan(amount: Decimal | None) -> str:
    """12.6 万元, CNY 126,000; a dash where there is none."""
    return "–" if amount is None else dictionary.amount(amount)
