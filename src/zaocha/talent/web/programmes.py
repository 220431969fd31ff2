"""Training programmes: the list, one with its courses, seats and the school's link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies import naming
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, Refused
from zaocha.talent import access, actions, forms, queries, words
from zaocha.talent.models import Programme
from zaocha.talent.web import listing
from zaocha.talent.web.vacancies import number
from zaocha.ui import trying


@require_GET
@signed_in("talent.read")
def programmes(request: HttpRequest) -> HttpResponse:
    """Programmes with seats and students."""
    by = actor_of(request)
    form = forms.FilterForm(request.GET or None, posts=False, states=list(Programme.Field.choices))
    form.fields["state"].label = _("Field of work")
    given = form.cleaned_data if form.is_valid() else {}
    found = queries.programmes(by=by, field=given.get("state", ""), text=given.get("q", ""))
    ways = [(reverse("programme-new"), "plus", _("Enter a programme"))] if by.may("talent.write") else []
    headers = [
        _("Title"),
        _("Field of work"),
        _("School"),
        _("Directed training for the company"),
        _("Seats"),
        _("Enrolled"),
        _("Completed"),
    ]
    spec = listing.Listing(
        "programmes", _("Training"), headers, _row, _("A programme has a school and courses."), ways
    )
    return listing.show(request, spec, found, form)


@require_http_methods(["GET", "POST"])
@signed_in("talent.write")
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter a programme, or change one."""
    by = actor_of(request)
    old = access.the_programme(by, pk) if pk is not None else None
    names = ("title", "field", "note", "agreement", "agreed")
    initial = {name: getattr(old, name) for name in names} if old else {}
    if old:
        initial |= {"school": str(old.school_id), "company": old.company.name if old.company else ""}
    form = forms.ProgrammeForm(request.POST or None, tenant=by.tenant, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = trying.tried(form, lambda: _save(form, pk, by=by))
        if made is not None:
            return redirect("programme", pk=made.pk)
    context = {"form": form, "title": _("Programme"), "back": reverse("programmes")}
    return render(request, "talent/edit.html", context, status=422 if form.errors else 200)


def _save(form: forms.ProgrammeForm, pk: int | None, *, by: Actor) -> Programme:
    given = form.cleaned_data
    company = naming.meant(given["company"], by=by, field="company") if given["company"] else None
    new = actions.NewProgramme(
        given["title"],
        given["field"],
        int(given["school"]),
        given["note"],
        company,
        given["agreement"],
        given["agreed"],
    )
    return actions.enter_programme(new=new, by=by, at=clock.now(), programme_id=pk)


@require_http_methods(["GET", "POST"])
@signed_in("talent.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme."""
    by, at = actor_of(request), clock.now()
    found = access.the_programme(by, pk)
    form = forms.CohortForm(request.POST if request.POST.get("verb") == "cohort" else None)
    if request.method == "POST":
        by.need("talent.write")
        try:
            _act(request, form, pk, by=by)
        except Refused as refusal:
            if refusal.status in (403, 404):
                raise
            messages.error(request, listing.said(refusal))
        if not form.errors:
            return redirect("programme", pk=pk)
    cohorts = found.cohorts.prefetch_related("asked__company").order_by("starts_on", "pk")
    url = ""
    if by.may("talent.write"):
        link = links.issue(tenant=by.tenant, purpose="programme", subject_id=pk, by=by.mark, at=at)
        url = links.url(link, request=request)
    context = {
        "programme": found, "cohorts": cohorts, "form": form, "may_write": by.may("talent.write"), "url": url,
        "message": words.to_school(title=found.title, url=url),
    }  # fmt: skip
    return render(request, "talent/programme.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, form: forms.CohortForm, pk: int, *, by: Actor) -> None:
    at, verb = clock.now(), request.POST.get("verb", "")
    if verb == "cohort":
        if form.is_valid():
            new = actions.NewCohort(**form.cleaned_data)
            trying.tried(form, lambda: actions.add_cohort(programme_id=pk, new=new, by=by, at=at))
    elif verb in ("give", "refuse"):
        actions.decide_seats(seat_id=number(request), given=verb == "give", by=by, at=at)
    elif verb == "round":
        actions.open_round(cohort_id=number(request), by=by, at=at)
    else:
        raise Invalid(remedy=_("Load the page again."))


def _row(one: Any) -> tuple[str, list[Any]]:
    return reverse("programme", args=[one.pk]), [
        one.title, one.get_field_display(), one.school, one.company or "—", one.seats or 0, one.enrolled or 0,
        one.completed or 0,
    ]  # fmt: skip
