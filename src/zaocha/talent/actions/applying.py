"""From two yeses to a hire. A company learns who a candidate is only when both have said yes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.talent import access, lifecycle, queries
from zaocha.talent.models import Application, Candidate, Vacancy

State = Application.State


def start(*, vacancy_id: int, candidate_id: int, by: Actor, at: datetime) -> Application:
    """The candidate applies (yes), or the desk asks both; a second time gives the first."""
    candidate = access.the_candidate(by, candidate_id)
    own = access.candidate_of(by) is not None
    if own:
        vacancy = Vacancy.objects.filter(tenant_id=by.tenant_id, pk=vacancy_id, ended_at=None).first()
        if vacancy is None:
            raise NotFound()
    else:
        by.need("talent.write")
        vacancy = access.the_vacancy(by, vacancy_id)
    if vacancy.ended_at or vacancy.until < at.date():
        raise Conflict(_("This vacancy has ended."))
    return _made(vacancy, candidate, by=by, at=at, candidate_yes=True if own else None)


def invite_fitting(*, vacancy_id: int, by: Actor, at: datetime) -> int:
    """The company asks all who fit, without learning who they are; how many are asked now."""
    if by.company_id is None:
        by.need("talent.write")
    vacancy = access.the_vacancy(by, vacancy_id)
    if vacancy.ended_at or vacancy.until < at.date():
        raise Conflict(_("This vacancy has ended."))
    asked = set(Application.objects.filter(vacancy=vacancy).values_list("candidate_id", flat=True))
    fresh = [one for one in queries.fitting_candidates(vacancy) if one.fit.verdict == "fits"]
    fresh = [one for one in fresh if one.candidate.pk not in asked][:50]
    with work.begin(by=by, at=at):
        for one in fresh:
            yes = True if by.company_id is not None else None
            _made(vacancy, one.candidate, by=by, at=at, company_yes=yes)
    return len(fresh)


def answer(
    *, application_id: int, side: str, yes: bool, by: Actor, at: datetime, words: str = ""
) -> Application:
    """`side`: candidate or company. Each says it for itself; the desk may note down what it was told."""
    with work.begin(by=by, at=at) as w:
        found = _locked(application_id, side=side, by=by)
        if found.state != State.ASKED:
            raise Conflict(_("This has been answered."), remedy=_("Load the page again."))
        setattr(found, f"{side}_yes", yes)
        if not yes:
            found.state, found.words = State.DECLINED, words.strip()[:300]
        elif found.candidate_yes and found.company_yes:
            found.state = State.SHOWN
        found.stepped_at = at
        found.save()
        ids = {"side": side, "yes": yes, "state": str(found.state)}
        w.record("application_answered", subject=("application", found.pk), ids=ids)
    return found


def step(*, application_id: int, name: str, side: str, words: str, by: Actor, at: datetime) -> Application:
    """Interview (when and where), offer (what), accept, decline (why). A hire is `hiring.note_hire`."""
    if name not in lifecycle.STEPS or name == "hire":
        raise Invalid(remedy=_("Load the page again."))
    if name in lifecycle.WORDS_NEEDED and not words.strip():
        raise Invalid(_("Say it in a few words: when and where, what, or why not."), field="words")
    with work.begin(by=by, at=at) as w:
        found = _locked(application_id, side=side, by=by)
        if name not in lifecycle.offers(found.state, side):
            raise Conflict(_("This step is not possible now."), remedy=_("Load the page again."))
        found.state, found.words, found.stepped_at = lifecycle.STEPS[name][1], words.strip()[:300], at
        found.save()
        ids = {"step": name, "side": side}
        w.record("application_stepped", subject=("application", found.pk), ids=ids)
    return found


def _made(vacancy: Vacancy, candidate: Candidate, *, by: Actor, at: datetime, **yes: Any) -> Application:
    with work.begin(by=by, at=at) as w:
        made, fresh = Application.objects.get_or_create(
            tenant_id=by.tenant_id, vacancy=vacancy, candidate=candidate,
            defaults={"made_at": at, "stepped_at": at, "made_by": by.mark, **yes},
        )  # fmt: skip
        if fresh:
            ids = {"vacancy": vacancy.pk, "candidate": candidate.pk}
            w.record("application_made", subject=("application", made.pk), ids=ids)
    return made


def _locked(pk: int, *, side: str, by: Actor) -> Application:
    """The application, for the side that the actor is; for the desk in the name of either."""
    rows = Application.objects.filter(tenant_id=by.tenant_id, pk=pk)
    own = access.candidate_of(by)
    if own is not None:
        rows = rows.filter(candidate=own) if side == "candidate" else rows.none()
    elif by.company_id is not None:
        rows = access.applications(by).filter(pk=pk) if side == "company" else rows.none()
    else:
        by.need("talent.write")
        rows = access.applications(by).filter(pk=pk)
    found = rows.first()
    if found is None or side not in ("candidate", "company"):
        raise NotFound()
    return Application.objects.select_for_update().select_related("vacancy", "candidate").get(pk=found.pk)
