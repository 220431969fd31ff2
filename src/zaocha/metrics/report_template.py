"""How a tenant's report is built: the order of its parts, its own words, and which figures; kept in the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_

from zaocha.accounts import town
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Tenant
from zaocha.kernel.errors import Invalid
from zaocha.metrics.definitions import BY_CODE

PARTS: dict[str, Any] = {
    "intro": lazy_("Opening words"),
    "service": lazy_("How companies were served"),
    "outcomes": lazy_("What changed"),
    "categories": lazy_("Demands by category"),
    "definitions": lazy_("How each figure is counted"),
    "closing": lazy_("Closing words"),
}
LONGEST = 2000
"""Signs of the opening and of the closing words."""


@dataclass(frozen=True)
class ReportTemplate:
    """`parts` in their order; a part that is not among them is left out."""

    title: str = ""
    intro: str = ""
    closing: str = ""
    parts: tuple[str, ...] = tuple(PARTS)
    figures: tuple[str, ...] = tuple(BY_CODE)


def of(tenant: Tenant) -> ReportTemplate:
    """The tenant's template; what it does not say is as shipped."""
    own = tenant.settings.get("report") or {}
    shipped = ReportTemplate()
    return ReportTemplate(
        title=str(own.get("title", "")), intro=str(own.get("intro", "")), closing=str(own.get("closing", "")),
        parts=tuple(code for code in own.get("parts", shipped.parts) if code in PARTS),
        figures=tuple(code for code in own.get("figures", shipped.figures) if code in BY_CODE),
    )  # fmt: skip


def keep(*, new: ReportTemplate, by: Actor, at: datetime) -> None:
    """Change the template of one's tenant."""
    by.need("tenant.settings")
    if not new.parts:
        raise Invalid(_("A report needs at least one part."))
    if not new.figures:
        raise Invalid(_("A report needs at least one figure."), field="figures")
    if max(len(new.intro), len(new.closing)) > LONGEST or len(new.title) > 80:
        raise Invalid(_("These words are too long."), field="intro")
    value = {
        "title": new.title.strip(), "intro": new.intro.strip(), "closing": new.closing.strip(),
        "parts": list(new.parts), "figures": list(new.figures),
    }  # fmt: skip
    town.set_report(template=value, by=by, at=at)
