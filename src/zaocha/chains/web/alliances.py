"""Alliances: the table, one with who belongs to it, new ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.chains import access, actions, exporting, forms, queries
from zaocha.chains.models import Alliance
from zaocha.chains.web import acting
from zaocha.chains.web import chains as chain_pages
from zaocha.companies import chains, naming
from zaocha.kernel import clock
from zaocha.kernel.errors import NotAllowed
from zaocha.sheets import tables
from zaocha.ui import trying

PER_PAGE = 40


@require_http_methods(["GET", "POST"])
@signed_in("chains.write")
def new(request: HttpRequest) -> HttpResponse:
    """Enter an alliance."""
    by, at = actor_of(request), clock.now()
    form = forms.AllianceForm(request.POST or None, by=by, initial={"from_on": at.date()})
    if request.method == "POST" and form.is_valid():
        made = trying.tried(form, lambda: actions.found_alliance(new=form.new_alliance(), by=by, at=at))
        if made is not None:
            return redirect("alliance", pk=made.pk)
    return render(request, "chains/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("chains.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said of it."""
    by, at = actor_of(request), clock.now()
    found = access.the_alliance(by, pk)
    if not access.may_write(by, found.chain):
        raise NotAllowed()
    initial = {name: getattr(found, name) for name in ("kind", "name", "brand", "chain", "from_on", "aim")}
    form = forms.AllianceForm(request.POST or None, by=by, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.new_alliance()
        if trying.tried(form, lambda: actions.change_alliance(alliance_id=pk, new=given, by=by, at=at)):
            return redirect("alliance", pk=pk)
    context = {"form": form, "alliance": found}
    return render(request, "chains/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("chains.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Its figures, companies now and before, organisations."""
    by, at = actor_of(request), clock.now()
    found = access.the_alliance(by, pk)
    state: dict[str, Any] = {
        "belong_form": forms.BelongForm(initial={"on": at.date()}),
        "organisation_form": forms.OrganisationForm(initial={"on": at.date()}),
    }
    if request.method == "POST" and _act(request, found, state, by=by, at=at):
        return redirect("alliance", pk=pk)
    when, text = request.GET.get("when", "now"), request.GET.get("q", "").strip()[:60]
    rows = queries.belongings(by=by, alliance=found, when=when, text=text)
    context = {
        "alliance": found, "figures": queries.figures(by=by, alliance=found), "when": when, "text": text,
        "chain": chains.label(by.tenant, found.chain) if found.chain else "",
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "organisations": queries.organisations(alliance=found), "may_names": access.names_companies(by),
        "may_write": access.may_write(by, found.chain), "today": at.date(),
        **chain_pages.asked(by, found.chain, found.pk), **state,
    }  # fmt: skip
    failed = request.method == "POST"
    return render(request, "chains/alliance.html", context, status=422 if failed else 200)


@require_GET
@signed_in("chains.read")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Companies and organisations with their days, as .xlsx."""
    by = actor_of(request)
    found = access.the_alliance(by, pk)
    answer = HttpResponse(exporting.alliance(found, by=by), content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="alliance-{pk}.xlsx"'
    return answer


@require_GET
@signed_in("chains.read")
def export_list(request: HttpRequest) -> HttpResponse:
    """All alliances as .xlsx."""
    answer = HttpResponse(exporting.alliances(by=actor_of(request)), content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="alliances.xlsx"'
    return answer


def _act(request: HttpRequest, found: Alliance, state: dict[str, Any], *, by: Actor, at: datetime) -> bool:
    """Whether it was done, or told above the page; False where a form has to be mended."""
    verb = request.POST.get("verb", "")
    if verb in ("agree", "decline"):
        chain_pages.answer(request, by=by, at=at)
        return True
    access.need_write(by, found.chain)
    if verb == "company":
        form = state["belong_form"] = forms.BelongForm(request.POST)
        return form.is_valid() and trying.tried(form, lambda: _add(form, found, by=by, at=at)) is not None
    if verb == "organisation":
        body = state["organisation_form"] = forms.OrganisationForm(request.POST)
        return body.is_valid() and trying.tried(body, lambda: _bind(body, found, by=by, at=at)) is not None
    pk, words = acting.number(request), acting.words(request)
    verbs = {
        "leave": lambda: actions.leave(belonging_id=pk, words=words, by=by, at=at),
        "withdraw": lambda: actions.withdraw(organisation_id=pk, by=by, at=at),
        "end": lambda: actions.end_alliance(alliance_id=found.pk, words=words, by=by, at=at),
    }
    acting.done(request, verbs)
    return True


def _add(form: forms.BelongForm, found: Alliance, *, by: Actor, at: datetime) -> Any:
    company = naming.meant(form.cleaned_data["company"], by=by, field="company")
    on = form.cleaned_data["on"]
    return actions.add_company(alliance_id=found.pk, company_ids=[company], on=on, by=by, at=at)


def _bind(form: forms.OrganisationForm, found: Alliance, *, by: Actor, at: datetime) -> Any:
    given = form.cleaned_data
    company = naming.meant(given["company"], by=by, field="company") if given["company"].strip() else None
    return actions.add_organisation(
        alliance_id=found.pk, name=given["name"], on=given["on"], company_id=company, by=by, at=at
    )
