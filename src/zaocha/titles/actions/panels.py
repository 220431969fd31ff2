"""Writes of a panel: dossiers put on it, experts drawn by lot, stepping back, cancelled."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zaocha.accounts import links
from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.titles import conflicts, drawing, tables
from zaocha.titles.actions import changing, dossiers
from zaocha.titles.models import Dossier, Expert, Panel, Seat

State = Panel.State


@dataclass(frozen=True)
class NewPanel:
    """A panel for one field of work and one level; `size` odd, 0 for the usual one."""

    title: str
    field: str
    level: str
    size: int = 0
    substitutes: int | None = None


def plan(*, new: NewPanel, by: Actor, at: datetime) -> Panel:
    """Plan a panel; dossiers are put on it, then experts are drawn."""
    by.need("titles.write")
    how = tables.procedure()
    size = new.size or how.usual
    substitutes = how.substitutes if new.substitutes is None else new.substitutes
    if not new.title.strip():
        raise Invalid(_("Say what the panel is called."), field="title")
    if new.field not in tables.fields():
        raise Invalid(_("There is no such field of work."), field="field", remedy=", ".join(tables.fields()))
    if new.level not in tables.levels():
        raise Invalid(_("There is no such level."), field="level", remedy=", ".join(tables.levels()))
    if size % 2 == 0 or not how.least <= size <= 99:
        raise Invalid(_("An odd number from %(least)s on.") % {"least": how.least}, field="size")
    if not 0 <= substitutes <= 99:
        raise Invalid(_("From %(least)s to %(most)s.") % {"least": 0, "most": 99}, field="substitutes")
    with work.begin(by=by, at=at) as w:
        made = Panel.objects.create(
            tenant=by.tenant, title=new.title.strip()[:120], field=new.field, level=new.level, size=size,
            substitutes=substitutes, created_at=at, created_by=by.mark,
        )  # fmt: skip
        w.record(
            "title_panel_planned", subject=("title_panel", made.pk), ids={"level": new.level, "size": size}
        )
    return made


def put(*, panel_id: int, dossier_ids: Sequence[int], by: Actor, at: datetime) -> Panel:
    """The dossiers that a panel decides on, instead of those before; each must be complete."""
    with work.begin(by=by, at=at) as w:
        found = changing.panel(panel_id, by=by)
        changing.need_state(found, State.PLANNED)
        on = changing.today(by, at)
        wanted = [changing.dossier(pk, by=by) for pk in sorted(set(dossier_ids))]
        for one in wanted:
            changing.need_state(one, Dossier.State.GATHERING)
            if one.level != found.level or one.field != found.field:
                raise Conflict(_("A dossier is of another level or field of work."))
            if not tables.rules()[one.rule].is_delegated:
                raise Conflict(_("The way of a dossier is decided by the authority, not by a panel here."))
            if one.panel_id not in (None, found.pk):
                raise Conflict(_("A dossier lies before another panel."))
            dossiers.need_complete(one, on=on)
        found.dossiers.update(panel=None, number=None)
        for number, one in enumerate(wanted, 1):
            Dossier.objects.filter(pk=one.pk).update(panel=found, number=number)
        ids = {"dossiers": [one.pk for one in wanted]}
        w.record("title_panel_changed", subject=("title_panel", found.pk), ids=ids)
    return found


def draw(*, panel_id: int, by: Actor, at: datetime, seed: str = "") -> Panel:
    """Draw the members by lot out of those whom nothing keeps out; the seed is kept for whoever checks it."""
    with work.begin(by=by, at=at) as w:
        found = changing.panel(panel_id, by=by)
        changing.need_state(found, State.PLANNED)
        cases = list(found.dossiers.select_related("company").order_by("number"))
        if not cases:
            raise Conflict(_("No dossier lies before this panel."), remedy=_("Put dossiers on it first."))
        on = changing.today(by, at)
        for one in cases:
            dossiers.need_complete(one, on=on)
        pool = list(
            Expert.objects.filter(tenant=by.tenant, ended_on=None).select_related("company").order_by("pk")
        )
        out = conflicts.reasons(pool, cases, field=found.field, level=found.level)
        free = [one.pk for one in pool if not out.get(one.pk)]
        if len(free) < found.size:
            raise Conflict(
                _("Only %(n)s experts can be drawn, %(size)s are needed.")
                % {"n": len(free), "size": found.size},
                remedy=_("Add experts to the pool, or make the panel smaller."),
            )
        found.seed = seed.strip()[:64] or secrets.token_hex(8)
        order = drawing.order(seed=found.seed, ids=free)
        found.state, found.drawn_at = State.MARKING, at
        found.due_on = changing.workdays(by, on, tables.procedure().score_days)
        found.version += 1
        found.save()
        _seat(found, pool, order, out)
        found.dossiers.update(state=Dossier.State.PANEL, next_on=found.due_on)
        for one in cases:
            changing.note(one, "panel", found.title, by=by, at=at)
        ids = {
            "seed": found.seed,
            "seated": order[: found.size],
            "kept_out": sorted(pk for pk in out if out[pk]),
        }
        w.record("title_panel_drawn", subject=("title_panel", found.pk), ids=ids)
    return found


def step_back(*, seat_id: int, words: str, by: Actor, at: datetime, as_expert: int | None = None) -> Seat:
    """An expert steps back before handing in, by own link or told to the desk; the next substitute moves up."""
    with work.begin(by=by, at=at) as w:
        seat = the_seat(seat_id, by=by, as_expert=as_expert)
        if seat.state == Seat.State.DECLINED:
            return seat
        if seat.handed_in_at is not None:
            raise Conflict(_("The marks are handed in and stay."))
        changing.need_state(seat.panel, State.MARKING)
        was_seated = seat.state == Seat.State.SEATED
        seat.state, seat.words = Seat.State.DECLINED, words.strip()[:200]
        seat.save(update_fields=["state", "words"])
        seat.sheets.all().delete()
        rows = Seat.objects.filter(panel=seat.panel, state=Seat.State.SUBSTITUTE)
        following = rows.order_by("place").first() if was_seated else None
        if following is not None:
            following.state = Seat.State.SEATED
            following.save(update_fields=["state"])
        ids = {"seat": seat.pk, "next": following.pk if following else None}
        w.record("title_expert_stepped_back", subject=("title_panel", seat.panel_id), ids=ids)
    return seat


def cancel(*, panel_id: int, reason: str, by: Actor, at: datetime) -> Panel:
    """Give it up before it decides; its dossiers go back to where papers are gathered."""
    with work.begin(by=by, at=at) as w:
        found = changing.panel(panel_id, by=by)
        changing.need_state(found, State.PLANNED, State.MARKING)
        if not reason.strip():
            raise Invalid(_("Say why."), field="reason")
        for seat in found.seats.all():
            links.revoke(tenant=by.tenant, purpose="title_sheet", subject_id=seat.pk, at=at)
            seat.sheets.all().delete()
        found.dossiers.update(state=Dossier.State.GATHERING, panel=None, number=None, next_on=None)
        found.state, found.reason = State.CANCELLED, reason.strip()[:400]
        found.save(update_fields=["state", "reason"])
        w.record("title_panel_cancelled", subject=("title_panel", found.pk))
    return found


def the_seat(seat_id: int, *, by: Actor, as_expert: int | None) -> Seat:
    """A seat with its panel, locked. `as_expert`: the seat of the link that is used."""
    if as_expert is not None and as_expert != seat_id:
        raise NotFound()
    if as_expert is None:
        by.need("titles.write")
    rows = Seat.objects.filter(panel__tenant_id=by.tenant_id, pk=seat_id)
    # The panel first: whoever decides it holds it, and no sheet comes in behind its back.
    panel = Panel.objects.select_for_update().filter(pk__in=rows.values("panel_id")).first()
    seat = rows.select_for_update(of=("self",)).first()
    if seat is None or panel is None:
        raise NotFound()
    seat.panel = panel
    return seat


def _seat(
    found: Panel, pool: Sequence[Expert], order: Sequence[int], out: dict[int, list[conflicts.Reason]]
) -> None:
    place = {pk: number for number, pk in enumerate(order, 1)}
    seats = []
    for one in pool:
        kept = out.get(one.pk, [])
        drawn = place.get(one.pk)
        state = Seat.State.KEPT_OUT
        if drawn is not None:
            state = Seat.State.SEATED if drawn <= found.size else Seat.State.UNDRAWN
            if found.size < drawn <= found.size + found.substitutes:
                state = Seat.State.SUBSTITUTE
        seats.append(
            Seat(panel=found, expert=one, place=drawn, state=state, reasons=[list(reason) for reason in kept])
        )
    Seat.objects.bulk_create(seats)
