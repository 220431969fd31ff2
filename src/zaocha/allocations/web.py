"""Pages of the rounds, and what a company sees and wishes by its link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts import actors, links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.allocations import access, actions, exporting, forms, queries, scoring
from zaocha.allocations.models import Round
from zaocha.companies import naming
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.sheets import tables
from zaocha.ui import trying


@require_GET
@signed_in("allocations.read")
def rounds(request: HttpRequest) -> HttpResponse:
    """Rounds, newest first."""
    form = forms.FilterForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    found = queries.rounds(
        by=actor_of(request),
        state=given.get("state", ""),
        kind=given.get("kind", ""),
        text=given.get("q", ""),
    )
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    return render(
        request, "allocations/list.html", {"form": form, "page": page, "filtered": bool(request.GET)}
    )


@require_http_methods(["GET", "POST"])
@signed_in("allocations.write")
def new(request: HttpRequest) -> HttpResponse:
    """Open a round."""
    form = forms.RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = trying.tried(
            form, lambda: actions.open_round(new=form.new_round(), by=actor_of(request), at=clock.now())
        )
        if made is not None:
            messages.success(request, _("The round is open: say what is handed out."))
            return redirect("round", pk=made.pk)
    return render(request, "allocations/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("allocations.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a round says."""
    by = actor_of(request)
    found = access.the_round(by, pk)
    names = ("title", "kind", "note", "wishes_until", "per_company", "version")
    weights = {f"weight_{code}": found.weights.get(code, usual) for code, usual in scoring.WEIGHTS.items()}
    form = forms.RoundForm(
        request.POST or None, initial={name: getattr(found, name) for name in names} | weights
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        changed = trying.tried(
            form,
            lambda: actions.change_round(
                round_id=pk, new=form.new_round(), version=version, by=by, at=clock.now()
            ),
        )
        if changed is not None:
            messages.success(request, _("Saved."))
            return redirect("round", pk=pk)
    status = 422 if form.errors else 200
    return render(request, "allocations/new.html", {"form": form, "round": found}, status=status)


@require_GET
@signed_in("allocations.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: places, wishes, who is to get what and why."""
    return _page(request, pk)


@require_GET
@signed_in("allocations.read")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The round as .xlsx: every wish with its weight and what became of it."""
    found = queries.detail(by=actor_of(request), pk=pk)
    answer = HttpResponse(exporting.xlsx(found), content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="round-{pk}.xlsx"'
    return answer


@require_POST
@signed_in("allocations.write")
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a place, or take one out (`remove`)."""
    by, at = actor_of(request), clock.now()
    access.the_round(by, pk)
    if request.POST.get("remove", "").isdecimal():
        return _done(
            request, pk,
            lambda: actions.remove_place(round_id=pk, place_id=int(request.POST["remove"]), by=by, at=at),
        )  # fmt: skip
    form = forms.PlaceForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, place_form=form)
    made = trying.tried(
        form,
        lambda: actions.add_place(round_id=pk, new=actions.NewPlace(**form.cleaned_data), by=by, at=at),
    )
    return redirect("round", pk=pk) if made is not None else _page(request, pk, place_form=form)


@require_POST
@signed_in("allocations.write")
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """Note down what a company wishes for."""
    by, at = actor_of(request), clock.now()
    found = access.the_round(by, pk)
    form = forms.WishForm(request.POST, places=list(found.places.order_by("id")))
    if not form.is_valid():
        return _page(request, pk, wish_form=form)

    def do() -> Any:
        given = form.cleaned_data
        wanted = actions.NewWish(
            company_id=naming.meant(given["company"], by=by, field="company"), place_ids=form.places, words=given["words"],
            has_need=given["has_need"],
        )  # fmt: skip
        return actions.wish(round_id=pk, new=wanted, by=by, at=at)

    return (
        redirect("round", pk=pk) if trying.tried(form, do) is not None else _page(request, pk, wish_form=form)
    )


@require_POST
@signed_in("allocations.write")
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Overrule the weights with a reason, or take that back (`lift`)."""
    by, at = actor_of(request), clock.now()
    found = access.the_round(by, pk)
    if request.POST.get("lift", "").isdecimal():
        number = int(request.POST["lift"])
        return _done(request, pk, lambda: actions.lift(round_id=pk, ruling_id=number, by=by, at=at))
    form = forms.RulingForm(request.POST, places=list(found.places.order_by("id")))
    if not form.is_valid():
        return _page(request, pk, ruling_form=form)

    def do() -> Any:
        given = form.cleaned_data
        new = actions.NewRuling(
            company_id=naming.meant(given["company"], by=by, field="company"), place_id=int(given["place"]), kind=given["kind"],
            reason=given["reason"],
        )  # fmt: skip
        return actions.rule(round_id=pk, new=new, by=by, at=at)

    return (
        redirect("round", pk=pk)
        if trying.tried(form, do) is not None
        else _page(request, pk, ruling_form=form)
    )


@require_POST
@signed_in("allocations.write")
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Work out a proposal, confirm it, or cancel the round."""
    by, at = actor_of(request), clock.now()
    access.the_round(by, pk)
    verb, reason = request.POST.get("verb", ""), request.POST.get("reason", "")
    return _done(request, pk, lambda: actions.step(verb, round_id=pk, reason=reason, by=by, at=at))


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A company's own wishes and places, without an account; nobody else's are shown."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="company")
    by = actors.of_company_link(link)
    assert by.company_id is not None
    refused: dict[int, forms.WishForm] = {}
    if request.method == "POST":
        done = _wish_by_link(request, by=by, refused=refused)
        if done:
            messages.success(request, _("Noted. You will see here what you are given."))
            return redirect("link-company-rounds", token=token)
    shown = []
    for found, wishes, grants in queries.of_company(tenant_id=by.tenant_id, company_id=by.company_id):
        initial = {f"choice_{one.choice}": str(one.place_id) for one in wishes}
        form = forms.WishForm(
            initial=initial | {"words": wishes[0].words if wishes else ""}, by_link=True,
            places=list(found.places.all()), prefix=f"r{found.pk}",
        )  # fmt: skip
        takes = found.state == Round.State.OPEN and at.date() <= found.wishes_until
        shown.append((found, wishes, grants, refused.get(found.pk, form) if takes else None))
    context = {"shown": shown, "tenant": link.tenant, "token": token}
    return render(request, "allocations/by_link.html", context, status=422 if refused else 200)


def _wish_by_link(request: HttpRequest, *, by: Actor, refused: dict[int, forms.WishForm]) -> bool:
    number = request.POST.get("round", "")
    found = access.the_round(by, int(number) if number.isdecimal() else 0)
    form = forms.WishForm(
        request.POST, by_link=True, places=list(found.places.order_by("id")), prefix=f"r{found.pk}"
    )
    if form.is_valid():
        new = actions.NewWish(
            company_id=by.company_id or 0, place_ids=form.places, words=form.cleaned_data["words"]
        )
        if (
            trying.tried(form, lambda: actions.wish(round_id=found.pk, new=new, by=by, at=clock.now()))
            is not None
        ):
            return True
    refused[found.pk] = form
    return False


def _page(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    found = queries.detail(by=actor_of(request), pk=pk)
    places = [one.place for one in found.seats]
    context = {
        "detail": found, "round": found.round, "place_form": forms.PlaceForm(),
        "wish_form": forms.WishForm(places=places), "ruling_form": forms.RulingForm(places=places), **given,
        "changeable": found.round.state in (Round.State.OPEN, Round.State.PROPOSED)
        and actor_of(request).may("allocations.write"),
        "rulings": [told.ruling for party in found.parties for told in party.wishes if told.ruling] + found.outside,
    }  # fmt: skip
    return render(request, "allocations/one.html", context, status=422 if given else 200)


def _done(request: HttpRequest, pk: int, do: Callable[[], Any]) -> HttpResponse:
    """A step without a form of its own: what refuses it stands above the page."""
    try:
        do()
    except Refused as refusal:
        if refusal.status == 404:
            raise
        messages.error(request, f"{refusal} {refusal.remedy or ''}".strip())
    return redirect("round", pk=pk)


urlpatterns = [
    path("rounds/", rounds, name="rounds"),
    path("rounds/new/", new, name="round-new"),
    path("rounds/<int:pk>/", one, name="round"),
    path("rounds/<int:pk>/edit/", edit, name="round-edit"),
    path("rounds/<int:pk>/export/", export, name="round-export"),
    path("rounds/<int:pk>/places/", place, name="round-place"),
    path("rounds/<int:pk>/wishes/", wish, name="round-wish"),
    path("rounds/<int:pk>/rulings/", rule, name="round-rule"),
    path("rounds/<int:pk>/step/", step, name="round-step"),
    path("c/<str:token>/rounds/", by_link, name="link-company-rounds"),
]
