"""Names of categories and chains in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zaocha.accounts.models import Tenant
from zaocha.companies import chains as company_chains
from zaocha.lang import categories


def category(code: str) -> str:
    """The name of a two- or four-digit category; empty for none or an unknown one."""
    if not code:
        return ""
    try:
        found = categories.second_level(code) if len(code) == 4 else categories.category(code)
    except categories.UnknownCategory:
        return ""
    return said(found.name)


def meeting_state(state: str) -> str:
    """What a meeting's state is called; `closed` is another word for a demand."""
    names = {
        "planned": _("planned"),
        "open": _("at the table"),
        "read_back": _("read-back"),
        "closed": _("meeting over"),
    }
    return names[state]


def said(label: categories.Label) -> str:
    """A label in the reader's language."""
    return label.zh if (get_language() or "zh").startswith("zh") else label.en


def category_choices() -> list[tuple[str, str]]:
    """Every category, for a select."""
    return [(one.code, f"{one.code} {said(one.name)}") for one in categories.CATEGORIES]


def chains(tenant: Tenant) -> dict[str, str]:
    """The chains of a tenant, code to name."""
    return {one.code: one.label for one in company_chains.of(tenant)}
