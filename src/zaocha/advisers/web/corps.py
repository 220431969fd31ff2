"""The corps: list, appointment, one adviser with term, load and conflicts of interest."""

from __future__ import annotations

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
from zaocha.advisers.models import Adviser
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid
from zaocha.sheets import tables
from zaocha.ui import trying


@require_GET
@signed_in("advisers.read")
def advisers(request: HttpRequest) -> HttpResponse:
    """By kind and name, with the load of the month; in no other order."""
    by = actor_of(request)
    form = forms.FilterForm(request.GET or None, tenant=by.tenant)
    page = Paginator(_corps(request, form), 40).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "filtered": bool(request.GET), "may_write": by.may("advisers.write"),
        "waiting": queries.requests(by=by, state="live").count(),
    }  # fmt: skip
    return render(request, "advisers/list.html", context)


@require_GET
@signed_in("advisers.read")
def export(request: HttpRequest) -> HttpResponse:
    """The list as .xlsx."""
    by = actor_of(request)
    form = forms.FilterForm(request.GET or None, tenant=by.tenant)
    body = exporting.corps(_corps(request, form), contacts=by.may("companies.contacts"))
    answer = HttpResponse(body, content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="advisers.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in("advisers.write")
def new(request: HttpRequest) -> HttpResponse:
    """Appoint somebody."""
    by = actor_of(request)
    form = forms.AdviserForm(request.POST or None, by=by, initial={"kind": "industry", "languages": ["zh"]})
    if request.method == "POST" and form.is_valid():
        made = trying.tried(form, lambda: actions.appoint(new=form.new_adviser(), by=by, at=clock.now()))
        if made is not None:
            return redirect("adviser", pk=made.pk)
    return render(request, "advisers/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("advisers.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an appointment."""
    by = actor_of(request)
    found = access.the_adviser(by, pk)
    form = forms.AdviserForm(request.POST or None, by=by, initial=forms.AdviserForm.values_of(found))
    if request.method == "POST" and form.is_valid():
        changed = trying.tried(
            form, lambda: actions.change(adviser_id=pk, new=form.new_adviser(), by=by, at=clock.now())
        )
        if changed is not None:
            messages.success(request, _("Saved."))
            return redirect("adviser", pk=pk)
    context = {"form": form, "adviser": found}
    return render(request, "advisers/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("advisers.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Term, fields, load; conflicts for the desk and himself; a link for an outside expert."""
    by, at = actor_of(request), clock.now()
    found = access.the_adviser(by, pk)
    verb = request.POST.get("verb", "")
    state: dict[str, Any] = {
        "term_form": forms.TermForm(request.POST if verb == "renew" else None, initial={"starts_on": found.ends_on}),
        "end_form": forms.EndForm(request.POST if verb == "end" else None, initial={"on": at.date()}),
        "conflict_form": forms.ConflictForm(request.POST if verb == "declare" else None, by=by),
    }  # fmt: skip
    if request.method == "POST":
        act(request, found, by=by, state=state)
        if not any(form.errors for form in state.values()):
            return redirect("adviser", pk=pk)
    return render(
        request, "advisers/one.html", shown(request, found, by=by) | state, status=422 if verb else 200
    )


def act(request: HttpRequest, found: Adviser, *, by: Actor, state: dict[str, Any]) -> None:
    """Renew or end the term, declare or end a conflict."""
    at, verb = clock.now(), request.POST.get("verb", "")
    verbs: dict[str, tuple[str, Callable[..., Any]]] = {
        "renew": ("term_form", lambda form: actions.renew(adviser_id=found.pk, **form.cleaned_data, by=by, at=at)),
        "end": ("end_form", lambda form: actions.end_term(adviser_id=found.pk, **form.cleaned_data, by=by, at=at)),
        "declare": ("conflict_form", lambda form: actions.declare(new=form.new_conflict(found.pk), by=by, at=at)),
    }  # fmt: skip
    if verb == "end_conflict":
        actions.end_conflict(conflict_id=number(request), by=by, at=at)
    elif verb in verbs:
        name, do = verbs[verb]
        form = state[name]
        if form.is_valid():
            trying.tried(form, lambda: do(form))
    else:
        raise Invalid(remedy=_("Load the page again."))


def shown(request: HttpRequest, found: Adviser, *, by: Actor) -> dict[str, Any]:
    """What the page of an adviser shows to this reader."""
    on = clock.now().date()
    mine = found.pk in access.own_adviser_ids(by)
    may_write = by.may("advisers.write")
    used, waiting = queries.load([found.pk], on=on)
    conflicts = found.conflicts.filter(ended_at=None).select_related("company").order_by("pk")
    link = None
    if may_write and found.person_id is None:
        made = links.issue(
            tenant=by.tenant, purpose="adviser", subject_id=found.pk, by=by.mark, at=clock.now()
        )
        link = links.url(made, request=request)
    return {
        "adviser": found, "may_write": may_write, "mine": mine, "may_declare": may_write or mine, "link": link,
        "loaded": queries.Loaded(found, used[found.pk], waiting[found.pk], found.standing(on)),
        "conflicts": list(conflicts) if may_write or mine else None, "contacts": by.may("companies.contacts"),
    }  # fmt: skip


def number(request: HttpRequest) -> int:
    """The row that a button is about."""
    text = request.POST.get("number", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def _corps(request: HttpRequest, form: forms.FilterForm) -> list[queries.Loaded]:
    given = form.cleaned_data if form.is_valid() else {}
    filters = queries.Filters(
        text=given.get("q", ""), kind=given.get("kind", ""), field=given.get("field", ""),
        chain=given.get("chain", ""), standing=given.get("standing", ""),
    )  # fmt: skip
    return queries.corps(by=actor_of(request), filters=filters, on=clock.now().date())
