"""Requests: the list, a proposal by the desk, one with its turns, candidates, visit and what follows."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.advisers import access, actions, exporting, forms, queries
from zaocha.advisers.models import Advice
from zaocha.companies import naming
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, Refused
from zaocha.sheets import tables
from zaocha.ui import trying


@require_GET
@signed_in("advisers.read")
def advices(request: HttpRequest) -> HttpResponse:
    """Requests that the reader may see, newest first."""
    by = actor_of(request)
    form = forms.RequestFilterForm(request.GET or None)
    page = Paginator(_requests(request, form), 40).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "filtered": bool(request.GET),
        "may_write": by.may("advisers.write"),
    }
    return render(request, "advisers/requests.html", context)


@require_GET
@signed_in("advisers.read")
def export(request: HttpRequest) -> HttpResponse:
    """The list as .xlsx, without words, notes and ratings."""
    form = forms.RequestFilterForm(request.GET or None)
    answer = HttpResponse(exporting.requests(_requests(request, form)), content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="requests.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in("advisers.write")
def new(request: HttpRequest) -> HttpResponse:
    """The desk proposes an adviser to a company, which says yes or no on its own page."""
    by = actor_of(request)
    initial = {
        "client_key": secrets.token_hex(12),
        "kind": "industry",
        "company": request.GET.get("company", ""),
    }
    form = forms.AskForm(request.POST or None, for_company=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = trying.tried(
            form,
            lambda: actions.ask(
                new=form.new_advice(naming.meant(form.cleaned_data["company"], by=by, field="company")),
                by=by, at=clock.now(),
            ),
        )  # fmt: skip
        if made is not None:
            messages.success(
                request, _("The company is asked on its page; nobody else learns of it before its yes.")
            )
            return redirect("advice", pk=made.pk)
    return render(request, "advisers/ask.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("advisers.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: whoever was asked, why, what came of it; each reader sees his part."""
    by = actor_of(request)
    state: dict[str, Any] = {}
    if request.method == "POST":
        act(request, pk, by=by, state=state)
        if not state:
            gone = not access.requests(by).filter(pk=pk).exists()  # whoever handed it on sees it no longer
            return redirect("advices") if gone else redirect("advice", pk=pk)
    context = shown(request, pk, by=by) | state | {"base": "ui/base.html"}
    return render(request, "advisers/request.html", context, status=422 if state else 200)


def act(request: HttpRequest, pk: int, *, by: Actor, state: dict[str, Any]) -> None:
    """A verb of the desk or of the adviser; what refuses it stands at its form or above the page."""
    access.the_request(by, pk)
    at, verb = clock.now(), request.POST.get("verb", "")
    words = request.POST.get("words", "")
    verbs: dict[str, Callable[[], Any]] = {
        "accept": lambda: actions.accept(advice_id=pk, by=by, at=at),
        "hand_on": lambda: actions.hand_on(advice_id=pk, words=words, by=by, at=at),
        "drop": lambda: actions.drop(advice_id=pk, reason=words, by=by, at=at),
        "put": lambda: _put(request, pk, by=by, state=state),
        "visit": lambda: _visit(request, pk, by=by, state=state),
    }
    if verb not in verbs:
        raise Invalid(remedy=_("Load the page again."))
    try:
        verbs[verb]()
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, str(refusal))


def shown(request: HttpRequest, pk: int, *, by: Actor) -> dict[str, Any]:
    """What the page of a request shows to this reader."""
    at = clock.now()
    found = queries.detail(by=by, pk=pk)
    advice, may_write = found.advice, by.may("advisers.write")
    listed = (
        queries.candidates(advice=advice, on=at.date())
        if may_write and advice.state in ("put", "unfilled")
        else []
    )
    mine = found.is_mine and by.may("advisers.serve")
    return {
        "found": found, "advice": advice, "may_write": may_write, "mine": mine, "candidates": listed, "at": at,
        "put_form": forms.PutForm(candidates=listed),
        "visit_form": _visit_form(None, advice, on=at.date()) if mine and advice.state == "accepted" else None,
        "message": _message(request, advice, by=by) if may_write else "",
        "may_open_demand": by.may("demands.read_all") and not (advice.demand and advice.demand.restricted),
    }  # fmt: skip


def _message(request: HttpRequest, advice: Advice, *, by: Actor) -> str:
    """Ready words for the company while it is its turn."""
    if advice.state not in (Advice.State.PROPOSED, Advice.State.VISITED):
        return ""
    link = links.issue(
        tenant=by.tenant, purpose="company", subject_id=advice.company_id, by=by.mark, at=clock.now()
    )
    words = (
        _("%(town)s proposes an adviser (%(kind)s) to you. Yes or no, here: %(url)s")
        if advice.state == Advice.State.PROPOSED
        else _("%(town)s: an adviser (%(kind)s) was with you. Was it so, and did it help? %(url)s")
    )
    return words % {
        "town": by.tenant.name,
        "kind": advice.get_kind_display(),
        "url": links.url(link, request=request),
    }


def _put(request: HttpRequest, pk: int, *, by: Actor, state: dict[str, Any]) -> None:
    at = clock.now()
    listed = queries.candidates(advice=access.the_request(by, pk), on=at.date())
    form = forms.PutForm(request.POST, candidates=listed)
    if form.is_valid():
        chosen = form.cleaned_data["adviser"]
        trying.tried(
            form,
            lambda: actions.put(
                advice_id=pk, adviser_id=int(chosen) if chosen else None, words=form.cleaned_data["words"], by=by, at=at
            ),
        )  # fmt: skip
    if form.errors:
        state["put_form"] = form


def _visit(request: HttpRequest, pk: int, *, by: Actor, state: dict[str, Any]) -> None:
    at = clock.now()
    form = _visit_form(request.POST, access.the_request(by, pk), on=at.date())
    if form.is_valid():
        trying.tried(form, lambda: actions.visit(advice_id=pk, new=form.new_visit(), by=by, at=at))
    if form.errors:
        state["visit_form"] = form


def _visit_form(data: Any, advice: Advice, *, on: Any) -> forms.VisitForm:
    return forms.VisitForm(data, advice=advice, on=on, initial={"on": on})


def _requests(request: HttpRequest, form: forms.RequestFilterForm) -> Any:
    given = form.cleaned_data if form.is_valid() else {}
    return queries.requests(
        by=actor_of(request),
        state=given.get("state", ""),
        kind=given.get("kind", ""),
        text=given.get("q", ""),
    )
