"""The morning teas of a chain, for the page of the chain."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaocha.accounts.actors import Actor
from zaocha.chains import sections
from zaocha.chains.sections import Line
from zaocha.kernel.clock import SHANGHAI
from zaocha.meetings import access

SHOWN = 6


def register() -> None:
    """Hand it to the page of a chain."""
    sections.register(
        title=gettext_lazy("Morning teas of the chain"), icon="cup", empty=gettext_lazy("No morning tea on this chain yet"),
        give=lines,
    )  # fmt: skip


def lines(*, by: Actor, chain: str, at: datetime) -> list[Line]:
    """The newest, those to come among them: one statement; nothing without the right."""
    if not by.may("meetings.read"):
        return []
    said = Count("lines", filter=Q(lines__removed=False))
    rows = access.meetings(by).filter(chain=chain).annotate(said=said).order_by("-starts_at")[:SHOWN]
    return [
        Line(
            one.theme, reverse("meeting", kwargs={"pk": one.pk}), one.starts_at.astimezone(SHANGHAI).date(),
            _("still to be held") if one.starts_at > at else _("%(count)s lines said") % {"count": one.said},
        )
        for one in rows
    ]  # fmt: skip
