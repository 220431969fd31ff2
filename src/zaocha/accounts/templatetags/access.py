"""Ask in a template what the reader may do: `{% if actor|may:"demands.raise" %}`."""

from __future__ import annotations

from django import template

from zaocha.accounts.actors import Actor

register = template.Library()


@register.filter
def may(actor: Actor | None, right: str) -> bool:
    """Whether the reader holds a right; a stranger holds none."""
    return actor is not None and actor.may(right)
