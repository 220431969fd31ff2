"""Introductions: the list, one, and the first step."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies import naming
from zaocha.dealings import access, actions, forms, queries
from zaocha.dealings.web.goods import good_page
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, Refused
from zaocha.ui import trying


@require_GET
@signed_in("dealings.read")
def introductions(request: HttpRequest) -> HttpResponse:
    """Introductions, newest first."""
    form = forms.StateForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    found = queries.introductions(
        by=actor_of(request),
        state=given.get("state", ""),
        text=given.get("q", ""),
        demand_id=given.get("demand"),
    )
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "filtered": bool(request.GET)}
    return render(request, "dealings/introductions.html", context)


@require_POST
@signed_in("dealings.write")
def introduce(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask two companies whether they want to be introduced."""
    by = actor_of(request)
    good, form = access.the_good(by, pk), forms.IntroduceForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        made = trying.tried(
            form,
            lambda: actions.introduce(
                new=actions.NewIntroduction(
                    good_id=pk, words=given["words"],
                    buyer_id=naming.meant(given["buyer"], by=by, field="buyer"),
                    seller_id=naming.meant(given["seller"], by=by, field="seller"),
                ),
                by=by, at=clock.now(),
            ),
        )  # fmt: skip
        if made is not None:
            messages.success(
                request, _("Both see the question on their pages; or note down here what they say.")
            )
            return redirect("introduction", pk=made.pk)
    return good_page(request, good, introduce_form=form)


@require_http_methods(["GET", "POST"])
@signed_in("dealings.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One introduction: who has said what, and what the desk may note down."""
    by, at = actor_of(request), clock.now()
    found = access.the_introduction(by, pk)
    form = forms.OutcomeForm(request.POST if request.POST.get("verb") == "outcome" else None)
    if request.method == "POST":
        try:
            _act(request, form, pk=pk, by=by, at=at)
        except Refused as refusal:
            if refusal.status in (403, 404):
                raise
            messages.error(request, f"{refusal} {refusal.remedy or ''}".strip())
        if not form.errors:
            return redirect("introduction", pk=pk)
    context = {"found": found, "form": form, "may_write": by.may("dealings.write")}
    return render(request, "dealings/introduction.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, form: forms.OutcomeForm, *, pk: int, by: Actor, at: datetime) -> None:
    verb, number = request.POST.get("verb", ""), request.POST.get("company", "")
    if verb in ("yes", "no"):
        company = int(number) if number.isdecimal() else 0
        actions.answer(introduction_id=pk, yes=verb == "yes", by=by, at=at, for_company=company)
    elif verb == "drop":
        actions.drop(introduction_id=pk, reason=request.POST.get("reason", ""), by=by, at=at)
    elif verb == "outcome":
        if form.is_valid():
            dealt, words = form.cleaned_data["dealt"] == "yes", form.cleaned_data["words"]
            actions.tell_outcome(introduction_id=pk, dealt=dealt, words=words, by=by, at=at)
    else:
        raise Invalid(remedy=_("Load the page again."))
