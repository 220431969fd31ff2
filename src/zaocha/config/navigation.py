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


# Groups of the sidebar, top to bottom; the first and the last stand alone.
GROUPS: list[tuple[Any, list[Entry]]] = [
    ("", [Entry(_("Today"), "home", "home", "desk.home", "/home/")]),
    (
        _("The table"),
        [
            Entry(_("Morning tea"), "meetings", "cup", "meetings.read", "/meetings/"),
            Entry(_("Minutes"), "minutes", "file-text", "meetings.write", "/minutes/"),
            Entry(_("Demands"), "demands", "message-circle", "demands.read", "/demands/"),
            Entry(_("Promises"), "promises", "heart-handshake", "promises.read", "/promises/"),
        ],
    ),
    (
        _("What fits whom"),
        [
            Entry(_("Companies"), "companies", "building-factory-2", "companies.read", "/companies/"),
            Entry(_("Policies"), "policies", "scale", "policies.read", "/policies/"),
            Entry(_("Offers"), "offers", "map-pin", "offers.read", "/offers/"),
            Entry(_("Watches"), "watches", "bell", "watches.read", "/watches/"),
            Entry(_("Supply"), "goods", "truck", "dealings.read", "/goods/"),
            Entry(_("Places to hand out"), "rounds", "checklist", "allocations.read", "/rounds/"),
        ],
    ),
    (
        _("The alliance"),
        [
            Entry(_("Chains and alliances"), "chains", "sitemap", "chains.read", "/chains/"),
            Entry(_("Advisers"), "advisers", "users-group", "advisers.read", "/advisers/"),
            Entry(_("Agreements"), "agreements", "signature", "agreements.read", "/agreements/"),
            Entry(_("Facilities"), "facilities", "building-community", "agreements.read", "/facilities/"),
            Entry(_("Activities"), "activities", "calendar-event", "agreements.read", "/activities/"),
            Entry(_("Workers' wishes"), "wishes", "heart", "agreements.read", "/wishes/"),
            Entry(_("Jobs and people"), "vacancies", "briefcase", "talent.read", "/vacancies/"),
            Entry(_("Training"), "programmes", "school", "talent.read", "/programmes/"),
            Entry(_("Professional titles"), "titles", "certificate", "titles.read", "/titles/"),
            Entry(_("Credit lines"), "credits", "building-bank", "finance.read", "/credits/"),
            Entry(_("Digital upgrades"), "upgrades", "device-desktop", "finance.read", "/upgrades/"),
        ],
    ),
    (
        _("Figures"),
        [
            Entry(_("The wall"), "wall", "chart-bar", "metrics.read", "/wall/"),
            Entry(_("Results"), "results", "target", "results.read", "/results/"),
            Entry(_("Reports"), "reports", "report-analytics", "metrics.read", "/reports/"),
        ],
    ),
    ("", [Entry(_("Settings"), "settings", "settings", "tenant.settings", "/settings/")]),
]


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: `tenant`, `actor`, `navigation` (groups of lines that the actor may see)."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None, "tenant": None, "navigation": [], "demo": False}
    found = [(label, _shown(entries, request)) for label, entries in GROUPS]
    groups = [
        {"label": label, "lines": lines, "open": any(line["active"] for line in lines)}
        for label, lines in found
        if lines
    ]
    return {"actor": actor, "tenant": actor.tenant, "navigation": groups}


def _shown(entries: list[Entry], request: HttpRequest) -> list[dict[str, Any]]:
    lines = []
    for entry in entries:
        if not request.actor.may(entry.right):  # type: ignore[attr-defined]
            continue
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:  # an area without pages yet
            continue
        active = request.path.startswith(entry.prefix)
        lines.append({"label": entry.label, "url": url, "icon": entry.icon, "active": active})
    return lines
