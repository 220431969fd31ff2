"""The public page on which candidates enter themselves, and each one's own page."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, NotFound, Refused
from zaocha.talent import access, actions, forms, lifecycle, queries
from zaocha.talent.models import Application, Candidate
from zaocha.talent.web import listing
from zaocha.talent.web.vacancies import number
from zaocha.ui import trying


@never_cache
@require_http_methods(["GET", "POST"])
def entrance(request: HttpRequest, token: str) -> HttpResponse:
    """Anybody with the code enters what they can and wish for, and gets a page of their own."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="talent")
    by = actors.of_link(link)
    form = forms.CandidateForm(request.POST or None, initial={"client_key": secrets.token_hex(12)})
    if request.method == "POST" and form.is_valid():
        made = trying.tried(
            form, lambda: actions.enter_candidate(new=form.new(), by=by, at=at, source="link")
        )
        if made is not None:
            own_link = links.issue(
                tenant=link.tenant, purpose="candidate", subject_id=made.pk, by=by.mark, at=at
            )
            messages.success(request, _("This is your own page: keep its address."))
            return redirect("link-candidate", token=links.token(own_link))
    context = {"tenant": link.tenant, "form": form, "url": links.url(link, request=request)}
    return render(request, "talent/entrance.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """A candidate's own page: who asks, what fits and why, what was entered, and erasure."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="candidate")
    by = actors.of_link(link)
    found = access.candidate_of(by)
    if found is None:
        raise NotFound()
    state: dict[str, Any] = {"form": forms.CandidateForm(initial=_initial(found))}
    if request.method == "POST":
        try:
            gone = _act(request, found, by=by, state=state)
        except Refused as refusal:
            state["refusal"] = listing.said(refusal)
        else:
            if gone:
                return render(request, "talent/erased.html", {"tenant": link.tenant})
        if "refusal" not in state and not state["form"].errors:
            return redirect("link-candidate", token=token)
    rows = (
        Application.objects.filter(candidate=found).select_related("vacancy__company").order_by("-stepped_at")
    )
    asked = {one.vacancy_id for one in rows}
    context = {
        "tenant": link.tenant, "candidate": found, "url": links.url(link, request=request),
        "rows": [(one, lifecycle.offers(one.state, "candidate")) for one in rows],
        "pairs": [one for one in queries.fitting_vacancies(found, on=at.date()) if one.vacancy.pk not in asked][:20], **state,
    }  # fmt: skip
    return render(request, "talent/own.html", context, status=422 if request.method == "POST" else 200)


def _act(request: HttpRequest, found: Candidate, *, by: Actor, state: dict[str, Any]) -> bool:
    """Whether the person is erased now."""
    at, verb, pk = clock.now(), request.POST.get("verb", ""), number(request)
    words = request.POST.get("words", "") or _("the candidate said no")
    if verb == "erase":
        actions.erase(candidate_id=found.pk, by=by, at=at)
        return True
    if verb == "apply":
        actions.start(vacancy_id=pk, candidate_id=found.pk, by=by, at=at)
    elif verb in ("yes", "no"):
        actions.answer(application_id=pk, side="candidate", yes=verb == "yes", by=by, at=at, words=words)
    elif verb in ("accept", "decline"):
        actions.step(application_id=pk, name=verb, side="candidate", words=words, by=by, at=at)
    elif verb == "change":
        form = state["form"] = forms.CandidateForm(request.POST)
        if form.is_valid():
            trying.tried(
                form, lambda: actions.change_candidate(candidate_id=found.pk, new=form.new(), by=by, at=at)
            )
    else:
        raise Invalid(remedy=_("Load the page again."))
    return False


def _initial(one: Candidate) -> dict[str, Any]:
    names = (
        "name",
        "phone",
        "post",
        "schooling",
        "major",
        "school",
        "years",
        "wage_from",
        "place",
        "dormitory",
        "musts",
        "expires_on",
    )
    return {name: getattr(one, name) for name in names} | {"skills": "、".join(one.skills), "agreed": True}
