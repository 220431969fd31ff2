"""Marks of experts, the panel's decision, objections, and the end: nobody reads marks before the decision."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.titles import deciding, tables
from zaocha.titles.actions import changing, panels
from zaocha.titles.actions.panels import the_seat
from zaocha.titles.models import Dossier, Objection, Panel, Seat, Sheet

MOST_OBJECTIONS = 50
"""Open ones of one dossier: more are refused with the desk's telephone number."""


@dataclass(frozen=True)
class Marks:
    """What an expert gives one dossier: criterion → whole number, yes or no, words."""

    dossier_id: int
    yes: bool
    marks: dict[str, int] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True)
class NewObjection:
    """What is said against a result; `contact` may be left out."""

    dossier_id: int
    words: str
    contact: str = ""


def save(*, seat_id: int, new: Marks, by: Actor, at: datetime) -> Sheet:
    """Keep a sheet while the expert's marks are not handed in; by the expert's own link alone."""
    marks = _checked(new.marks)
    with work.begin(by=by, at=at):
        seat = the_seat(seat_id, by=by, as_expert=seat_id)
        dossier = seat.panel.dossiers.filter(pk=new.dossier_id).first()
        if dossier is None:
            raise NotFound()
        known = Sheet.objects.filter(seat=seat, dossier=dossier).first()
        kept = {"marks": marks, "yes": new.yes, "words": new.words.strip()[:400]}
        if known is not None and kept == {name: getattr(known, name) for name in kept}:
            return known
        _need_marking(seat, by=by, at=at)
        sheet, _made = Sheet.objects.update_or_create(
            seat=seat, dossier=dossier, defaults={**kept, "saved_at": at}
        )
    return sheet


def hand_in(*, seat_id: int, by: Actor, at: datetime) -> Seat:
    """Hand in every sheet at once; nothing can be changed afterwards. A second time changes nothing."""
    with work.begin(by=by, at=at) as w:
        seat = the_seat(seat_id, by=by, as_expert=seat_id)
        if seat.handed_in_at is not None:
            return seat
        _need_marking(seat, by=by, at=at)
        left = (
            seat.panel.dossiers.exclude(sheets__seat=seat).order_by("number").values_list("number", flat=True)
        )
        numbers = [str(one) for one in left]
        if numbers:
            raise Conflict(
                _("Some dossiers have no marks yet: no. %(numbers)s.") % {"numbers": ", ".join(numbers)},
                remedy=_("Mark them, then hand in."),
            )
        seat.handed_in_at = at
        seat.save(update_fields=["handed_in_at"])
        w.record("title_sheet_handed_in", subject=("title_panel", seat.panel_id), ids={"seat": seat.pk})
    return seat


def decide(*, panel_id: int, by: Actor, at: datetime) -> Panel:
    """Count, when all have handed in or the day has passed and enough have; whoever passes is shown publicly."""
    with work.begin(by=by, at=at) as w:
        found = changing.panel(panel_id, by=by)
        changing.need_state(found, Panel.State.MARKING)
        how, on = tables.procedure(), changing.today(by, at)
        seated = list(found.seats.filter(state=Seat.State.SEATED))
        present = [one.pk for one in seated if one.handed_in_at is not None]
        assert found.due_on is not None
        if len(present) < len(seated) and on <= found.due_on:
            raise Conflict(
                _("Not all have handed in: %(n)s of %(all)s.") % {"n": len(present), "all": len(seated)},
                remedy=_("Wait until %(day)s, or ask them.") % {"day": found.due_on},
            )
        if not deciding.enough(present=len(present), size=found.size, how=how):
            raise Conflict(
                _("Too few have handed in: %(n)s of %(all)s.") % {"n": len(present), "all": found.size},
                remedy=_("Two thirds are needed. Ask them, or cancel the panel."),
            )
        passed = [one for one in found.dossiers.order_by("number") if _count(one, present, by=by, at=at)]
        found.decided_at, found.notice_from = at, on
        found.notice_until = changing.workdays(by, on, how.objection_days)
        found.state = Panel.State.NOTICE if passed else Panel.State.ENDED
        found.version += 1
        found.save()
        found.dossiers.filter(state=Dossier.State.NOTICE).update(next_on=found.notice_until)
        ids = {"present": len(present), "passed": [one.pk for one in passed]}
        w.record("title_panel_decided", subject=("title_panel", found.pk), ids=ids)
    return found


def object_to(*, panel_id: int, new: NewObjection, by: Actor, at: datetime) -> Objection:
    """Anybody, by the public link of the notice; the same words again change nothing."""
    words = new.words.strip()
    if not words:
        raise Invalid(_("Write what speaks against it."), field="words")
    if len(words) > 1000:
        raise Invalid(_("At most 1,000 signs."), field="words")
    with work.begin(by=by, at=at) as w:
        panel = Panel.objects.select_for_update().filter(tenant_id=by.tenant_id, pk=panel_id).first()
        if panel is None:
            raise NotFound()
        on = changing.today(by, at)
        if panel.state != Panel.State.NOTICE or panel.notice_until is None or on > panel.notice_until:
            raise Conflict(_("The time of objections is over."), remedy=by.tenant.phone)
        dossier = panel.dossiers.filter(pk=new.dossier_id, state=Dossier.State.NOTICE).first()
        if dossier is None:
            raise Invalid(_("Choose whom it is about."), field="dossier")
        known = dossier.objections.filter(words=words).first()
        if known is not None:
            return known
        if dossier.objections.filter(answered_at=None).count() >= MOST_OBJECTIONS:
            raise Conflict(_("Many objections wait for an answer already."), remedy=by.tenant.phone)
        made = Objection.objects.create(
            dossier=dossier, words=words, contact=new.contact.strip()[:80], made_at=at
        )
        w.record("title_objection_made", subject=("title", dossier.pk), ids={"objection": made.pk})
    return made


def answer(*, objection_id: int, upheld: bool, words: str, by: Actor, at: datetime) -> Objection:
    """Look into it and answer; when it is upheld the title is not given."""
    by.need("titles.write")
    if not words.strip():
        raise Invalid(_("Say what was found."), field="words")
    with work.begin(by=by, at=at) as w:
        rows = Objection.objects.filter(dossier__tenant_id=by.tenant_id, pk=objection_id)
        dossier_id = rows.values_list("dossier_id", flat=True).first()
        if dossier_id is None:
            raise NotFound()
        dossier = changing.dossier(dossier_id, by=by)
        found = rows.select_for_update(of=("self",)).get()
        if found.answered_at is not None:
            raise Conflict(_("It is answered already."))
        found.upheld, found.answer, found.answered_at = upheld, words.strip()[:400], at
        found.answered_by = by.mark
        found.save()
        if upheld and dossier.state == Dossier.State.NOTICE:
            dossier.state, dossier.reason, dossier.next_on = Dossier.State.REFUSED, words.strip()[:400], None
            dossier.save()
            changing.note(dossier, "refused", words, by=by, at=at)
        ids = {"objection": found.pk, "upheld": upheld}
        w.record("title_objection_answered", subject=("title", dossier.pk), ids=ids)
    return found


def end(*, panel_id: int, by: Actor, at: datetime) -> Panel:
    """The result stands: the days of objections are over and each objection is answered."""
    with work.begin(by=by, at=at) as w:
        found = changing.panel(panel_id, by=by)
        if found.state == Panel.State.ENDED:
            return found
        changing.need_state(found, Panel.State.NOTICE)
        assert found.notice_until is not None
        if changing.today(by, at) <= found.notice_until:
            raise Conflict(_("Objections are taken until the end of %(day)s.") % {"day": found.notice_until})
        open_ = Objection.objects.filter(dossier__panel=found, answered_at=None).count()
        if open_:
            raise Conflict(
                _("Objections without an answer: %(n)s.") % {"n": open_}, remedy=_("Answer them first.")
            )
        found.state = Panel.State.ENDED
        found.save(update_fields=["state"])
        w.record("title_panel_ended", subject=("title_panel", found.pk))
    return found


@dataclass(frozen=True)
class PanelStep:
    """One step of a panel by name: put, draw, decide, end, cancel."""

    verb: str
    words: str = ""
    dossier_ids: tuple[int, ...] = ()


def step(new: PanelStep, *, panel_id: int, by: Actor, at: datetime) -> Panel:
    """One step by its name."""
    if new.verb == "put":
        return panels.put(panel_id=panel_id, dossier_ids=new.dossier_ids, by=by, at=at)
    if new.verb == "draw":
        return panels.draw(panel_id=panel_id, seed=new.words, by=by, at=at)
    if new.verb == "decide":
        return decide(panel_id=panel_id, by=by, at=at)
    if new.verb == "end":
        return end(panel_id=panel_id, by=by, at=at)
    if new.verb == "cancel":
        return panels.cancel(panel_id=panel_id, reason=new.words, by=by, at=at)
    raise Invalid(field="verb", remedy="put, draw, decide, end, cancel")


def _count(found: Dossier, present: list[int], *, by: Actor, at: datetime) -> bool:
    sheets = found.sheets.filter(seat__in=present)
    decision = deciding.decided(
        [deciding.Given(one.marks, one.yes) for one in sheets], how=tables.procedure()
    )
    found.outcome = decision.as_json()
    found.state = Dossier.State.NOTICE if decision.passed else Dossier.State.REFUSED
    found.next_on = None
    found.save()
    changing.note(found, "passed" if decision.passed else "not_passed", by=by, at=at)
    return decision.passed


def _need_marking(seat: Seat, *, by: Actor, at: datetime) -> None:
    changing.need_state(seat.panel, Panel.State.MARKING)
    if seat.state != Seat.State.SEATED:
        raise Conflict(_("You are not on this panel now."))
    if seat.handed_in_at is not None:
        raise Conflict(_("Your marks are handed in and stay."))
    if seat.panel.due_on is not None and changing.today(by, at) > seat.panel.due_on:
        raise Conflict(_("The time for marks is over."), remedy=by.tenant.phone)


def _checked(marks: dict[str, int]) -> dict[str, int]:
    criteria = {one.code: one for one in tables.procedure().criteria}
    for code in marks:
        if code not in criteria:
            raise Invalid(field="marks", remedy=", ".join(criteria))
    for code, one in criteria.items():
        value = marks.get(code)
        if value is None or not 0 <= value <= one.weight:
            words = _("%(what)s: a whole number from 0 to %(most)s.")
            raise Invalid(words % {"what": tables.said(one.label), "most": one.weight}, field=code)
    return {code: int(marks[code]) for code in criteria}
