"""A company's own pages: vacancies, candidates who agreed to be shown to it, hires; and seats in courses."""

from __future__ import annotations

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
from zaocha.kernel.errors import Invalid, Refused
from zaocha.talent import access, actions, fitting, forms, lifecycle, queries
from zaocha.talent.models import SCHOOLING
from zaocha.talent.web import listing
from zaocha.talent.web.vacancies import number
from zaocha.ui import trying


@never_cache
@require_http_methods(["GET", "POST"])
def talent(request: HttpRequest, token: str) -> HttpResponse:
    """Names and telephone numbers appear when both have said yes."""
    link = links.resolve(token=token, at=clock.now(), purpose="company")
    by = actors.of_company_link(link)
    state: dict[str, Any] = {
        "form": forms.VacancyForm(for_company=True),
        "hire_form": forms.HireForm(for_company=True),
    }
    if request.method == "POST":
        try:
            done = _act(request, by=by, state=state)
        except Refused as refusal:
            state["refusal"] = listing.said(refusal)
        failed = "refusal" in state or state["form"].errors or state["hire_form"].errors
        if not failed:
            messages.success(request, done)
            return redirect("link-company-talent", token=token)
    shown = [_shown(one) for one in queries.applications(by=by)[:60]]
    context = {
        "tenant": link.tenant, "token": token, "shown": shown, "schooling": SCHOOLING[1:], "today": clock.now().date(),
        "vacancies": [
            (one, queries.few(sum(pair.fit.verdict == "fits" for pair in queries.fitting_candidates(one))))
            for one in access.vacancies(by).filter(ended_at=None).order_by("-pk")[:10]
        ],
        "hires": access.hires(by).filter(confirmed_at=None).order_by("pk")[:60], **state,
    }  # fmt: skip
    return render(request, "talent/by_company.html", context, status=422 if request.method == "POST" else 200)


def _act(request: HttpRequest, *, by: Actor, state: dict[str, Any]) -> Any:
    verb = request.POST.get("verb", "")
    if verb == "vacancy":
        form = state["form"] = forms.VacancyForm(request.POST, for_company=True)
        if form.is_valid():
            new = form.new(by.company_id or 0)
            trying.tried(form, lambda: actions.enter_vacancy(new=new, by=by, at=clock.now()))
    elif verb == "hire":
        _hire(request, by=by, state=state)
    else:
        return _plain(verb, number(request), request.POST.get("words", ""), by=by)
    return _("Noted down.")


def _plain(verb: str, pk: int, words: str, *, by: Actor) -> Any:
    """A step that one button takes."""
    at = clock.now()
    if verb == "end":
        actions.end_vacancy(vacancy_id=pk, reason="", by=by, at=at)
    elif verb == "invite":
        actions.invite_fitting(vacancy_id=pk, by=by, at=at)
        return _("Those who fit are asked. You see whoever says yes.")
    elif verb in ("yes", "no"):
        actions.answer(application_id=pk, side="company", yes=verb == "yes", by=by, at=at, words=words)
    elif verb in ("interview", "offer", "decline"):
        actions.step(application_id=pk, name=verb, side="company", words=words, by=by, at=at)
    elif verb == "confirm":
        actions.confirm_hire(hire_id=pk, by=by, at=at)
    else:
        raise Invalid(remedy=_("Load the page again."))
    return _("Noted down.")


def _hire(request: HttpRequest, *, by: Actor, state: dict[str, Any]) -> None:
    form = state["hire_form"] = forms.HireForm(request.POST, for_company=True)
    if form.is_valid():
        given, pk = form.cleaned_data, number(request)
        new = actions.NewHire(by.company_id or 0, given["title"], given["schooling"], given["on"], pk or None)
        trying.tried(form, lambda: actions.note_hire(new=new, by=by, at=clock.now()))


def _shown(one: Any) -> dict[str, Any]:
    """What the company may know: the name only once both have said yes."""
    known = bool(one.company_yes and one.candidate_yes)
    found = fitting.fit(queries.wanted(one.vacancy), queries.offered(one.candidate))
    return {
        "one": one, "known": known and one.candidate.erased_at is None, "fit": found,
        "steps": [step for step in lifecycle.offers(one.state, "company") if one.state != "asked"],
    }  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def programmes(request: HttpRequest, token: str) -> HttpResponse:
    """Courses that a company may ask seats in."""
    link = links.resolve(token=token, at=clock.now(), purpose="company")
    by, refusal = actors.of_company_link(link), ""
    if request.method == "POST":
        count = request.POST.get("count", "")
        try:
            actions.ask_seats(
                cohort_id=number(request), company_id=by.company_id or 0, words=request.POST.get("words", ""), by=by,
                number=int(count) if count.isascii() and count.isdecimal() and len(count) < 6 else 0, at=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            refusal = listing.said(refused)
        else:
            messages.success(request, _("Noted down."))
            return redirect("link-company-programmes", token=token)
    context = {
        "tenant": link.tenant, "token": token, "refusal": refusal,
        "cohorts": queries.cohorts_for_companies(by=by, on=clock.now().date()),
    }  # fmt: skip
    return render(request, "talent/seats.html", context, status=422 if refusal else 200)
