"""Hires: the list, and one that the desk notes for the company to confirm."""

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
from zaocha.talent import actions, forms, queries
from zaocha.talent.models import Hire
from zaocha.talent.web import listing
from zaocha.ui import trying


@require_GET
@signed_in("talent.read")
def hires(request: HttpRequest) -> HttpResponse:
    """Who was taken on, without names."""
    by = actor_of(request)
    states = [("confirmed", _("confirmed by the company")), ("waiting", _("to be confirmed"))]
    form = forms.FilterForm(request.GET or None, states=states)
    del form.fields["q"]
    given = form.cleaned_data if form.is_valid() else {}
    found = queries.hires(by=by, post=given.get("post", ""), state=given.get("state", ""))
    ways = [(reverse("vacancies"), "briefcase", _("Vacancies"))]
    if by.may("talent.write"):
        ways.append((reverse("hire-new"), "plus", _("Note a hire")))
    headers = [_("Job"), _("Company"), _("Kind of post"), _("Schooling"), _("Hired on"), _("Confirmed on")]
    return listing.show(request, listing.Listing("hires", _("Hires"), headers, _row, "", ways), found, form)


@require_http_methods(["GET", "POST"])
@signed_in("talent.write")
def new(request: HttpRequest) -> HttpResponse:
    """The desk notes a hire; the company confirms it on its page."""
    by = actor_of(request)
    form = forms.HireForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and trying.tried(form, lambda: _noted(form, by=by)) is not None
    ):
        messages.success(request, _("The company is asked to confirm it on its page."))
        return redirect("hires")
    context = {"form": form, "title": _("Note a hire"), "back": reverse("hires")}
    return render(request, "talent/edit.html", context, status=422 if form.errors else 200)


def _noted(form: forms.HireForm, *, by: Actor) -> Hire:
    given = form.cleaned_data
    company = naming.meant(given["company"], by=by, field="company")
    new = actions.NewHire(company, given["title"], given["schooling"], given["on"])
    return actions.note_hire(new=new, by=by, at=clock.now())


def _row(one: Hire) -> tuple[str, list[Any]]:
    day = one.confirmed_at.date() if one.confirmed_at else _("to be confirmed")
    return "", [one.title, one.company, one.post_label, one.get_schooling_display(), one.hired_on, day]
