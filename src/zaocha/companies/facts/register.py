"""Facts that the register holds in columns of its own: they are facts without being asked or stored twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zaocha.companies.models import Company

_FORMS = {"91": "company", "92": "household", "93": "cooperative"}


def _legal_form(company: Company) -> str:
    return _FORMS.get(company.credit_code[:2], "")


def _registered_area(company: Company) -> str:
    return company.credit_code[2:8] if company.credit_code else ""


def _employees(company: Company) -> str:
    return "" if company.employees is None else str(company.employees)


READERS: Mapping[str, Callable[[Company], str]] = {
    "industry": lambda company: company.industry,
    "chains": lambda company: company.chain,
    "employees": _employees,
    "legal_form": _legal_form,
    "registered_area": _registered_area,
}
"""Fact → how to read it off a company; "" where the register does not know it."""

COLUMNS: Mapping[str, str] = {"industry": "industry", "employees": "employees"}
"""Facts that are written back into the register when they are answered: fact → column."""

SOURCES: Mapping[str, tuple[str, ...]] = {
    "industry": ("industry",), "chains": ("chain",), "employees": ("employees",),
    "legal_form": ("credit_code",), "registered_area": ("credit_code",),
}  # fmt: skip
"""Fact → the columns that it is read off."""

FIELDS = ("id", "tenant_id", "credit_code", "industry", "chain", "employees", "officer_id")
"""The columns that READERS look at."""


def values(company: Company) -> dict[str, str]:
    """Fact → stored spelling, of what the register knows."""
    found = {name: read(company) for name, read in READERS.items()}
    return {name: value for name, value in found.items() if value}
