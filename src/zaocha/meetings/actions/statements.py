"""Writes of this area: what somebody at the table said they would do about a line."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Tenant, Unit
from zaocha.kernel import work
from zaocha.kernel.errors import Invalid, NotFound
from zaocha.meetings.actions import lines, statement_promises
from zaocha.meetings.actions.statement_promises import Said as Said
from zaocha.meetings.models import Line, Statement
from zaocha.promises import actions as promise_actions


def state(*, line_id: int, said: Said, by: Actor, at: datetime) -> Line:
    """Attach a statement to a line, or change the one that it has; the line then ends as promised."""
    by.need("meetings.write")
    with work.begin(by=by, at=at) as w:
        line = lines.open_line(line_id, by)
        _check(said, by, at)
        statement_promises.follow(line, said, by=by, at=at)
        values = {
            "what": said.what.strip(),
            "kind": said.kind,
            "giver": said.giver.strip()[:60],
            "unit_id": said.unit_id,
            "due_on": said.due_on,
            "trigger": said.trigger.strip()[:200],
            "confirmed": said.confirmed,
        }
        Statement.objects.update_or_create(
            line=line, defaults=values, create_defaults={**values, "said_at": at}
        )
        line.outcome = Line.Outcome.PROMISED
        lines.stamp(line, by, at)
        line.save(update_fields=["outcome", "revision", "changed_at"])
        ids = {"unit": said.unit_id, "due_on": str(said.due_on or ""), "confirmed": said.confirmed}
        fields = {name: values[name] for name in ("what", "giver", "trigger")}
        w.record("statement_noted", subject=("line", line.pk), ids=ids, fields=fields)
    return line


def take_back(*, line_id: int, by: Actor, at: datetime, answer: str = "") -> Line:
    """Remove the statement of a line, which is then not settled; `answer`: it was answered instead."""
    by.need("meetings.write")
    with work.begin(by=by, at=at) as w:
        line = lines.open_line(line_id, by)
        words = answer or _("Taken back at the read-back.")
        statement_promises.let_go(line, words=words, answered=bool(answer), by=by, at=at)
        if not Statement.objects.filter(line=line).delete()[0]:
            return line
        line.outcome = Line.Outcome.NONE
        lines.stamp(line, by, at)
        line.save(update_fields=["outcome", "revision", "changed_at"])
        w.record("statement_removed", subject=("line", line.pk))
    return line


def check_day(*, day: date, tenant: Tenant, at: datetime) -> bool:
    """Refuse a day that is past or not worked, and offer the next working day; True: provisional."""
    calendar = calendars.of(tenant)
    today = at.astimezone(calendar.tz).date()
    if day < today:
        raise Invalid(
            _("%(day)s is past.") % {"day": day},
            remedy=_("Choose today or a later working day."),
            field="due_on",
        )
    if not calendar.is_workday(day):
        raise Invalid(
            _("%(day)s is a rest day.") % {"day": day},
            remedy=_("The next working day is %(day)s.") % {"day": calendar.add_workdays(day, 1)},
            field="due_on",
        )
    return not calendar.is_known(day)


def _check(said: Said, by: Actor, at: datetime) -> None:
    if said.kind not in {"answer", "act"}:
        raise Invalid(_("A promise is either to answer or to do something."), field="kind")
    if said.due_on and said.trigger.strip():
        raise Invalid(
            _("A promise has a day or an “as soon as …”, not both."), remedy=_("Clear one."), field="trigger"
        )
    if said.due_on:
        check_day(day=said.due_on, tenant=by.tenant, at=at)
    if said.unit_id and not Unit.objects.filter(tenant_id=by.tenant_id, pk=said.unit_id).exists():
        raise NotFound(_("There is no such unit."), field="unit")
    if reason := promise_actions.forbidden_reason(said.what):
        raise Invalid(
            _("This cannot be promised: %(reason)s.") % {"reason": reason},
            remedy=_("Promise an answer by a day instead."),
            field="what",
        )
    if said.kind == "act" and not said.what.strip():
        raise Invalid(_("Say what will be done."), field="what")
