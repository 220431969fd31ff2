"""Vacancies, candidates and programmes as their readers see them, with fits and the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.talent import access, fitting
from zaocha.talent.models import Application, Candidate, Cohort, Hire, Programme, Seat, Vacancy, post_label
from zaocha.ui.waiting import Waiting

FEW = 5  # fewer candidates than this are never told as a number to a company


@dataclass(frozen=True)
class Pair:
    """A vacancy and a candidate with the fit."""

    vacancy: Vacancy
    candidate: Candidate
    fit: fitting.Fit


@dataclass(frozen=True)
class PostLine:
    """One post: places open, candidates, hires."""

    code: str
    label: str
    vacancies: int
    places: int
    candidates: int
    hires: int


def vacancies(
    *, by: Actor, text: str = "", post: str = "", state: str = "open", on: date
) -> QuerySet[Vacancy]:
    """Newest first; `state`: open, ended or "" for all."""
    found = access.vacancies(by).select_related("company")
    if text:
        found = found.filter(Q(title__icontains=text) | Q(company__lookup__icontains=text.lower()))
    if post:
        found = found.filter(post=post)
    live = Q(ended_at=None, until__gte=on)
    return (
        found.filter(live) if state == "open" else found.exclude(live) if state == "ended" else found
    ).order_by("-pk")


def candidates(*, by: Actor, post: str = "", schooling: str = "", text: str = "") -> QuerySet[Candidate]:
    """Newest first; names are searched only for who may know them."""
    found = access.candidates(by)
    if post:
        found = found.filter(post=post)
    if schooling:
        found = found.filter(schooling=schooling)
    if text and by.may("talent.persons"):
        found = found.filter(Q(name__icontains=text) | Q(school__icontains=text))
    return found.order_by("-pk")


def hires(*, by: Actor, post: str = "", state: str = "") -> QuerySet[Hire]:
    """Newest first; `state`: confirmed, waiting or "" for all."""
    found = access.hires(by).select_related("company")
    if post:
        found = found.filter(post=post)
    if state:
        found = found.filter(confirmed_at__isnull=state == "waiting")
    return found.order_by("-hired_on", "-pk")


def programmes(*, by: Actor, field: str = "", text: str = "") -> QuerySet[Programme]:
    """With seats and students over their cohorts."""
    found = access.programmes(by).select_related("school", "company").annotate(
        seats=Sum("cohorts__seats"), enrolled=Sum("cohorts__enrolled"), completed=Sum("cohorts__completed")
    )  # fmt: skip
    if field:
        found = found.filter(field=field)
    if text:
        found = found.filter(title__icontains=text)
    return found.order_by("-pk")


def fitting_candidates(vacancy: Vacancy) -> list[Pair]:
    """Everybody who fits, or nearly; the best fit first. One statement."""
    rows = Candidate.objects.filter(tenant_id=vacancy.tenant_id, erased_at=None).order_by("-pk")[:5000]
    asked = wanted(vacancy)
    return _best(Pair(vacancy, one, fitting.fit(asked, offered(one))) for one in rows)


def fitting_vacancies(candidate: Candidate, *, on: date) -> list[Pair]:
    """What fits a candidate, or nearly, with the company: vacancies are public."""
    rows = Vacancy.objects.filter(tenant_id=candidate.tenant_id, ended_at=None, until__gte=on).select_related(
        "company"
    )
    given = offered(candidate)
    return _best(Pair(one, candidate, fitting.fit(wanted(one), given)) for one in rows.order_by("-pk")[:2000])


def few(number: int) -> str:
    """A number of candidates as a company may know it."""
    return str(number) if number >= FEW or number == 0 else _("fewer than %(least)s") % {"least": FEW}


def wanted(one: Vacancy) -> fitting.Wanted:
    """A vacancy as it is compared."""
    return fitting.Wanted(
        one.post, tuple(one.skills), one.schooling, tuple(one.majors), one.years, one.wage_to or one.wage_from,
        one.place, one.dormitory, frozenset(one.musts),
    )  # fmt: skip


def offered(one: Candidate) -> fitting.Offered:
    """A candidate as it is compared."""
    return fitting.Offered(
        one.post, tuple(one.skills), one.schooling, one.major, one.years, one.wage_from, one.place, one.dormitory,
        frozenset(one.musts),
    )  # fmt: skip


def applications(*, by: Actor) -> QuerySet[Application]:
    """What is under way, newest first."""
    return (
        access.applications(by).select_related("vacancy__company", "candidate").order_by("-stepped_at", "-pk")
    )


def posts(*, by: Actor, on: date) -> list[PostLine]:
    """Post by post: three statements. Numbers of candidates below five only for who may know persons."""
    live = vacancies(by=by, on=on).order_by()
    opened = {row["post"]: row for row in live.values("post").annotate(n=Count("pk"), places=Sum("number"))}
    people = Counter(dict(access.candidates(by).order_by().values_list("post").annotate(n=Count("pk"))))
    taken = dict(
        access.hires(by)
        .filter(confirmed_at__isnull=False)
        .order_by()
        .values_list("post")
        .annotate(n=Count("pk"))
    )
    nothing = {"n": 0, "places": 0}
    found = [
        PostLine(code, post_label(code), opened.get(code, nothing)["n"], opened.get(code, nothing)["places"],
                 people[code], taken.get(code, 0))
        for code in fitting.posts()
    ]  # fmt: skip
    return [one for one in found if one.places or one.candidates or one.hires]


def cohorts_for_companies(*, by: Actor, on: date) -> list[tuple[Cohort, Seat | None]]:
    """Courses that have not begun, with what the company asked for."""
    rows = Cohort.objects.filter(programme__tenant_id=by.tenant_id, starts_on__gt=on).select_related(
        "programme__school"
    )
    own = {one.cohort_id: one for one in Seat.objects.filter(company_id=by.company_id or 0, cohort__in=rows)}
    return [(one, own.get(one.pk)) for one in rows.order_by("starts_on", "pk")]


def waiting_for_person(*, by: Actor, at: datetime) -> list[Waiting]:
    """Seats that companies asked for."""
    if not by.may("talent.write") or not by.may("demands.read_all"):
        return []
    rows = Seat.objects.filter(cohort__programme__tenant_id=by.tenant_id, state="asked", cohort__round=None)
    found = rows.select_related("company", "cohort__programme").order_by("pk")[:20]
    return [
        Waiting(
            _("%(company)s asks for %(number)s seats in “%(title)s”.")
            % {"company": one.company, "number": one.number, "title": one.cohort.programme.title},
            reverse("programme", args=[one.cohort.programme_id]), one.cohort.starts_on, "school",
        )
        for one in found
    ]  # fmt: skip


def waiting_for_company(*, by: Actor, token: str, at: datetime) -> list[Waiting]:
    """Candidates who wait for its answer, and hires that it has not confirmed: two statements."""
    url = reverse("link-company-talent", kwargs={"token": token})
    asked = access.applications(by).filter(state="asked", company_yes=None).select_related("vacancy")[:20]
    found = [
        Waiting(
            _("A candidate for “%(title)s” waits for your answer.") % {"title": one.vacancy.title},
            url,
            None,
            "user-plus",
        )
        for one in asked
    ]
    count = access.hires(by).filter(confirmed_at=None).count()
    if count:
        found.append(Waiting(_("Hires to confirm: %(count)s.") % {"count": count}, url, None, "user-check"))
    return found


def _best(pairs: Iterable[Pair]) -> list[Pair]:
    shown = [one for one in pairs if one.fit.verdict != "not" and one.fit.percent >= fitting.LEAST]
    order: dict[str, Any] = {"fits": 0, "facts_missing": 1, "near": 2}
    return sorted(shown, key=lambda one: (order[one.fit.verdict], -one.fit.percent, -one.candidate.pk))
