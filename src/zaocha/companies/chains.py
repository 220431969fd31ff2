"""The chains of a tenant: raw materials, knitting, machinery, unless its settings name others."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from zaocha.accounts.models import Tenant


@dataclass(frozen=True)
class Chain:
    """One chain; `code` is what is stored."""

    code: str
    zh: str
    en: str

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.en if (get_language() or "").startswith("en") else self.zh


SHIPPED = (
    Chain("materials", "原料链", "Raw materials"),
    Chain("knitting", "织造链", "Knitting"),
    Chain("machinery", "机械链", "Machinery"),
)


def of(tenant: Tenant) -> tuple[Chain, ...]:
    """The chains of a tenant; `settings["chains"]` is a list of `{"code", "zh", "en"}`."""
    own = tenant.settings.get("chains")
    if not own:
        return SHIPPED
    return tuple(Chain(row["code"], row["zh"], row.get("en") or row["zh"]) for row in own)


def find(tenant: Tenant, text: str) -> Chain | None:
    """The chain that somebody means: its code or its name, with or without the word for chain."""
    wanted = _bare(text)
    return next(
        (one for one in of(tenant) if wanted in {_bare(one.code), _bare(one.zh), _bare(one.en)}), None
    )


def label(tenant: Tenant, code: str) -> str:
    """The name of a chain in the reader's language; a code that is no longer known stays as it is."""
    return next((one.label for one in of(tenant) if one.code == code), code)


def _bare(text: str) -> str:
    return text.strip().lower().removesuffix("产业链").removesuffix("链").strip()
