"""Writes what a ledger brought back, through the actions that pages use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.demands import actions
from zaocha.demands.models import Demand
from zaocha.imports.models import ImportRow
from zaocha.imports.refusals import Stale
from zaocha.kernel.errors import Conflict


def take(by: Actor, chunks: Iterable[Sequence[ImportRow]], at: datetime) -> None:
    """Raise the new ones, change the others. Raises Stale when one was changed since the check."""
    units = dict(Unit.objects.filter(tenant_id=by.tenant_id).values_list("name", "pk"))
    for rows in chunks:
        for row in rows:
            if row.decision == "new":
                _raise(row, units, by=by, at=at)
            else:
                _change(row, units, by=by, at=at)


def _raise(row: ImportRow, units: dict[str, int], *, by: Actor, at: datetime) -> None:
    values, found = row.values, row.values["set"]
    new = actions.NewDemand(
        words=values["words"], channel=Demand.Channel.IMPORT, company_id=values["company_id"],
        raised_by=values["raised_by"], category=found.get("category", ""), client_key=f"import-row-{row.pk}",
    )  # fmt: skip
    demand = actions.raise_demand(new=new, by=by, at=at)
    rest = {name: value for name, value in found.items() if name != "category"}
    _write(demand, rest, values["note"], units, by=by, at=at)


def _change(row: ImportRow, units: dict[str, int], *, by: Actor, at: datetime) -> None:
    values = row.values
    assert row.subject_id is not None
    try:
        demand = actions.check_version(demand_id=row.subject_id, version=values["version"], by=by)
    except Conflict as changed:
        raise Stale() from changed
    found = {
        name: value
        for name, value in values["set"].items()
        if row.answers.get(f"conflict_{name}", "mine") == "mine"
    }
    _write(demand, found, values["note"], units, by=by, at=at)


def _write(
    demand: Demand, found: dict[str, str], note: str, units: dict[str, int], *, by: Actor, at: datetime
) -> None:
    """Correct what is no step, then hand it on if the unit is another."""
    changes: dict[str, Any] = {name: value for name, value in found.items() if name != "unit"}
    if "next_on" in changes:
        changes["next_on"] = date.fromisoformat(changes["next_on"]) if changes["next_on"] else None
    if note:
        changes["note"] = note
    if changes:
        demand = actions.correct(demand_id=demand.pk, version=demand.version, changes=changes, by=by, at=at)
    if found.get("unit"):
        reason = note or _("Handed on in the ledger")
        actions.assign(demand_id=demand.pk, unit_id=units[found["unit"]], by=by, at=at, note=reason)
