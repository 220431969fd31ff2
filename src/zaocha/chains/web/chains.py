"""All chains and alliances; one chain; who leads, convenes and anchors it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.chains import access, actions, forms, queries, sections, showing, words
from zaocha.chains.models import Request, Term
from zaocha.chains.queries import results
from zaocha.chains.web import acting
from zaocha.companies import naming
from zaocha.demands import queries as demand_queries
from zaocha.kernel import clock
from zaocha.ui import trying

SHOWN = 6


@require_GET
@signed_in("chains.read")
def chains(request: HttpRequest) -> HttpResponse:
    """Every chain with its numbers, then the alliances."""
    by = actor_of(request)
    form = forms.AllianceFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    found = queries.alliances(
        by=by, kind=given.get("kind", ""), text=given.get("q", ""), ended=bool(given.get("ended"))
    )
    context = {
        "overviews": queries.overviews(by=by, at=clock.now()), "form": form, "roles": Term.Role.choices,
        "page": Paginator(found, 30).get_page(request.GET.get("page")), "filtered": bool(request.GET),
        "may_found": by.may("chains.write_all") or bool(by.chains and by.may("chains.write")),
        "may_import": by.may("companies.write"),
    }  # fmt: skip
    return render(request, "chains/chains.html", context)


@require_http_methods(["GET", "POST"])
@signed_in("chains.read")
def one(request: HttpRequest, code: str) -> HttpResponse:
    """The chain: map, shared problems, plan, demands, what areas above add, posts, alliances, requests."""
    by, at = actor_of(request), clock.now()
    chain = access.the_chain(by, code)
    if request.method == "POST":
        answer(request, by=by, at=at)
        return redirect("chain", code=code)
    found = queries.chain_map(by=by, chain=code)
    demands = demand_queries.Filters(chain=code, group="open")
    context = {
        "chain": chain, "map": found, "maps": showing.maps(found), "may_write": access.may_write(by, code),
        "holders": queries.holders(by=by, chain=code).get(code, {}), "roles": Term.Role.choices,
        "problems": queries.problems(by=by, chain=code, at=at), "planned": queries.plan(by=by, chain=code, at=at),
        "results": results.of_chain(by=by, chain=code),
        "sections": sections.of_chain(by=by, chain=code, at=at), "alliances": of_chain(by, code),
        "demands": demand_queries.page(by=by, at=at, filters=demands, limit=SHOWN) if by.may("demands.read") else None,
        **asked(by, code), "may_names": access.names_companies(by), "may_goods": by.may("dealings.read"),
    }  # fmt: skip
    return render(request, "chains/chain.html", context)


@require_http_methods(["GET", "POST"])
@signed_in("chains.read")
def terms(request: HttpRequest, code: str) -> HttpResponse:
    """Who led, convened and anchored it from when to when, and the next one."""
    by, at = actor_of(request), clock.now()
    chain = access.the_chain(by, code)
    form = forms.TermForm(by=by, initial={"from_on": at.date()})
    if request.method == "POST":
        if request.POST.get("verb") == "end":
            ends = forms.EndForm(request.POST)
            if ends.is_valid():
                end = {"term_id": acting.number(request), "on": ends.cleaned_data["on"]}
                acting.done(request, {"end": lambda: actions.end_term(**end, by=by, at=at)})
                return redirect("chain-terms", code=code)
        access.need_write(by, "")
        form = forms.TermForm(request.POST, by=by)
        if form.is_valid() and _begun(form, code, by=by, at=at):
            return redirect("chain-terms", code=code)
    context = {
        "chain": chain, "form": form, "terms": queries.terms(by=by, chain=code), "today": at.date(),
        "may_write": by.may("chains.write_all"),
    }  # fmt: skip
    return render(request, "chains/terms.html", context, status=422 if form.errors else 200)


def _begun(form: forms.TermForm, code: str, *, by: Actor, at: datetime) -> bool:
    return trying.tried(form, lambda: _begin(form, code, by=by, at=at)) is not None


def _begin(form: forms.TermForm, code: str, *, by: Actor, at: datetime) -> Term:
    given = form.cleaned_data
    company = given["company"].strip()
    new = actions.NewTerm(
        chain=code, role=given["role"], from_on=given["from_on"], name=given["name"], post=given["post"],
        person_id=int(given["person"]) if given["person"] else None,
        company_id=naming.meant(company, by=by, field="company") if company else None,
    )  # fmt: skip
    return actions.begin_term(new=new, by=by, at=at)


def answer(request: HttpRequest, *, by: Actor, at: datetime) -> bool:
    """Agree to a request, or decline it."""
    same: dict[str, Any] = {
        "request_id": acting.number(request),
        "words": acting.words(request),
        "by": by,
        "at": at,
    }
    verbs: dict[str, Callable[[], Any]] = {
        "agree": lambda: actions.answer(agrees=True, **same),
        "decline": lambda: actions.answer(agrees=False, **same),
    }
    return acting.done(request, verbs)


def asked(by: Actor, chain: str, alliance: int | None = None) -> dict[str, Any]:
    """Requests that wait, and those answered last with the message to copy; nothing for readers."""
    if not access.may_write(by, chain):
        return {"requests": [], "answered": []}
    rows = queries.requests(by=by, chain=chain)
    rows = rows.filter(alliance_id=alliance) if alliance else rows
    last = rows.exclude(state=Request.State.ASKED).select_related("tenant").order_by("-answered_at")[:4]
    return {
        "requests": list(rows.filter(state=Request.State.ASKED)[:50]),
        "answered": [(row, words.answered(row)) for row in last],
    }


def of_chain(by: Actor, code: str) -> list[Any]:
    """The alliances of this chain, and those across chains."""
    return list(queries.alliances(by=by).filter(chain__in=[code, ""]))
