"""What companies look for; words that the law does not allow are refused with the reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid
from zaocha.talent import access, fitting, linting
from zaocha.talent.models import Vacancy


@dataclass(frozen=True)
class NewVacancy:
    """`wage_from`, `wage_to`: CNY a month; `musts` out of `fitting.VACANCY_MUSTS`; `lawful`: the desk's reason."""

    company_id: int
    title: str
    until: date
    number: int = 1
    post: str = ""
    skills: tuple[str, ...] = ()
    schooling: str = "none"
    majors: tuple[str, ...] = ()
    years: int = 0
    wage_from: int | None = None
    wage_to: int | None = None
    shifts: str = "day"
    dormitory: bool = False
    place: str = ""
    note: str = ""
    musts: tuple[str, ...] = ()
    lawful: str = ""


def enter_vacancy(*, new: NewVacancy, by: Actor, at: datetime, source: str = "") -> Vacancy:
    """By the company at its page, the desk, or out of a table."""
    fields = _checked(new, by=by, at=at)
    origin = source or ("company" if by.company_id else "desk")
    with work.begin(by=by, at=at) as w:
        made = Vacancy.objects.create(tenant=by.tenant, source=origin, made_at=at, made_by=by.mark, **fields)
        w.record(
            "vacancy_entered",
            subject=("vacancy", made.pk),
            ids={"company": new.company_id, "post": made.post},
        )
    return made


def change_vacancy(*, vacancy_id: int, new: NewVacancy, by: Actor, at: datetime) -> Vacancy:
    """Change an open one; its company stays."""
    found = access.the_vacancy(by, vacancy_id)
    if found.ended_at:
        raise Conflict(_("This vacancy has ended."))
    fields = _checked(new, by=by, at=at) | {"company_id": found.company_id}
    with work.begin(by=by, at=at) as w:
        for name, value in fields.items():
            setattr(found, name, value)
        found.save(update_fields=list(fields))
        w.record("vacancy_changed", subject=("vacancy", found.pk), ids={"post": found.post})
    return found


def end_vacancy(*, vacancy_id: int, reason: str, by: Actor, at: datetime) -> Vacancy:
    """It is filled or no longer looked for."""
    if by.company_id is None:
        by.need("talent.write")
    with work.begin(by=by, at=at) as w:
        found = access.the_vacancy(by, vacancy_id)
        if found.ended_at is None:
            found.ended_at, found.end_reason = at, reason.strip()[:200]
            found.save(update_fields=["ended_at", "end_reason"])
            w.record("vacancy_ended", subject=("vacancy", found.pk), ids={"company": found.company_id})
    return found


def words_refused(new: NewVacancy) -> str:
    """What the law does not allow in its text, with the reason in the reader's language; "" when nothing."""
    english = (get_language() or "").startswith("en")
    found = linting.check("\n".join((new.title, new.note, "、".join(new.skills), "、".join(new.majors))))
    return " ".join(
        f"“{one.words}”: {one.en if english else one.zh}. {one.law_en if english else one.law_zh}"
        for one in found
    )


def _checked(new: NewVacancy, *, by: Actor, at: datetime) -> dict[str, Any]:
    if by.company_id is None:
        by.need("talent.write")
    company = access.the_company(by, new.company_id)
    if not new.title.strip():
        raise Invalid(_("Please fill this in."), field="title")
    if new.until < at.date():
        raise Invalid(_("This day has passed."), field="until")
    if new.wage_from and new.wage_to and new.wage_from > new.wage_to:
        raise Invalid(_("The least wage is above the highest."), field="wage_to")
    if not 1 <= new.number <= 5000:
        raise Invalid(_("From %(least)s to %(most)s.") % {"least": 1, "most": 5000}, field="number")
    if new.schooling not in fitting.SCHOOLING or new.shifts not in Vacancy.Shifts.values:
        raise Invalid(field="schooling")
    refused = words_refused(new)
    if refused and not (new.lawful.strip() and by.company_id is None):
        raise Invalid(refused, field="note", remedy=_("Take these words out."), code="discriminating")
    return asdict(new) | {
        "company_id": company.pk, "title": new.title.strip(), "skills": list(new.skills)[:20], "majors": list(new.majors)[:10],
        "post": new.post if new.post in fitting.posts() else fitting.post_of(new.title),
        "musts": [one for one in new.musts if one in fitting.VACANCY_MUSTS],
        "lawful": new.lawful.strip() if refused else "",
    }  # fmt: skip
