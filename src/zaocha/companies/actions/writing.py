"""What every action on a company needs: lock it, examine the data, write and record what differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zaocha.accounts.actors import Actor
from zaocha.companies import checks
from zaocha.companies.faults import Fault, Faulty
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.errors import NotFound

# What a person may change on a company; `officer_id` is a Person of the tenant or None.
EDITABLE = (
    "name", "short_name", "credit_code", "industry", "chain", "community", "address", "employees",
    "is_local", "officer_id",
)  # fmt: skip


def version_of(company: Company) -> str:
    """What a form shows of a company, as one digest, to find stale pages."""
    return work.digest_of([getattr(company, name) for name in EDITABLE], salt="version")[:16]


def locked(company_id: int, *, by: Actor) -> Company:
    """The company, locked for this transaction; 404 when unknown, of others, or merged away."""
    found = Company.objects.select_for_update(of=("self",)).filter(
        pk=company_id, tenant_id=by.tenant_id, merged_into=None
    )
    company = found.first()
    if company is None:
        raise NotFound()
    return company


def examined(given: Mapping[str, Any], *, by: Actor, confirmed: bool) -> dict[str, Any]:
    """The values to store; raises Faulty."""
    out = checks.examine(given, tenant=by.tenant)
    faults = out.faults
    if out.unsure_code and not confirmed:
        faults = [*faults, Fault("credit_code", "code_unconfirmed")]
    if faults:
        raise Faulty(faults)
    return out.values


def write_changes(w: work.Work, company: Company, values: Mapping[str, Any]) -> None:
    """Write and record what differs, with the columns that follow from it."""
    changed = {name: value for name, value in values.items() if getattr(company, name) != value}
    if not changed:
        return
    recorded = {name: value for name, value in changed.items() if name not in {"sorting", "lookup"}}
    for name, value in changed.items():
        setattr(company, name, value)
    if {"name", "short_name", "credit_code"} & set(changed):
        follows = checks.derived(
            {name: getattr(company, name) for name in ("name", "short_name", "credit_code")}
        )
        for name, value in follows.items():
            setattr(company, name, value)
        changed |= follows
    company.save(update_fields=sorted(changed))
    w.record(
        "company_changed", subject=("company", company.pk), ids={"fields": sorted(recorded)}, fields=recorded
    )


def record_registered(w: work.Work, company: Company) -> None:
    """The event of a new company; the import writes it too."""
    w.record(
        "company_registered",
        subject=("company", company.pk),
        ids={"code_verdict": company.code_verdict, "source": company.source},
        fields={name: getattr(company, name) for name in ("name", "credit_code", "address")},
    )
