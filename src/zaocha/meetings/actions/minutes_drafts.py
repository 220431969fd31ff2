"""Writes of this area: a person changes, drops or adds drafts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict

from django.db.models import Model
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.lang import categories, classify
from zaocha.meetings import minutes_reading
from zaocha.meetings.actions import minutes as minutes_actions
from zaocha.meetings.models import Draft

OUTCOMES = ("open", "promised", "on_the_spot")
LONGEST = 4000


class DraftChange(TypedDict, total=False):
    """What may be changed; what is left out stays. `promise`: by_whom, what, due_on (ISO), trigger, confirmed."""

    text: str
    company_text: str
    company_id: int | None
    raised_by: str
    category: str
    quantities: list[dict[str, Any]]
    outcome: str
    answer: str
    promise: dict[str, Any] | None
    unit_id: int | None


def change(*, draft_id: int, changes: DraftChange, by: Actor, at: datetime) -> Draft:
    """Correct a draft before it is confirmed; what the reading proposed is kept beside it."""
    with work.begin(by=by, at=at) as w:
        draft = pending(draft_id=draft_id, by=by)
        for name, value in _checked(changes, by=by).items():
            setattr(draft, name, value)
        if draft.outcome != "promised":
            draft.promise = None
        draft.save(update_fields=[*minutes_reading.PROPOSED])
        w.record("draft_changed", subject=("draft", draft.pk), ids={"fields": sorted(changes)})
    return draft


def drop(*, draft_id: int, by: Actor, at: datetime) -> Draft:
    """It is no demand, or one that is known already."""
    with work.begin(by=by, at=at) as w:
        draft = pending(draft_id=draft_id, by=by)
        _settle(draft, Draft.State.DROPPED, by=by, at=at)
        w.record("draft_dropped", subject=("draft", draft.pk))
    return draft


def undo_drop(*, draft_id: int, by: Actor, at: datetime) -> Draft:
    """Take a dropped draft up again."""
    with work.begin(by=by, at=at) as w:
        draft = locked(draft_id=draft_id, by=by)
        if draft.state != Draft.State.DROPPED:
            raise Conflict(_("This draft is not dropped."), remedy=_("Reload the page to see how it stands."))
        draft.state, draft.settled_at, draft.settled_by_id = Draft.State.PENDING, None, None
        draft.save(update_fields=["state", "settled_at", "settled_by"])
        w.record("draft_taken_up_again", subject=("draft", draft.pk))
    return draft


def add(
    *,
    minutes_id: int,
    by: Actor,
    at: datetime,
    start: int | None = None,
    end: int | None = None,
    words: str = "",
) -> Draft:
    """Make a draft of a passage, by its place in the text or by its words."""
    by.need("meetings.write")
    with work.begin(by=by, at=at) as w:
        minutes = minutes_actions.one(minutes_id=minutes_id, by=by, lock=True)
        begin, stop = _place(minutes.source_text, start, end, words)
        text = " ".join(minutes.source_text[begin:stop].split())
        if not text:
            raise Invalid(_("Select the words of the demand in the text first."), field="words")
        judged = classify.judge(text)
        category = "" if judged.abstained else judged.code
        draft = Draft.objects.create(
            minutes=minutes, start=begin, end=stop, text=text[:LONGEST], category=category,
            unit_id=minutes_reading.Units(by).of(category),
        )  # fmt: skip
        w.record("draft_added", subject=("draft", draft.pk), ids={"minutes": minutes.pk})
    return draft


def locked(*, draft_id: int, by: Actor) -> Draft:
    """A draft of the actor's tenant, held until the transaction ends; 404 otherwise."""
    by.need("meetings.write")
    rows = Draft.objects.select_for_update(of=("self",)).select_related("minutes")
    draft = rows.filter(minutes__tenant_id=by.tenant_id, pk=draft_id).first()
    if draft is None:
        raise NotFound()
    return draft


def pending(*, draft_id: int, by: Actor) -> Draft:
    """The same, and refused (409) when somebody has settled it already."""
    draft = locked(draft_id=draft_id, by=by)
    if draft.state != Draft.State.PENDING:
        raise Conflict(
            _("This draft is settled already: %(state)s.") % {"state": draft.get_state_display()},
            remedy=_("Reload the page to see how it stands."),
        )
    return draft


def _settle(draft: Draft, state: Draft.State, *, by: Actor, at: datetime) -> None:
    draft.state, draft.settled_at, draft.settled_by_id = state, at, by.person_id
    draft.save(update_fields=["state", "settled_at", "settled_by"])


def _place(source: str, start: int | None, end: int | None, words: str) -> tuple[int, int]:
    if start is not None and end is not None:
        if not 0 <= start < end <= len(source):
            raise Invalid(_("This place is not in the text."), field="start")
        return start, end
    wanted = words.strip()
    found = source.find(wanted) if wanted else -1
    if found < 0:
        raise Invalid(
            _("These words are not in the minutes."),
            remedy=_("Copy them from the text just as they stand."),
            field="words",
        )
    return found, found + len(wanted)


def _checked(changes: DraftChange, *, by: Actor) -> dict[str, Any]:
    given: dict[str, Any] = dict(changes)
    if "text" in given:
        given["text"] = _checked_text(given["text"])
    if given.get("outcome", "open") not in OUTCOMES:
        raise Invalid(_("There is no such outcome: %(code)s") % {"code": given["outcome"]}, field="outcome")
    _check_category(given.get("category", ""))
    for model, name in ((Company, "company_id"), (Unit, "unit_id")):
        _check_known(model, given.get(name), by=by, field=name)
    for name, longest in (("company_text", 120), ("raised_by", 60), ("answer", LONGEST)):
        if name in given:
            given[name] = given[name].strip()[:longest]
    if given.get("promise") is not None:
        given["promise"] = _checked_promise(given["promise"])
    return given


def _checked_text(text: str) -> str:
    text = text.strip()
    if not text:
        raise Invalid(_("Write down what is asked for."), field="text")
    if len(text) > LONGEST:
        raise Invalid(_("At most %(n)d characters.") % {"n": LONGEST}, field="text")
    return text


def _check_known(model: type[Model], pk: int | None, *, by: Actor, field: str) -> None:
    if pk and not model._default_manager.filter(tenant_id=by.tenant_id, pk=pk).exists():
        raise Invalid(_("This is not in the register."), field=field)


def _check_category(code: str) -> None:
    if not code:
        return
    try:
        categories.category(code)
    except categories.UnknownCategory:
        raise Invalid(_("There is no category %(code)s.") % {"code": code}, field="category") from None


def _checked_promise(given: Mapping[str, Any]) -> dict[str, Any]:
    due = given.get("due_on") or None
    if due is not None:
        try:
            due = date.fromisoformat(str(due)).isoformat()
        except ValueError:
            raise Invalid(
                _("There is no such date. Write it like 2026-03-05."), field="promise_due_on"
            ) from None
    texts = {name: str(given.get(name) or "").strip() for name in ("by_whom", "what", "trigger", "text")}
    texts["by_whom"], texts["trigger"] = texts["by_whom"][:60], texts["trigger"][:200]
    return {**texts, "due_on": due, "confirmed": bool(given.get("confirmed"))}
