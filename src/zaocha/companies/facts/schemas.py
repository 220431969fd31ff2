"""What the API takes in and gives out for facts: values as the rules write them, decimal strings in plain units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ninja import Schema

from zaocha.accounts.models import Tenant
from zaocha.companies.facts import codes, groups, inputs
from zaocha.companies.facts.actions import Entry
from zaocha.companies.facts.faults import FactFault, FactsFaulty, Unreadable
from zaocha.companies.facts.history import Past
from zaocha.companies.facts.sheet import Line
from zaocha.rules import facts_reading
from zaocha.rules.facts import FactDefinition, dictionary
from zaocha.rules.findings import Unreadable as Unfit


class FactIn(Schema):
    """One value; see docs/formats/facts.md. `known` false says that the company does not know."""

    name: str
    value: Any = None
    unit: str | None = None
    period: str = ""
    as_of: date | None = None
    known: bool = True
    evidence: str = ""
    confidence: str = "stated"
    visible_to: str = ""


class FactsIn(Schema):
    """Values of one company, taken all or none; `reason` says why earlier ones are replaced."""

    facts: list[FactIn]
    reason: str = ""


class WithdrawIn(Schema):
    """Why a value is taken back."""

    reason: str = ""


class ConsentIn(Schema):
    """What the company says to a use of its facts."""

    purpose: str
    agreed: bool


def entries(given: Sequence[FactIn], *, tenant: Tenant, on: date) -> list[Entry]:
    """What was sent, in the stored spelling; raises FactsFaulty with every fault."""
    faults: list[FactFault] = []
    read = []
    for one in given:
        try:
            read.append(_entry(one, tenant, on))
        except Unreadable as wrong:
            faults.append(wrong.at(one.name))
        except Unfit as unfit:
            faults += [
                FactFault(one.name, finding.message.code, words=_said(finding)) for finding in unfit.findings
            ]
    if faults:
        raise FactsFaulty(faults)
    return read


def line_out(line: Line) -> dict[str, Any]:
    """A fact of a company; `value` is null when it is not known, or `hidden` from the reader."""
    known = line.value != ""
    value = facts_reading.as_json(inputs.known(line.fact, line.value)) if known else None
    return {
        "name": line.fact.name, "label": line.fact.label.as_json(), "group": line.fact.group, "state": line.state,
        "value": value, "text": line.text if known else "", "unit": line.fact.unit, "period": line.period,
        "as_of": line.as_of.isoformat() if line.as_of else None, "source": line.source, "evidence": line.evidence,
        "confidence": line.confidence, "visible_to": line.circle, "hidden": line.is_hidden, "id": line.fact_id,
        "recorded_at": line.recorded_at.isoformat() if line.recorded_at else None, "steps": list(line.steps),
    }  # fmt: skip


def past_out(past: Past, fact: FactDefinition) -> dict[str, Any]:
    """A value of the history."""
    row = past.row
    value = facts_reading.as_json(inputs.known(fact, row.value)) if row.is_known else None
    return {
        "id": row.pk, "value": value, "known": row.is_known, "period": row.period, "as_of": row.as_of.isoformat(),
        "source": row.source, "evidence": row.evidence, "recorded_at": row.recorded_at.isoformat(),
        "recorded_by": past.by, "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        "ended_by": past.ended_by, "end_reason": row.end_reason, "superseded_by": row.superseded_by_id,
    }  # fmt: skip


def _entry(one: FactIn, tenant: Tenant, on: date) -> Entry:
    value = None
    if one.known:
        facts = {one.name: {"value": one.value, **({"unit": one.unit} if one.unit is not None else {})}}
        found = facts_reading.read_facts({"on": on.isoformat(), "facts": facts}, dictionary=dictionary())
        if one.name not in found.values:
            raise Unreadable("empty")
        value = inputs.stored(found.values[one.name].value)
        fact = dictionary()[one.name]
        if fact.type in {"code", "set"}:
            value = inputs.read(fact, value, choices=codes.choices(fact, tenant))
    return Entry(
        one.name, value, one.period, as_of=one.as_of, evidence=one.evidence, confidence=one.confidence,
        visible_to=one.visible_to,
    )  # fmt: skip


def _said(finding: Any) -> str:
    language = groups.language()
    said = [finding.message.text(language), finding.remedy.text(language) if finding.remedy else ""]
    return (" " if language == "en" else "").join(part for part in said if part)
