"""Vacancies: the list, one with who fits and why, and posts in numbers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies import naming
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, Refused
from zaocha.talent import access, actions, forms, queries
from zaocha.talent.models import Vacancy
from zaocha.talent.web import listing
from zaocha.ui import trying


@require_GET
@signed_in("talent.read")
def vacancies(request: HttpRequest) -> HttpResponse:
    """What companies look for."""
    by, on = actor_of(request), clock.now().date()
    form = forms.FilterForm(request.GET or None, states=[("open", _("hiring")), ("ended", _("ended"))])
    given = form.cleaned_data if form.is_valid() else {}
    state = given.get("state", "") if request.GET else "open"
    found = queries.vacancies(by=by, text=given.get("q", ""), post=given.get("post", ""), state=state, on=on)
    ways = [(reverse("candidates"), "users", _("Candidates")), (reverse("hires"), "user-check", _("Hires")),
            (reverse("vacancy-posts"), "chart-bar", _("Posts in numbers"))]  # fmt: skip
    if by.may("talent.write"):
        ways += [(reverse("vacancy-new"), "plus", _("Enter a vacancy"))]
    headers = [
        _("Post wanted"),
        _("Company"),
        _("Kind of post"),
        _("How many"),
        _("Wage"),
        _("Schooling"),
        _("Wanted until"),
    ]
    spec = listing.Listing(
        "vacancies",
        _("Jobs and people"),
        headers,
        _row,
        _("Companies enter them on their page, or the desk here."),
        ways,
    )
    return listing.show(request, spec, found, form)


@require_http_methods(["GET", "POST"])
@signed_in("talent.write")
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter a vacancy, or change one."""
    by = actor_of(request)
    old = access.the_vacancy(by, pk) if pk is not None else None
    form = forms.VacancyForm(
        request.POST or None, initial=initial(old) if old else {"company": request.GET.get("company", "")}
    )
    if old:
        del form.fields["company"]
    if request.method == "POST" and form.is_valid():
        made = trying.tried(form, lambda: _save(form, old, by=by))
        if made is not None:
            return redirect("vacancy", pk=made.pk)
    context = {"form": form, "title": _("Vacancy"), "back": reverse("vacancies")}
    return render(request, "talent/edit.html", context, status=422 if form.errors else 200)


def _save(form: forms.VacancyForm, old: Vacancy | None, *, by: Actor) -> Vacancy:
    if old is not None:
        return actions.change_vacancy(vacancy_id=old.pk, new=form.new(old.company_id), by=by, at=clock.now())
    company = naming.meant(form.cleaned_data["company"], by=by, field="company")
    return actions.enter_vacancy(new=form.new(company), by=by, at=clock.now())


def initial(old: Vacancy) -> dict[str, Any]:
    """A vacancy as its form shows it."""
    names = ("title", "post", "number", "schooling", "years", "wage_from", "wage_to", "shifts", "place", "dormitory", "until",
             "note", "musts", "lawful")  # fmt: skip
    return {name: getattr(old, name) for name in names} | {
        "skills": "、".join(old.skills),
        "majors": "、".join(old.majors),
    }


@require_http_methods(["GET", "POST"])
@signed_in("talent.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One vacancy: what it asks, who fits and why, and what is under way."""
    by = actor_of(request)
    found = access.the_vacancy(by, pk)
    if request.method == "POST":
        by.need("talent.write")
        try:
            _act(request, found, by=by)
        except Refused as refusal:
            if refusal.status in (403, 404):
                raise
            messages.error(request, listing.said(refusal))
        return redirect("vacancy", pk=pk)
    under_way = queries.applications(by=by).filter(vacancy=found)
    asked = {one.candidate_id for one in under_way}
    context = {
        "vacancy": found, "pairs": queries.fitting_candidates(found)[:20], "under_way": under_way[:50], "asked": asked,
        "may_write": by.may("talent.write"), "persons": by.may("talent.persons"), "open": found.ended_at is None,
    }  # fmt: skip
    return render(request, "talent/vacancy.html", context)


def _act(request: HttpRequest, found: Vacancy, *, by: Actor) -> None:
    at, verb, words = clock.now(), request.POST.get("verb", ""), request.POST.get("words", "")
    pk = number(request)
    if verb == "end":
        actions.end_vacancy(vacancy_id=found.pk, reason=words, by=by, at=at)
    elif verb == "ask":
        actions.start(vacancy_id=found.pk, candidate_id=pk, by=by, at=at)
        messages.success(request, _("Both see the question on their pages."))
    elif verb in ("yes", "no"):
        side = request.POST.get("side", "")
        actions.answer(application_id=pk, side=side, yes=verb == "yes", by=by, at=at, words=words)
    elif verb == "step":
        side = "candidate" if request.POST.get("name") == "accept" else "company"
        actions.step(
            application_id=pk, name=request.POST.get("name", ""), side=side, words=words, by=by, at=at
        )
    else:
        raise Invalid(remedy=_("Load the page again."))


def number(request: HttpRequest) -> int:
    """The number of the row that a button means."""
    text = request.POST.get("number", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


@require_GET
@signed_in("talent.read")
def posts(request: HttpRequest) -> HttpResponse:
    """Post by post: places, candidates, hires."""
    by = actor_of(request)
    known = by.may("talent.persons")

    def row(one: queries.PostLine) -> tuple[str, list[Any]]:
        people = one.candidates if known else queries.few(one.candidates)
        return f"{reverse('vacancies')}?post={one.code}&state=open", [
            one.label,
            one.vacancies,
            one.places,
            people,
            one.hires,
        ]

    headers = [_("Job"), _("Vacancies"), _("Places open"), _("Candidates"), _("Hires confirmed")]
    spec = listing.Listing("posts", _("Posts in numbers"), headers, row)
    return listing.show(request, spec, queries.posts(by=by, on=clock.now().date()))


def _row(one: Vacancy) -> tuple[str, list[Any]]:
    return reverse("vacancy", args=[one.pk]), [
        one.title, one.company, one.post_label, one.number, wage(one), one.get_schooling_display(), one.until,
    ]  # fmt: skip


def wage(one: Vacancy) -> str:
    """The wage as it is shown."""
    return f"{one.wage_from or ''}–{one.wage_to or ''}" if one.wage_from or one.wage_to else "—"
