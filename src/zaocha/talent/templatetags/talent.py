"""Fits in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from zaocha.talent.fitting import Line
from zaocha.talent.forms import MUSTS
from zaocha.talent.models import SCHOOLING, post_label

register = template.Library()
LABELS = dict(SCHOOLING)


@register.filter
def line(one: Line) -> str:
    """One condition: what was asked, what is there, and whether it holds."""
    asked, given = _shown(one.code, one.asked), _shown(one.code, one.given)
    state = {"holds": _("holds"), "partly": _("partly"), "unknown": _("not known"), "fails": _("fails")}[
        one.state
    ]
    compared = f" ({asked} / {given})" if asked or given else ""
    must = f", {_('must hold')}" if one.is_must else ""
    return f"{MUSTS[one.code]}: {state}{compared}{must}"


@register.filter
def verdict(code: str) -> str:
    """A verdict."""
    return {
        "fits": _("suits"),
        "near": _("near miss"),
        "facts_missing": _("facts are missing"),
        "not": _("does not fit"),
    }[code]


@register.filter
def verdict_tone(code: str) -> str:
    """Its colour."""
    return {"fits": "green", "near": "amber", "facts_missing": "blue", "not": "grey"}[code]


@register.filter
def step_label(name: str) -> str:
    """A step as its button says."""
    return {"interview": _("Invite to an interview"), "offer": _("Make an offer"), "accept": _("Take the offer"),
            "decline": _("Decline"), "hire": _("Confirm the hire")}[name]  # fmt: skip


def _shown(code: str, part: str) -> str:
    if code == "post" and part:
        return post_label(part)
    return str(LABELS.get(part, part)) if code == "schooling" else part
