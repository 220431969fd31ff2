"""A company's own page of what it makes, buys and has to spare; its suppliers and customers; what it is asked."""

from __future__ import annotations

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
from zaocha.companies import naming
from zaocha.dealings import access, actions, forms, queries
from zaocha.dealings.models import Good, Introduction
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, Refused
from zaocha.ui import trying


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Without an account; nobody else's dealings are shown, nor who is behind a question before two yeses."""
    link = links.resolve(token=token, at=clock.now(), purpose="company")
    by = actors.of_company_link(link)
    assert by.company_id is not None
    goods = list(access.goods(by).order_by("chain", "zh"))
    state: dict[str, Any] = {
        "dealing_form": forms.DealingForm(goods=goods, for_company=True),
        "supply_form": forms.SupplyForm(goods=goods), "outcome_form": forms.OutcomeForm(),
    }  # fmt: skip
    if request.method == "POST":
        try:
            _act(request, by=by, goods=goods, state=state)
        except Refused as refusal:
            state["refusal"] = refusal
        failed = "refusal" in state or any(getattr(one, "errors", None) for one in state.values())
        if not failed:
            messages.success(request, _("Noted down."))
            return redirect("link-company-dealings", token=token)
    context = {
        "tenant": link.tenant, "token": token, "dealings": queries.of_company(by=by, company_id=by.company_id),
        "supplies": queries.own_supplies(by=by), "us": by.company_id,
        "asked": [_shown(one, by=by) for one in queries.introductions(by=by)[:20]], **state,
    }  # fmt: skip
    return render(request, "dealings/by_link.html", context, status=422 if request.method == "POST" else 200)


def _act(request: HttpRequest, *, by: Actor, goods: list[Good], state: dict[str, Any]) -> None:
    at, number = clock.now(), _number(request)
    verb = request.POST.get("verb", "")
    if verb == "dealing":
        form = state["dealing_form"] = forms.DealingForm(request.POST, goods=goods, for_company=True)
        _take(form, lambda: actions.tell_dealing(new=form.new_dealing(by.company_id or 0), by=by, at=at))
    elif verb == "supply":
        _supply(request, by=by, goods=goods, state=state)
    elif verb == "outcome":
        told = state["outcome_form"] = forms.OutcomeForm(request.POST)
        _take(
            told,
            lambda: actions.tell_outcome(
                introduction_id=number, dealt=told.cleaned_data["dealt"] == "yes", words=told.cleaned_data["words"],
                by=by, at=at,
            ),
        )  # fmt: skip
    else:
        _plain(verb)(number, by)


def _plain(verb: str) -> Callable[[int, Actor], Any]:
    at = clock.now()
    verbs: dict[str, Callable[[int, Actor], Any]] = {
        "yes": lambda pk, by: actions.answer(introduction_id=pk, yes=True, by=by, at=at),
        "no": lambda pk, by: actions.answer(introduction_id=pk, yes=False, by=by, at=at),
        "end": lambda pk, by: actions.end_dealing(dealing_id=pk, by=by, at=at),
        "end_supply": lambda pk, by: actions.end_supply(supply_id=pk, by=by, at=at),
    }
    if verb not in verbs:
        raise Invalid(remedy=_("Load the page again."))
    return verbs[verb]


def _supply(request: HttpRequest, *, by: Actor, goods: list[Good], state: dict[str, Any]) -> None:
    form = state["supply_form"] = forms.SupplyForm(request.POST, goods=goods)

    def do() -> Any:
        given = form.cleaned_data
        return actions.tell_supply(
            good_id=int(given["good"]), other_id=naming.written(given["other"], by=by, field="other"),
            supplies_us=given["which"] == "from", by=by, at=clock.now(),
        )  # fmt: skip

    _take(form, do)


def _take(form: Any, do: Callable[[], Any]) -> None:
    if form.is_valid():
        trying.tried(form, do)


def _number(request: HttpRequest) -> int:
    text = request.POST.get("number", "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _shown(one: Introduction, *, by: Actor) -> dict[str, Any]:
    """What a company may see of an introduction: the other side only once both have said yes."""
    mine = "buyer" if one.buyer_id == by.company_id else "seller"
    other = one.seller if mine == "buyer" else one.buyer
    known = one.introduced_at is not None
    return {
        "one": one, "side": mine, "said": one.buyer_yes if mine == "buyer" else one.seller_yes,
        "other": other if known else None,
        "contact": queries.spokesman(other.pk) if known and one.state == one.State.INTRODUCED else None,
    }  # fmt: skip
