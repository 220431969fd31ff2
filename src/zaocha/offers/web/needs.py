"""Needs: the list, one with what fits it and why, a new one, a change, the end."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.offers import access, facts
from zaocha.offers.actions import needs as actions
from zaocha.offers.forms import conditions as condition_forms
from zaocha.offers.forms.needs import NeedFilterForm, NeedForm, of_need
from zaocha.offers.queries import needs as queries
from zaocha.offers.queries import sites
from zaocha.sheets import tables

PER_PAGE, MOST_EXPORTED = 30, 20_000


@require_GET
@signed_in("needs.read")
def needs(request: HttpRequest) -> HttpResponse:
    """Who looks for what."""
    by = actor_of(request)
    form = NeedFilterForm({"state": "live", **request.GET.dict()})
    page = Paginator(queries.narrowed(access.needs(by), **form.filters()), PER_PAGE).get_page(
        request.GET.get("page")
    )
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form, "page": page, "rows": queries.rows(list(page.object_list)), "query": kept.urlencode(),
        "filtered": any(value for key, value in request.GET.items() if key != "page"),
        "can_write": by.may("offers.write"),
    }  # fmt: skip
    return render(request, "offers/needs.html", context)


@require_GET
@signed_in("needs.read")
def export(request: HttpRequest) -> HttpResponse:
    """What is filtered, as .xlsx."""
    by, at = actor_of(request), clock.now()
    form = NeedFilterForm({"state": "live", **request.GET.dict()})
    found = queries.rows(list(queries.narrowed(access.needs(by), **form.filters())[:MOST_EXPORTED]))
    headers = [
        _("Who is looking"),
        _("Kind"),
        _("Must"),
        _("Wishes"),
        _("In their words"),
        _("State"),
        _("Since"),
    ]
    cells: list[list[Any]] = [
        [
            row.who, row.kind.label, row.rule, row.wishes, row.need.words, str(row.need.get_state_display()),
            row.need.created_at.astimezone(clock.SHANGHAI),
        ]
        for row in found
    ]  # fmt: skip
    data = tables.write_table(headers=headers, rows=cells, sheet_name=_("Who looks for what"), made_at=at)
    answer = HttpResponse(data, content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="needs-{at:%Y%m%d-%H%M}.xlsx"'
    return answer


@require_GET
@signed_in("needs.read")
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """One need, and everything on offer of its kind in the order in which it fits, each part explained."""
    return _shown(request, pk)


@require_http_methods(["GET", "POST"])
@signed_in("offers.write")
def new(request: HttpRequest) -> HttpResponse:
    """Record a need of a kind, which stands in the address."""
    by, at = actor_of(request), clock.now()
    code = request.GET.get("kind", "")
    if code not in facts.kinds():
        return render(request, "offers/choose.html", {"kinds": facts.kinds().values(), "asking": True})
    form = NeedForm(request.POST or None, kind=code, by=by, initial={"client_key": secrets.token_hex(12)})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter(new=form.new(), by=by, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The need is recorded. Below is what fits it."))
            return redirect("need", pk=made.pk)
    context = {"form": form, "kind": facts.kind_of(code)}
    return render(request, "offers/need_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("offers.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a need."""
    by, at = actor_of(request), clock.now()
    found = queries.one(by=by, pk=pk)
    start = {**of_need(found), **condition_forms.initial(found.must, found.wishes)}
    form = NeedForm(request.POST or None, kind=found.kind, by=by, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(need_id=pk, new=form.new(), by=by, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("need", pk=pk)
    context = {"form": form, "kind": facts.kind_of(found.kind), "need": found}
    return render(request, "offers/need_edit.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in("offers.write")
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm it, or close it with words."""
    by, at = actor_of(request), clock.now()
    queries.one(by=by, pk=pk)
    try:
        if request.POST.get("step") == "confirm":
            actions.confirm(need_id=pk, by=by, at=at)
        else:
            actions.close(need_id=pk, words=request.POST.get("words", ""), by=by, at=at)
    except Refused as refusal:
        return _shown(request, pk, refusal=refusal)
    messages.success(request, _("It is noted."))
    return redirect("need", pk=pk)


def _shown(request: HttpRequest, pk: int, *, refusal: Refused | None = None) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    found = queries.one(by=by, pk=pk)
    fits = queries.fits(found, by=by, at=at)
    groups = [
        (_("It fits"), "green", [one for one in fits if one.holds is True]),
        (_("It may fit: ask what is not said"), "amber", [one for one in fits if one.holds is None]),
        (_("It does not fit"), "grey", [one for one in fits if one.holds is False]),
    ]
    context = {
        "row": queries.row(found), "need": found, "groups": groups, "refusal": refusal, "any": bool(fits),
        "can_write": by.may("offers.write"), "bidding": facts.kind_of(found.kind).bidding,
        "tones": sites.TONES,
    }  # fmt: skip
    return render(request, "offers/need.html", context, status=refusal.status if refusal else 200)


urlpatterns = [
    path("needs/", needs, name="needs"),
    path("needs/export/", export, name="needs-export"),
    path("needs/new/", new, name="need-new"),
    path("needs/<int:pk>/", need, name="need"),
    path("needs/<int:pk>/edit/", edit, name="need-edit"),
    path("needs/<int:pk>/step/", step, name="need-step"),
]
