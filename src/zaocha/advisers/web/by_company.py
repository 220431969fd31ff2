"""A company's own page: ask for an adviser, answer a proposal, say who reads the notes, say whether it helped."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.advisers import actions, forms, queries
from zaocha.advisers.models import Adviser
from zaocha.advisers.web.corps import number
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, Refused
from zaocha.ui import trying


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Without an account; nobody else's requests are shown."""
    link = links.resolve(token=token, at=clock.now(), purpose="company")
    by = actors.of_company_link(link)
    kind = request.GET.get("kind", "")
    initial = {
        "client_key": secrets.token_hex(12),
        "kind": kind if kind in Adviser.Kind.values else "industry",
    }
    state: dict[str, Any] = {"ask_form": forms.AskForm(for_company=True, initial=initial)}
    if request.method == "POST":
        try:
            told = _act(request, by=by, state=state)
        except Refused as refusal:
            state["refusal"] = refusal
        else:
            if not any(getattr(one, "errors", None) for one in state.values()):
                messages.success(request, told)
                return redirect("link-company-advisers", token=token)
    context = {
        "tenant": link.tenant, "token": token, "details": queries.of_company(by=by), "rate_form": forms.RateForm(),
        "readers_form": forms.ReadersForm(), "asked": number(request), "at": clock.now(), **state,
    }  # fmt: skip
    return render(
        request, "advisers/by_company.html", context, status=422 if request.method == "POST" else 200
    )


def _act(request: HttpRequest, *, by: Actor, state: dict[str, Any]) -> str:
    verbs: dict[str, Callable[..., str]] = {
        "ask": _ask, "yes": _agree, "no": _agree, "readers": _readers, "confirm": _confirm, "rate": _confirm, "drop": _drop,
    }  # fmt: skip
    verb = request.POST.get("verb", "")
    if verb not in verbs:
        raise Invalid(remedy=_("Load the page again."))
    return verbs[verb](request, by=by, state=state, verb=verb)


def _ask(request: HttpRequest, *, by: Actor, state: dict[str, Any], verb: str) -> str:
    form = state["ask_form"] = forms.AskForm(request.POST, for_company=True)
    if form.is_valid():
        trying.tried(
            form, lambda: actions.ask(new=form.new_advice(by.company_id or 0), by=by, at=clock.now())
        )
    return _("It is on its way; you see here who takes it on.")


def _agree(request: HttpRequest, *, by: Actor, state: dict[str, Any], verb: str) -> str:
    actions.agree(
        advice_id=number(request), yes=verb == "yes", by=by, at=clock.now(), words=request.POST.get("words", ""),
        shown_to=request.POST.getlist("shown_to"),
    )  # fmt: skip
    return (
        _("It is on its way; you see here who takes it on.")
        if verb == "yes"
        else _("Noted: no adviser for this.")
    )


def _readers(request: HttpRequest, *, by: Actor, state: dict[str, Any], verb: str) -> str:
    actions.show_to(
        advice_id=number(request), shown_to=request.POST.getlist("shown_to"), by=by, at=clock.now()
    )
    return _("Saved.")


def _confirm(request: HttpRequest, *, by: Actor, state: dict[str, Any], verb: str) -> str:
    form = state["rate_form"] = forms.RateForm(request.POST)
    if form.is_valid():
        rating, words, at = form.cleaned_data["rating"], form.cleaned_data["words"], clock.now()
        pk = number(request)
        if verb == "confirm":
            trying.tried(
                form, lambda: actions.confirm(advice_id=pk, by=by, at=at, rating=rating, words=words)
            )
        else:
            trying.tried(
                form, lambda: actions.rate(advice_id=pk, by=by, at=at, rating=rating or 0, words=words)
            )
    return _("Thank you. Your word counts.")


def _drop(request: HttpRequest, *, by: Actor, state: dict[str, Any], verb: str) -> str:
    words = request.POST.get("words", "").strip() or _("withdrawn by the company")
    actions.drop(advice_id=number(request), reason=words, by=by, at=clock.now())
    return _("It is withdrawn.")
