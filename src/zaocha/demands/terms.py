"""The deadlines of a tenant, and the preset that a category brings with it."""

from __future__ import annotations

import json
from functools import lru_cache

from zaocha.accounts.models import Tenant
from zaocha.demands.deadlines import Rules
from zaocha.lang import categories

USUAL = "B"


def of(tenant: Tenant) -> Rules:
    """The rules of a tenant: its own (`settings["deadlines"]`, form of data/deadline_presets.json) or shipped."""
    own = tenant.settings.get("deadlines")
    return _read(json.dumps(own, sort_keys=True)) if own else Rules.default()


def preset_of(category: str) -> str:
    """The preset of a category code; B without one. Raises `categories.UnknownCategory`."""
    if not category:
        return USUAL
    found = categories.category(category)
    if len(category) == 4:
        return categories.second_level(category).deadline.code
    return found.deadline.code


@lru_cache(maxsize=64)
def _read(text: str) -> Rules:
    return Rules.from_data(json.loads(text))
