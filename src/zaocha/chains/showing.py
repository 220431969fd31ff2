"""The map of a chain for a page: its two drawings, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zaocha.chains import access, drawing
from zaocha.chains.queries import Box, ChainMap, Tier
from zaocha.chains.queries.maps import OUTSIDE


@dataclass(frozen=True)
class Maps:
    """Both drawings, and what they say in a sentence for who cannot see them."""

    wide: drawing.Picture
    tall: drawing.Picture
    said: str
    goods: dict[str, str]  # code → its page
    flags: tuple[str, ...] = ("", "thin", "missing")


def maps(found: ChainMap) -> Maps:
    """Draw it for desktop and phone."""
    columns = [
        drawing.Column(title(tier), companies(tier), [_shape(box) for box in tier.boxes])
        for tier in found.tiers
    ]
    goods = {box.code: reverse("good", kwargs={"pk": box.good.pk}) for box in found.boxes}
    return Maps(drawing.wide(columns, found.ropes), drawing.tall(columns, found.ropes), _said(found), goods)


def title(tier: Tier) -> str:
    """What a tier is called."""
    return _("From other chains") if tier.code == OUTSIDE else str(tier.label)


def companies(tier: Tier) -> str:
    """How many companies stand there."""
    if tier.code == OUTSIDE:
        return ""
    if tier.companies is None:
        return _("fewer than %(least)s companies") % {"least": access.LEAST}
    return ngettext("%(count)s company", "%(count)s companies", tier.companies) % {"count": tier.companies}


def number(count: int | None) -> str:
    """A count as this reader may see it."""
    return f"<{access.LEAST}" if count is None else str(count)


def _shape(box: Box) -> drawing.Shape:
    line = _("makers %(makers)s · buyers %(buyers)s") % {
        "makers": number(box.makers),
        "buyers": number(box.buyers),
    }
    if box.flag == "missing":
        line = _("nobody makes it · buyers %(buyers)s") % {"buyers": number(box.buyers)}
    return drawing.Shape(box.code, str(box.good), line, box.flag)


def _said(found: ChainMap) -> str:
    named = {
        flag: "、".join(str(box.good) for box in found.breaks if box.flag == flag)
        for flag in ("missing", "thin")
    }
    parts = [_("%(count)s goods in the chain.") % {"count": len(found.boxes)}]
    if named["missing"]:
        parts.append(_("Nobody makes: %(goods)s.") % {"goods": named["missing"]})
    if named["thin"]:
        parts.append(_("One maker only: %(goods)s.") % {"goods": named["thin"]})
    return " ".join(parts)
