"""Why a wish weighs what it weighs, and why it was not met, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zaocha.allocations.queries import Told
from zaocha.allocations.scoring import Reason

register = template.Library()


@register.filter
def why(reason: Reason) -> str:
    """One reason with its weight."""
    words = {
        "choice": _("choice %(count)s") % {"count": reason.count},
        "never": _("never given a place"),
        "need": _("a need that the desk knows"),
        "missed": ngettext(
            "nothing in %(count)s earlier round", "nothing in %(count)s earlier rounds", reason.count
        )
        % {"count": reason.count},
    }[reason.code]
    return f"{words} +{reason.weight}"


@register.filter
def outcome(told: Told) -> str:
    """What became of a wish, and why."""
    if told.ruling is not None:
        return _("ruled by %(name)s: %(reason)s") % {
            "name": told.ruling.made_name,
            "reason": told.ruling.reason,
        }
    if told.granted:
        return _("given")
    if told.cutoff is None or told.has_enough:
        return _("not needed: it is given a dearer choice, or as many places as a company may get")
    if told.weight == told.cutoff:
        return _("full: of wishes that weigh %(cutoff)s, earlier ones came first") % {"cutoff": told.cutoff}
    return _("full: the lightest wish taken in weighs %(cutoff)s") % {"cutoff": told.cutoff}
