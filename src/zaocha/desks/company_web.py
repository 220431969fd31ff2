"""The company's page by link, without an account: see, add, confirm, object, withdraw."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.companies.facts.web import own as own_facts
from zaocha.demands import actions as demand_actions
from zaocha.desks import company_page, services
from zaocha.desks.forms import AnswerForm, SayForm, WordForm
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, Refused
from zaocha.matching import showing
from zaocha.matching.actions import confirmations
from zaocha.promises import actions as promise_actions
from zaocha.watches import queries as watch_queries


@never_cache
@require_http_methods(["GET", "POST"])
def company(request: HttpRequest, token: str) -> HttpResponse:
    """The page; a POST carries a `verb` and, where it needs one, the number of a demand or promise."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="company")
    by = actors.of_company_link(link)
    shown = company_page.load(by=by, at=at)
    by = replace(by, name=shown.company.short_name or shown.company.name)
    state: dict[str, Any] = {"say": SayForm(initial={"client_key": secrets.token_hex(12)})}
    if request.method == "POST":
        try:
            message = _act(request, by=by, at=at, state=state)
        except Refused as refusal:
            state["refusal"] = refusal
        else:
            if message:
                messages.success(request, message)
                return redirect("link-company", token=token)
    context = {
        "page": shown, "entitled": shown.entitled, "notice": showing.notice(), "token": token,
        "watches": watch_queries.of_company(by=by, at=at), "tenant": link.tenant,
        "word_form": WordForm(), "answer_form": AnswerForm(), "asked": _number(request),
        "question": own_facts.next_question(shown.company, at=at), "doors": services.doors(token),
        "service_lines": services.waiting_for_company(by=by, token=token, at=at), **state,
    }  # fmt: skip
    failed = "refusal" in state or state["say"].errors or state.get("failed")
    return render(request, "desks/company.html", context, status=422 if failed else 200)


def _act(request: HttpRequest, *, by: Actor, at: datetime, state: dict[str, Any]) -> str:
    verb = request.POST.get("verb", "")
    verbs: dict[str, Callable[..., str]] = {
        "say": _say, "word": _word, "answer": _answer, "reopen": _reopen, "withdraw": _withdraw,
        "release": _release, "take_benefit": _take_benefit, "leave_benefit": _leave_benefit,
    }  # fmt: skip
    if verb not in verbs:
        raise Invalid(remedy=_("Load the page again."))
    return verbs[verb](request, by=by, at=at, state=state)


def _say(request: HttpRequest, *, by: Actor, at: datetime, state: dict[str, Any]) -> str:
    form = state["say"] = SayForm(request.POST)
    if not form.is_valid():
        return ""
    given = form.cleaned_data
    new = demand_actions.NewDemand(
        words=given["words"], channel="link", company_id=by.company_id, raised_by=given["raised_by"],
        hide_author=given["hide_author"], client_key=f"link-{by.company_id}-{given['client_key']}",
    )  # fmt: skip
    demand = demand_actions.raise_demand(new=new, by=by, at=at)
    return _("We have it: number %(number)s. You will see here who takes it on and by when.") % {
        "number": demand.number
    }


def _word(request: HttpRequest, *, by: Actor, at: datetime, state: dict[str, Any]) -> str:
    form = WordForm(request.POST)
    if not form.is_valid():
        state["failed"] = form
        return ""
    given = form.cleaned_data
    demand_actions.company_says(
        demand_id=_number(request), word=given["word"], satisfaction=given["satisfaction"], words=given["words"],
        by=by, at=at,
    )  # fmt: skip
    return _("Thank you. Your word counts.")


def _answer(request: HttpRequest, *, by: Actor, at: datetime, state: dict[str, Any]) -> str:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        state["failed"] = form
        return ""
    demand_actions.company_answers(
        demand_id=_number(request), answer=form.cleaned_data["words"], by=by, at=at
    )
    return _("Your answer has reached the unit; its clock runs again.")


def _reopen(request: HttpRequest, *, by: Actor, at: datetime, state: dict[str, Any]) -> str:
    words = request.POST.get("words", "").strip()
    demand_actions.reopen(demand_id=_number(request), reason="disagree", note=words, by=by, at=at)
    return _("It is open again and back with the unit.")


def _withdraw(request: HttpRequest, *, by: Actor, at: datetime, state: dict[str, Any]) -> str:
    words = request.POST.get("words", "").strip() or _("withdrawn by the company")
    demand_actions.withdraw(demand_id=_number(request), reason=words, by=by, at=at)
    return _("It is withdrawn.")


def _release(request: HttpRequest, *, by: Actor, at: datetime, state: dict[str, Any]) -> str:
    words = request.POST.get("words", "").strip() or _("released by the company")
    promise_actions.release(promise_id=_number(request), reason=words, by=by, at=at)
    return _("The promise is released.")


def _take_benefit(request: HttpRequest, *, by: Actor, at: datetime, state: dict[str, Any]) -> str:
    confirmations.answer(confirmation_id=_number(request), agrees=True, by=by, at=at)
    return _("You are on the list. The authority decides and pays.")


def _leave_benefit(request: HttpRequest, *, by: Actor, at: datetime, state: dict[str, Any]) -> str:
    confirmations.answer(confirmation_id=_number(request), agrees=False, by=by, at=at)
    return _("Noted: you do not want it.")


def _number(request: HttpRequest) -> int:
    text = request.POST.get("number", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
