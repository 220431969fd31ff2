"""Words that are handed on: to the worker, to an expert, and what a rule asks for."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts.models import Tenant
from zaocha.rules import wording
from zaocha.rules.conditions import All, Any, Clause, Condition, NotGroup
from zaocha.titles import tables


def to_worker(tenant: Tenant, *, url: str) -> str:
    """The message with a worker's own link, in the town's language."""
    with translation.override(tenant.language):
        return _("You may qualify for a professional title. Please look at what is known, agree, and add your papers by photo: %(url)s (%(desk)s)") % {
            "url": url, "desk": " ".join(part for part in (tenant.name, tenant.phone) if part),
        }  # fmt: skip


def to_expert(tenant: Tenant, *, url: str, panel: str, day: object) -> str:
    """The message with an expert's own link, in the town's language."""
    with translation.override(tenant.language):
        return _("You were drawn for “%(panel)s”. Please give your marks by %(day)s; nobody sees them before the panel decides. If you are tied to one of the workers, say so there: %(url)s (%(desk)s)") % {
            "panel": panel, "day": day, "url": url, "desk": " ".join(part for part in (tenant.name, tenant.phone) if part),
        }  # fmt: skip


def conditions(rule: tables.Rule) -> list[tuple[int, str]]:
    """What a rule asks for, line by line with its depth."""
    return _lines(rule.when, 0)


def _lines(found: Condition, depth: int) -> list[tuple[int, str]]:
    if isinstance(found, Clause):
        return [(depth, tables.said(wording.clause(found, tables.dictionary())))]
    if isinstance(found, NotGroup):
        return [(depth, _("not:")), *_lines(found.item, depth + 1)]
    lines = [(depth, _("one of these:"))] if isinstance(found, Any) else [(depth, _("all of these:"))]
    if isinstance(found, All) and depth == 0:
        lines = []
    inner = depth + bool(lines)
    return [*lines, *(line for one in found.items for line in _lines(one, inner))]
