"""Candidates: the list with names masked, a new one, one with what fits."""

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
from zaocha.kernel import clock
from zaocha.talent import access, actions, forms, queries
from zaocha.talent.models import SCHOOLING, Candidate
from zaocha.talent.web import listing
from zaocha.ui import trying


@require_GET
@signed_in("talent.read")
def candidates(request: HttpRequest) -> HttpResponse:
    """Who looks for work; names and schools only for who may know them. Files need that right."""
    by = actor_of(request)
    known = by.may("talent.persons")
    form = forms.FilterForm(request.GET or None, states=SCHOOLING[1:])
    form.fields["state"].label = _("Schooling")
    given = form.cleaned_data if form.is_valid() else {}
    found = queries.candidates(
        by=by, post=given.get("post", ""), schooling=given.get("state", ""), text=given.get("q", "")
    )

    def row(one: Candidate) -> tuple[str, list[Any]]:
        wage = one.wage_from or "—"
        return reverse("candidate", args=[one.pk]), [
            one.name if known else one.masked, one.post_label, one.get_schooling_display() or "—", one.years, wage,
            one.place or "—", one.expires_on,
        ]  # fmt: skip

    headers = [_("Name"), _("Post wished for"), _("Schooling"), _("Years of experience"), _("Wage wished for"), _("Place wished for"),
               _("Kept until")]  # fmt: skip
    ways = [(reverse("vacancies"), "briefcase", _("Vacancies"))]
    if known:
        link = links.issue(
            tenant=by.tenant, purpose="talent", subject_id=by.tenant_id, by=by.mark, at=clock.now()
        )
        ways += [(reverse("link-talent", args=[links.token(link)]), "qrcode", _("Public page")),
                 (reverse("candidate-new"), "plus", _("Enter a candidate"))]  # fmt: skip
    spec = listing.Listing(
        "candidates",
        _("Candidates"),
        headers,
        row,
        _("They enter themselves on the public page."),
        ways,
        known,
    )
    return listing.show(request, spec, found, form)


@require_http_methods(["GET", "POST"])
@signed_in("talent.persons")
def new(request: HttpRequest) -> HttpResponse:
    """The desk enters a candidate who agreed to it."""
    form = forms.CandidateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = trying.tried(
            form, lambda: actions.enter_candidate(new=form.new(), by=actor_of(request), at=clock.now())
        )
        if made is not None:
            return redirect("candidate", pk=made.pk)
    context = {"form": form, "title": _("Enter a candidate"), "back": reverse("candidates")}
    return render(request, "talent/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("talent.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One candidate with the vacancies that fit; erased by POST."""
    by, at = actor_of(request), clock.now()
    found = access.the_candidate(by, pk)
    if request.method == "POST":
        actions.erase(candidate_id=pk, by=by, at=at)
        messages.success(request, _("Erased. The counts stay."))
        return redirect("candidates")
    known = by.may("talent.persons")
    url = ""
    if known:
        link = links.issue(tenant=by.tenant, purpose="candidate", subject_id=pk, by=by.mark, at=at)
        url = links.url(link, request=request)
    pairs = queries.fitting_vacancies(found, on=at.date())[:20]
    return render(
        request, "talent/candidate.html", {"candidate": found, "known": known, "url": url, "pairs": pairs}
    )
