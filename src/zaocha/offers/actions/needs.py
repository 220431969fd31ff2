"""Writes of needs and surveys: enter, change, confirm, close."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.offers import access, conditions, facts
from zaocha.offers.models import Need, Survey


@dataclass(frozen=True)
class Origin:
    """What a need came from, as the area above knows it: ("demand", id), and whether its author is hidden."""

    kind: str = ""
    id: int | None = None
    restricted: bool = False


@dataclass(frozen=True)
class NewNeed:
    """What somebody looks for. `must`: conditions that hold; `wishes`: conditions with a weight of 1 to 3."""

    kind: str
    must: tuple[Mapping[str, Any], ...] = ()
    wishes: tuple[Mapping[str, Any], ...] = ()
    words: str = ""
    company_id: int | None = None
    who: str = ""
    phone: str = ""
    by_on: date | None = None
    survey_id: int | None = None
    client_key: str = ""
    origin: Origin = Origin()


def enter(*, new: NewNeed, by: Actor, at: datetime, proposed: bool = False) -> Need:
    """Enter a need; `proposed` when it came by a link and the desk is still to confirm it."""
    if not proposed:
        by.need("offers.write")
    kind = facts.kind_of(new.kind)
    with work.begin(by=by, at=at) as w:
        if new.client_key:
            known = Need.objects.filter(tenant_id=by.tenant_id, client_key=new.client_key[:120]).first()
            if known is not None:
                return known
        need = Need(
            tenant_id=by.tenant_id, kind=kind.code, who=new.who.strip()[:120], phone=new.phone.strip()[:40],
            state=Need.State.PROPOSED if proposed else Need.State.OPEN, restricted=new.origin.restricted,
            origin_kind=new.origin.kind, origin_id=new.origin.id, client_key=new.client_key[:120], created_at=at,
            created_by=by.name[:60],
        )  # fmt: skip
        need.company = _of_tenant(Company, new.company_id, by=by, field="company")
        need.survey = _of_tenant(Survey, new.survey_id, by=by, field="survey")
        _set(need, new)
        need.save(force_insert=True)
        w.record(
            "need_entered", subject=("need", need.pk), fields={"words": need.words, "who": need.who},
            ids={"kind": need.kind, "company": need.company_id, "origin": [need.origin_kind, need.origin_id]},
        )  # fmt: skip
    return need


def change(*, need_id: int, new: NewNeed, by: Actor, at: datetime) -> Need:
    """Change conditions, wishes and words."""
    with work.begin(by=by, at=at) as w:
        need = _locked(need_id, by=by)
        need.who, need.phone = new.who.strip()[:120], new.phone.strip()[:40]
        if new.company_id is not None:
            need.company = _of_tenant(Company, new.company_id, by=by, field="company")
        _set(need, new)
        need.save()
        w.record("need_changed", subject=("need", need.pk), fields={"words": need.words})
    return need


def confirm(*, need_id: int, by: Actor, at: datetime) -> Need:
    """The desk confirms what came by a link."""
    with work.begin(by=by, at=at) as w:
        need = _locked(need_id, by=by)
        if need.state != Need.State.PROPOSED:
            raise Conflict(_("The need is now: %(state)s.") % {"state": need.get_state_display()})
        need.state = Need.State.OPEN
        need.save(update_fields=["state"])
        w.record("need_confirmed", subject=("need", need.pk))
    return need


def close(*, need_id: int, words: str, by: Actor, at: datetime, met: bool = False) -> Need:
    """It is met, or nobody looks any longer; with words."""
    if not words.strip():
        raise Invalid(_("Say in a few words why."), field="words")
    with work.begin(by=by, at=at) as w:
        need = _locked(need_id, by=by)
        if need.state in {Need.State.MET, Need.State.CLOSED}:
            raise Conflict(_("The need is now: %(state)s.") % {"state": need.get_state_display()})
        need.state = Need.State.MET if met else Need.State.CLOSED
        need.closed_words = words.strip()[:2000]
        need.save(update_fields=["state", "closed_words"])
        w.record("need_closed", subject=("need", need.pk), ids={"met": met}, fields={"words": words})
    return need


@dataclass(frozen=True)
class NewSurvey:
    """A round of asking: `about` is offers or needs."""

    title: str
    about: str
    kind: str
    intro: str = ""
    until_on: date | None = None


def survey(*, new: NewSurvey, by: Actor, at: datetime) -> Survey:
    """Begin a survey; its link takes answers until its last day."""
    by.need("offers.write")
    title = new.title.strip()
    if not title or len(title) > 120:
        raise Invalid(_("A survey needs a title of at most 120 characters."), field="title")
    if new.about not in Survey.About.values:
        raise Invalid(field="about", remedy=", ".join(Survey.About.values))
    if new.until_on is not None and new.until_on < at.date():
        raise Invalid(_("%(day)s is past.") % {"day": new.until_on.isoformat()}, field="until_on")
    with work.begin(by=by, at=at) as w:
        made = Survey.objects.create(
            tenant_id=by.tenant_id, title=title, about=new.about, kind=facts.kind_of(new.kind).code,
            intro=new.intro.strip()[:2000], until_on=new.until_on, created_at=at, created_by=by.name[:60],
        )  # fmt: skip
        w.record("survey_begun", subject=("survey", made.pk), ids={"kind": made.kind, "about": made.about})
    return made


def close_survey(*, survey_id: int, by: Actor, at: datetime) -> Survey:
    """End a survey; its link takes nothing more."""
    by.need("offers.write")
    with work.begin(by=by, at=at) as w:
        found = Survey.objects.select_for_update().filter(tenant_id=by.tenant_id, pk=survey_id).first()
        if found is None:
            raise NotFound()
        if found.closed_at is None:
            found.closed_at = at
            found.save(update_fields=["closed_at"])
            w.record("survey_closed", subject=("survey", found.pk))
    return found


def _set(need: Need, new: NewNeed) -> None:
    if len(new.words) > 8000:
        raise Invalid(_("At most %(n)s characters are possible here.") % {"n": 8000}, field="words")
    need.words, need.by_on = new.words.strip(), new.by_on
    need.must = conditions.checked(need.kind, new.must)
    need.wishes = conditions.checked(need.kind, new.wishes)
    if need.company_id is None and not need.who:
        raise Invalid(
            _("Say who looks for it."), field="company", remedy=_("Choose a company, or write a name.")
        )


def _locked(need_id: int, *, by: Actor) -> Need:
    by.need("offers.write")
    need = access.needs(by).select_for_update(of=("self",)).filter(pk=need_id).first()
    if need is None:
        raise NotFound()
    return need


def _of_tenant(model: Any, pk: int | None, *, by: Actor, field: str) -> Any:
    if pk is None:
        return None
    found = model._default_manager.filter(tenant_id=by.tenant_id, pk=pk).first()
    if found is None:
        raise Invalid(_("This choice is no longer there. Please choose again."), field=field)
    return found
