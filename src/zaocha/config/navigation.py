"""The sidebar as data, and what every page knows: tenant, actor, navigation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One line of the sidebar; shown to those who hold `right`."""

    label: Any
    url_name: str
    icon: str
    right: str
    prefix: str


ENTRIES = [
    Entry(_("Today"), "home", "home", "desk.home", "/home/"),
    Entry(_("Morning tea"), "meetings", "cup", "meetings.read", "/meetings/"),
    Entry(_("Minutes"), "minutes", "file-text", "meetings.write", "/minutes/"),
    Entry(_("Demands"), "demands", "message-circle", "demands.read", "/demands/"),
    Entry(_("Promises"), "promises", "heart-handshake", "promises.read", "/promises/"),
    Entry(_("Policies"), "policies", "scale", "policies.read", "/policies/"),
    Entry(_("Companies"), "companies", "building-factory-2", "companies.read", "/companies/"),
    Entry(_("Offers"), "offers", "map-pin", "offers.read", "/offers/"),
    Entry(_("Watches"), "watches", "bell", "watches.read", "/watches/"),
    Entry(_("Supply"), "goods", "truck", "dealings.read", "/goods/"),
    Entry(_("Places to hand out"), "rounds", "checklist", "allocations.read", "/rounds/"),
    Entry(_("The wall"), "wall", "chart-bar", "metrics.read", "/wall/"),
    Entry(_("Settings"), "settings", "settings", "tenant.settings", "/settings/"),
]


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: `tenant`, `actor`, `navigation`."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None, "tenant": None, "navigation": [], "demo": False}
    shown = []
    for entry in ENTRIES:
        if not actor.may(entry.right):
            continue
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:  # an area without pages yet
            continue
        active = request.path.startswith(entry.prefix)
        shown.append({"label": entry.label, "url": url, "icon": entry.icon, "active": active})
    return {"actor": actor, "tenant": actor.tenant, "navigation": shown}
