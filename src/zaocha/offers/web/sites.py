"""The list of offers, one offer, its editor, and the steps that are taken on it."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock, work
from zaocha.kernel.errors import Invalid, NotFound, Refused
from zaocha.offers import access, exporting, facts, lifecycle, site_labels
from zaocha.offers.actions import sites as actions
from zaocha.offers.forms import sites as forms
from zaocha.offers.models import Offer
from zaocha.offers.queries import needs as need_queries
from zaocha.offers.queries import sites as queries
from zaocha.offers.web import maps
from zaocha.sheets import tables

PER_PAGE, MOST_EXPORTED = 30, 20_000


@require_GET
@signed_in("offers.read")
def offers(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by what stands in the address."""
    by, at = actor_of(request), clock.now()
    form = forms.OfferFilterForm(_asked(request))
    found = queries.narrowed(access.offers(by), form.filters(), by=by, at=at)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "rows": queries.rows(list(page.object_list), by=by, at=at),
        "kinds": _kinds(request, queries.counts(by=by, at=at)), "kind": form.filters().kind,
        "filtered": any(value for key, value in request.GET.items() if key not in {"page", "order"}),
        "query": _query(request), "can_write": by.may("offers.write"),
    }  # fmt: skip
    return render(request, "offers/list.html", context)


@require_GET
@signed_in("offers.read")
def export(request: HttpRequest) -> HttpResponse:
    """What is filtered, as .xlsx: with every fact when one kind is asked for."""
    by, at = actor_of(request), clock.now()
    filters = forms.OfferFilterForm(_asked(request)).filters()
    found = list(queries.narrowed(access.offers(by), filters, by=by, at=at)[:MOST_EXPORTED])
    with work.begin(by=by, at=at) as w:
        w.record("offers_exported", subject=("tenant", by.tenant_id), ids={"rows": len(found)})
    data = exporting.offers(found, kind=filters.kind, at=at)
    answer = HttpResponse(data, content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="offers-{at:%Y%m%d-%H%M}.xlsx"'
    return answer


@require_GET
@signed_in("offers.read")
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer: its facts with their words, where it is, who came to see it, what became of it."""
    return _shown(request, pk)


@require_http_methods(["GET", "POST"])
@signed_in("offers.write")
def new(request: HttpRequest) -> HttpResponse:
    """Enter an offer of a kind, which stands in the address."""
    by, at = actor_of(request), clock.now()
    code = request.GET.get("kind", "")
    if code not in facts.kinds():
        return render(request, "offers/choose.html", {"kinds": facts.kinds().values()})
    start = {"client_key": secrets.token_hex(12)}
    form = forms.OfferForm(request.POST or None, kind=code, by=by, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter(new=new_of(form, code), by=by, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The offer is entered. Whoever waits for it is told."))
            return redirect("offer", pk=made.pk)
    context = {"form": form, "kind": facts.kind_of(code)}
    return render(request, "offers/edit.html", context, status=422 if form.errors else 200)


def new_of(form: forms.OfferForm, code: str, **more: Any) -> actions.NewOffer:
    """What a filled form enters."""
    return actions.NewOffer(
        kind=code, facts=form.given_facts(), not_public=form.given_not_public(), text=form.given_text(),
        client_key=form.cleaned_data["client_key"] or "", **more,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in("offers.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an offer; what it was stays in its history."""
    by, at = actor_of(request), clock.now()
    found = queries.one(by=by, pk=pk)
    form = forms.OfferForm(request.POST or None, kind=found.kind, by=by, initial=forms.initial(found))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change = actions.Change(
                    form.cleaned_data["version"] or 0,
                    form.given_facts(),
                    form.given_not_public(),
                    form.given_text(found),
                )
                actions.change(offer_id=pk, change=change, by=by, at=at)
            except Refused as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, _("The changes are saved."))
                return redirect("offer", pk=pk)
    if status == 409:
        form.data = {**form.data.dict(), "version": str(found.version)}  # type: ignore[attr-defined]
    context = {"form": form, "kind": facts.kind_of(found.kind), "offer": found}
    return render(request, "offers/edit.html", context, status=status)


@require_POST
@signed_in("offers.write")
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step: confirm, reserve, release, withdraw, put on offer again; or note that it is still to be had."""
    by, at = actor_of(request), clock.now()
    queries.one(by=by, pk=pk)
    name, words = request.POST.get("step", ""), request.POST.get("words", "")[:2000]
    try:
        if name == "still_there":
            actions.still_there(offer_id=pk, by=by, at=at)
        else:
            move = actions.Move(name, words, _day(request.POST.get("until_on", "")))
            actions.move(offer_id=pk, move=move, by=by, at=at)
    except Refused as refusal:
        return _shown(request, pk, refusal=refusal, tried=name, words=words)
    messages.success(request, _("It is noted."))
    return redirect("offer", pk=pk)


def _shown(request: HttpRequest, pk: int, *, refusal: Refused | None = None, **more: Any) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    found = queries.one(by=by, pk=pk)
    kind, shown = facts.kind_of(found.kind), queries.values(found)
    context = {
        "row": queries.rows([found], by=by, at=at)[0], "offer": found, "kind": kind,
        "values": shown, "free": _free(found, kind), "unknown": facts.joined(one.label for one in shown if not (one.known or one.not_public)),
        "history": queries.history(found),
        "steps": _steps(found, kind) if by.may("offers.write") else [],
        "can_write": by.may("offers.write"), "refusal": refusal, "live": sorted(lifecycle.LIVE),
        **_around(found, by=by), **more,
    }  # fmt: skip
    return render(request, "offers/one.html", context, status=refusal.status if refusal else 200)


def _free(found: Offer, kind: facts.Kind) -> str:
    """What of it is not taken yet, with its unit; empty when nothing is taken or its size is not known."""
    if not kind.size or not found.taken or found.free is None:
        return ""
    return facts.shown(facts.dictionary()[kind.size], f"{found.free:f}")


def _around(found: Offer, *, by: Actor) -> dict[str, Any]:
    """Pictures, map, who looks for it, who came, what became of it."""
    return {
        "photos": list(found.photos.order_by("pk")), "sheet": maps.of_offer(found, by=by),
        "waiting": need_queries.waiting_for(found, by=by) if by.may("needs.read") and found.state == "open" else [],
        "viewings": list(need_queries.viewings(by).filter(offer=found)[:20]), "outcomes": need_queries.outcomes(found, by=by),
    }  # fmt: skip


def _steps(found: Offer, kind: facts.Kind) -> list[dict[str, Any]]:
    return [
        {"step": one, "label": site_labels.STEPS[one.name]}
        for one in lifecycle.steps(found.state, bidding=kind.bidding)
    ]


def _asked(request: HttpRequest) -> dict[str, str]:
    asked = {key: str(value) for key, value in request.GET.items() if key != "page"}
    return {"state": "live", **asked}


def _kinds(request: HttpRequest, counts: dict[str, int]) -> list[dict[str, Any]]:
    asked = request.GET.get("kind", "")
    every: list[dict[str, Any]] = [
        {"code": "", "label": _("all"), "count": sum(counts.values()), "active": not asked}
    ]
    return every + [
        {"code": one.code, "label": one.label, "count": counts.get(one.code, 0), "active": asked == one.code}
        for one in facts.kinds().values()
    ]


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Invalid(_("There is no such date. Write it like 2026-03-05."), field="until_on") from None


def found_or_404(by: Actor, pk: int) -> Offer:
    """A visible offer for other pages of this area."""
    found = access.offers(by).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


urlpatterns = [
    path("offers/", offers, name="offers"),
    path("offers/export/", export, name="offers-export"),
    path("offers/new/", new, name="offer-new"),
    path("offers/<int:pk>/", offer, name="offer"),
    path("offers/<int:pk>/edit/", edit, name="offer-edit"),
    path("offers/<int:pk>/step/", step, name="offer-step"),
]
