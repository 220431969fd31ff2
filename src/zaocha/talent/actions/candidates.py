"""Candidates: entered with their consent, kept until a day, erased after it or whenever they wish."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import links
from zaocha.accounts.actors import Actor
from zaocha.kernel import tasks, work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed
from zaocha.talent import access, fitting, lifecycle, words
from zaocha.talent.models import Application, Candidate

LONGEST = timedelta(days=366)
A_DAY = 300  # entries by the public page; more is no town's day
IDENTITY = re.compile(r"\d{17}[\dXx]")


@dataclass(frozen=True)
class NewCandidate:
    """`wage_from`: CNY a month; `musts` out of `fitting.CANDIDATE_MUSTS`; `agreed`: to `words.CONSENT_TEXT`."""

    name: str
    phone: str
    expires_on: date
    agreed: bool
    post: str = ""
    skills: tuple[str, ...] = ()
    schooling: str = ""
    major: str = ""
    school: str = ""
    years: int = 0
    wage_from: int | None = None
    place: str = ""
    dormitory: bool = False
    musts: tuple[str, ...] = ()
    client_key: str = ""


def enter_candidate(*, new: NewCandidate, by: Actor, at: datetime, source: str = "desk") -> Candidate:
    """By the public page's link, by the desk, or out of a school's list; the same key gives the same entry."""
    by_public = source == "link"
    if by_public and not access.may_enter(by):
        raise NotAllowed()
    if not by_public:
        by.need("talent.persons")
    fields = _checked(new, at=at)
    today = Candidate.objects.filter(
        tenant=by.tenant, source="link", consented_at__gte=at - timedelta(days=1)
    )
    with work.begin(by=by, at=at) as w:
        if new.client_key and (
            old := Candidate.objects.filter(tenant=by.tenant, client_key=new.client_key).first()
        ):
            return old
        if by_public and today.count() >= A_DAY:
            raise Conflict(_("Very many have entered themselves today."), remedy=_("Call the desk, please."))
        made = Candidate.objects.create(
            tenant=by.tenant, source=source, consent=words.CONSENT, consented_at=at, made_by=by.mark, **fields
        )
        _expire_later(made, at=at)
        w.record(
            "candidate_entered",
            subject=("candidate", made.pk),
            ids={"consent": words.CONSENT, "source": source},
        )
    return made


def change_candidate(*, candidate_id: int, new: NewCandidate, by: Actor, at: datetime) -> Candidate:
    """By the candidate, or by the desk in their words."""
    found = _own(candidate_id, by=by)
    fields = _checked(new, at=at)
    fields.pop("client_key")
    with work.begin(by=by, at=at) as w:
        for name, value in fields.items():
            setattr(found, name, value)
        found.save(update_fields=list(fields))
        _expire_later(found, at=at)
        w.record("candidate_changed", subject=("candidate", found.pk))
    return found


def prolong(*, candidate_id: int, until: date, by: Actor, at: datetime) -> Candidate:
    """The candidate agrees to a later day."""
    found = _own(candidate_id, by=by)
    _check_day(until, at=at)
    with work.begin(by=by, at=at) as w:
        found.expires_on, found.consented_at, found.consent = until, at, words.CONSENT
        found.save(update_fields=["expires_on", "consented_at", "consent"])
        _expire_later(found, at=at)
        w.record("candidate_prolonged", subject=("candidate", found.pk), ids={"until": str(until)})
    return found


def erase(*, candidate_id: int, by: Actor, at: datetime) -> None:
    """Blank the person; counts stay. By the candidate, the desk, or the machine when the day has come."""
    found = _own(candidate_id, by=by)
    with work.begin(by=by, at=at) as w:
        blank: dict[str, Any] = {
            "name": "", "phone": "", "school": "", "major": "", "skills": [], "place": "", "client_key": "", "wage_from": None,
            "erased_at": at,
        }  # fmt: skip
        Candidate.objects.filter(pk=found.pk).update(**blank)
        live = Application.objects.filter(candidate=found, state__in=lifecycle.LIVE)
        live.update(state=Application.State.DECLINED, words="", stepped_at=at)
        links.revoke(tenant=by.tenant, purpose="candidate", subject_id=found.pk, at=at)
        w.record("candidate_erased", subject=("candidate", found.pk))


def _own(pk: int, *, by: Actor) -> Candidate:
    found: Candidate = access.the_candidate(by, pk)
    if access.candidate_of(by) is None:
        by.need("talent.persons")
    return found


def _checked(new: NewCandidate, *, at: datetime) -> dict[str, Any]:
    if not new.agreed:
        raise Invalid(_("Without this consent nothing is kept."), field="agreed")
    for name in ("name", "phone"):
        if not getattr(new, name).strip():
            raise Invalid(_("Please fill this in."), field=name)
    given = asdict(new)
    for name in ("name", "phone", "school", "major", "place", "skills"):
        if IDENTITY.search(str(given[name]).replace(" ", "")):
            raise Invalid(_("Identity card numbers are not kept here."), field=name, remedy=_("Take it out."))
    _check_day(new.expires_on, at=at)
    if new.schooling and new.schooling not in fitting.SCHOOLING[1:]:
        raise Invalid(field="schooling", remedy=", ".join(fitting.SCHOOLING[1:]))
    del given["agreed"]
    return given | {
        "post": new.post if new.post in fitting.posts() else "", "skills": list(new.skills)[:20],
        "musts": [one for one in new.musts if one in fitting.CANDIDATE_MUSTS],
    }  # fmt: skip


def _check_day(day: date, *, at: datetime) -> None:
    today = at.astimezone(SHANGHAI).date()
    if not today < day <= today + LONGEST:
        raise Invalid(_("Choose a day within the next twelve months."), field="expires_on")


def _expire_later(found: Candidate, *, at: datetime) -> None:
    later = datetime.combine(found.expires_on + timedelta(days=1), time(3), SHANGHAI)
    tasks.enqueue("talent.expire", tenant_id=found.tenant_id, at=at, run_after=later, candidate_id=found.pk)
