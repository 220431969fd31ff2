"""Rows that are being changed: locked, and by somebody who may."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.kernel.errors import Conflict, NotFound
from zaocha.titles import access
from zaocha.titles.models import Dossier, Entry, Panel, Worker


def today(by: Actor, at: datetime) -> date:
    """The day in the town."""
    return at.astimezone(calendars.of(by.tenant).tz).date()


def workdays(by: Actor, day: date, count: int) -> date:
    """The day that many working days later."""
    return calendars.of(by.tenant).add_workdays(day, count)


def worker(worker_id: int, *, by: Actor, as_worker: int | None = None) -> Worker:
    """A worker's row, locked. `as_worker`: the worker whose own link is used."""
    if as_worker is not None and as_worker != worker_id:
        raise NotFound()
    rows = Worker.objects.filter(tenant_id=by.tenant_id)
    if as_worker is None:
        rows = access.workers(by)
        if by.company_id is None:
            by.need("titles.write")
    found = rows.select_for_update(of=("self",)).filter(pk=worker_id).first()
    if found is None:
        raise NotFound()
    if found.erased_at is not None:
        raise Conflict(_("What was known of this person has been erased."))
    return found


def dossier(dossier_id: int, *, by: Actor, as_worker: int | None = None) -> Dossier:
    """A dossier, locked. `as_worker`: the worker whose own link is used; a company's link reaches its own."""
    rows = Dossier.objects.filter(tenant_id=by.tenant_id)
    if as_worker is not None:
        rows = rows.filter(worker_id=as_worker)
    else:
        rows = access.dossiers(by)
        if by.company_id is None:
            by.need("titles.write")
    found = rows.select_for_update(of=("self",)).filter(pk=dossier_id).first()
    if found is None:
        raise NotFound()
    return found


def panel(panel_id: int, *, by: Actor) -> Panel:
    """A panel, locked."""
    by.need("titles.write")
    found = Panel.objects.select_for_update().filter(tenant_id=by.tenant_id, pk=panel_id).first()
    if found is None:
        raise NotFound()
    return found


def need_state(found: Dossier | Panel, *states: str) -> None:
    """Refuse a step that does not fit the state."""
    if found.state not in states:
        raise Conflict(
            _("This step does not fit: “%(state)s”.") % {"state": found.get_state_display()},
            remedy=_("Look at the page again."),
        )


def note(found: Dossier, kind: str, words: str = "", *, by: Actor, at: datetime) -> Entry:
    """A line in the history of a dossier."""
    return Entry.objects.create(
        dossier=found, kind=kind, words=words.strip()[:400], at=at, mark=by.mark, name=by.name[:60]
    )
