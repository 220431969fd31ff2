"""Corrections: what the desk may change without a step, and the guard against a stale page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.demands import access, events, labels, lifecycle, terms
from zaocha.demands.actions.raising import checked_preset, company_of
from zaocha.demands.actions.taking import locked
from zaocha.demands.actions.texts import clean, working_day
from zaocha.demands.deadlines import amber_from, moved_by_pauses, total_due
from zaocha.demands.models import Demand, Pause, Step
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed

BY_DESK = frozenset({"category", "preset", "company_id", "raised_by", "hide_author"})
BY_HOLDER = frozenset({"answer_draft", "next_on", "note"})


def check_version(*, demand_id: int, version: int, by: Actor) -> Demand:
    """The demand, locked, if it is still as the page saw it; else 409 with what changed. In a transaction."""
    demand = locked(demand_id=demand_id, by=by)
    if demand.version == version:
        return demand
    # Every step and correction raises the version by one and leaves one row.
    seen = min(max(version - 1, 0), demand.version)
    later = Step.objects.filter(demand=demand).order_by("pk")[seen:]
    what = "; ".join(f"{labels.STEPS.get(step.step, step.step)} ({step.actor_name})" for step in later)
    raise Conflict(
        _("This was changed in the meantime: %(what)s.") % {"what": what or "?"},
        remedy=_("Look at the demand as it is now and decide again; what you typed is still here."),
    )


def correct(*, demand_id: int, version: int, changes: Mapping[str, Any], by: Actor, at: datetime) -> Demand:
    """Change what is not a step.

    Keys: `category`, `preset`, `company_id`, `raised_by`, `hide_author` (desk); `answer_draft`, `next_on` (date),
    `note` (desk and handling unit; a note is added to the timeline). The words as said never change.
    """
    unknown = set(changes) - BY_DESK - BY_HOLDER
    if unknown:
        raise Invalid(_("This cannot be changed: %(names)s") % {"names": ", ".join(sorted(unknown))})
    with work.begin(by=by, at=at) as w:
        demand = check_version(demand_id=demand_id, version=version, by=by)
        _check_right(demand, changes, by)
        note = clean(str(changes.get("note") or ""), field="note")
        new = _values(demand, changes, by=by, at=at)
        changed = {name: value for name, value in new.items() if getattr(demand, name) != value}
        if not changed and not note:
            return demand
        before = {name: _plain(getattr(demand, name)) for name in changed}
        for name, value in changed.items():
            setattr(demand, name, value)
        demand.version += 1
        demand.save(update_fields=sorted([*changed, "version"]))
        after = {name: _plain(value) for name, value in changed.items()}
        Step.objects.create(
            demand=demand, step="correct", from_state=demand.state, to_state=demand.state, actor=by.mark,
            actor_name=by.name[:60], unit_id=demand.unit_id, note=note, at=at,
            details={"before": before, "after": after},
        )  # fmt: skip
        w.record(
            events.CORRECTED, subject=("demand", demand.pk), fields={**after, "note": note},
            ids={"fields": sorted(changed)},
        )  # fmt: skip
    return demand


def _check_right(demand: Demand, changes: Mapping[str, Any], by: Actor) -> None:
    held = access.capacities(by, demand)
    enough = (
        {lifecycle.Role.DESK} if BY_DESK & set(changes) else {lifecycle.Role.DESK, lifecycle.Role.HANDLER}
    )
    if held.isdisjoint(enough):
        raise NotAllowed()


def _values(demand: Demand, changes: Mapping[str, Any], *, by: Actor, at: datetime) -> dict[str, Any]:
    new: dict[str, Any] = {}
    if "category" in changes or "preset" in changes:
        new |= _reclassified(demand, changes, by=by, at=at)
    if "company_id" in changes:
        wanted = changes["company_id"]
        new["company_id"] = company_of(int(wanted), by=by).pk if wanted else None
    for name, longest in (("raised_by", 60), ("answer_draft", 20_000)):
        if name in changes:
            new[name] = clean(str(changes[name] or ""), field=name, longest=longest)
    if "next_on" in changes:
        new["next_on"] = _next_on(demand, changes["next_on"], by=by, at=at)
    if "hide_author" in changes:
        category = str(new.get("category", demand.category))
        new["restricted"] = bool(changes["hide_author"]) or category.startswith(access.SENSITIVE)
    return new


def _next_on(demand: Demand, day: date | None, *, by: Actor, at: datetime) -> date | None:
    if day is None or day == demand.next_on:
        return day
    return working_day(day, field="next_on", calendar=calendars.of(by.tenant), at=at)


def _reclassified(demand: Demand, changes: Mapping[str, Any], *, by: Actor, at: datetime) -> dict[str, Any]:
    """Another category brings its own term, counted from the raising, with the pauses there were."""
    category = str(changes.get("category", demand.category))
    preset = checked_preset(category, str(changes.get("preset", "")), by=by)
    if category == demand.category and "preset" not in changes:
        preset = demand.preset
    new: dict[str, Any] = {"category": category, "preset": preset}
    if category.startswith(access.SENSITIVE):
        new["restricted"] = True
    if preset != demand.preset:
        calendar, rules = calendars.of(by.tenant), terms.of(by.tenant)
        due = total_due(preset, demand.raised_at, calendar, rules=rules)
        pauses = Pause.objects.filter(demand=demand, to_at__isnull=False).values_list("from_at", "to_at")
        due = moved_by_pauses(due, [(a, b) for a, b in pauses if b], calendar)
        warn_at = amber_from(due.at, demand.raised_at, calendar, rules=rules)
        new |= {"due_at": due.at, "warn_at": warn_at, "provisional": due.provisional}
    return new


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
