"""Pages of the pool of experts."""

from __future__ import annotations

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
from zaocha.titles import access, forms, queries
from zaocha.titles.actions import experts as actions
from zaocha.titles.web import steps
from zaocha.ui import trying


@require_GET
@signed_in("titles.read")
def listed(request: HttpRequest) -> HttpResponse:
    """The pool by name."""
    by = actor_of(request)
    states = [("ended", _("no longer in the pool"))]
    form = forms.FilterForm(request.GET or None, by=by, names=("q", "level", "state"), states=states)
    page = Paginator(queries.experts(by=by, filters=form.filters()), 30).get_page(request.GET.get("page"))
    return render(request, "titles/experts.html", {"form": form, "page": page, "filtered": bool(request.GET)})


@require_http_methods(["GET", "POST"])
@signed_in("titles.write")
def new(request: HttpRequest) -> HttpResponse:
    """Take an expert into the pool."""
    by = actor_of(request)
    form = forms.ExpertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = trying.tried(form, lambda: actions.enter(new=form.new_expert(by=by), by=by, at=clock.now()))
        if made is not None:
            messages.success(request, _("In the pool."))
            return redirect("title-expert", pk=made.pk)
    return render(request, "titles/expert_form.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@signed_in("titles.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An expert with ties and seats."""
    return _page(request, pk)


@require_POST
@signed_in("titles.write")
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Note down a tie, or take the expert out of the pool (`verb` = end)."""
    by, at = actor_of(request), clock.now()
    access.the_expert(by, pk)
    if request.POST.get("verb") == "end":
        steps.done(request, lambda: actions.end(expert_id=pk, by=by, at=at), _("No longer in the pool."))
        return redirect("title-expert", pk=pk)
    form = forms.TieForm(request.POST)

    def do() -> Any:
        return actions.tie(expert_id=pk, new=form.new_tie(by=by), by=by, at=at)

    if form.is_valid() and trying.tried(form, do) is not None:
        messages.success(request, _("Noted down: the expert is kept off these dossiers."))
        return redirect("title-expert", pk=pk)
    return _page(request, pk, form=form)


def _page(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    by = actor_of(request)
    found = access.the_expert(by, pk)
    ties = [
        (one, access.named(one.worker, by=by) if one.worker else "")
        for one in found.ties.select_related("worker", "company").order_by("id")
    ]
    context = {
        "expert": found, "ties": ties, "seats": found.seat_set.select_related("panel").order_by("-id")[:20],
        "form": forms.TieForm(), "may_write": by.may("titles.write"), **given,
    }  # fmt: skip
    return render(request, "titles/expert.html", context, status=422 if given else 200)


urlpatterns = [
    path("titles/experts/", listed, name="title-experts"),
    path("titles/experts/new/", new, name="title-expert-new"),
    path("titles/experts/<int:pk>/", one, name="title-expert"),
    path("titles/experts/<int:pk>/step/", step, name="title-expert-step"),
]
