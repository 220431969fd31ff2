"""Pages of the promise ledger."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.promises import access, actions, asking, queries
from zaocha.promises.forms import EndForm
from zaocha.promises.models import Promise

TABS = [
    "due_today", "late", "open", "waiting", "statement", "lapsed", "answered", "declined", "kept", "broken", "released",
]  # fmt: skip


@require_GET
@signed_in("promises.read")
def ledger(request: HttpRequest) -> HttpResponse:
    """The ledger under its tabs: due today, late, to come, waiting for a trigger, kept, broken."""
    by, at = actor_of(request), clock.now()
    on = at.date()
    counts = queries.counts(by=by, on=on, at=at)
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = next((code for code in ("late", "due_today", "statement") if counts[code]), "open")
    text = request.GET.get("q", "").strip()[:60]
    rows = queries.page(by=by, tab=tab, on=on, at=at, text=text)
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    shown = [(promise, queries.standing(promise, at=at)) for promise in page.object_list]
    context = {"tabs": _tabs(counts, tab), "tab": tab, "text": text, "page": page, "rows": shown}
    return render(request, "promises/ledger.html", context)


@require_http_methods(["GET", "POST"])
@signed_in("promises.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise: what became of it, and the steps that its giver, the desk or the company may take."""
    by, at = actor_of(request), clock.now()
    promise = access.visible(by).select_related("company", "unit", "person").filter(pk=pk).first()
    if promise is None:
        raise NotFound()
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _act(promise, form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Noted in the ledger."))
            return redirect("promise", pk=pk)
    context = {
        "promise": promise, "standing": queries.standing(promise, at=at), "form": form,
        "open": promise.state in {Promise.State.OPEN, Promise.State.STATED},
        "askable": by.may("promises.write") and asking.may_be_asked(promise, at=at),
    }  # fmt: skip
    return render(request, "promises/one.html", context, status=422 if form.errors else 200)


def _act(promise: Promise, data: dict[str, Any], *, by: Any, at: Any) -> None:
    verb, words = data["verb"], data["evidence"]
    if verb == "confirm":
        actions.confirm(promise_id=promise.pk, by=by, at=at, name=words[:60], due_on=data["due_on"])
    elif verb == "keep":
        actions.keep(promise_id=promise.pk, evidence=words, by=by, at=at)
    elif verb == "break":
        actions.break_(promise_id=promise.pk, reason=words, by=by, at=at)
    else:
        actions.release(promise_id=promise.pk, reason=words, by=by, at=at)


def _tabs(counts: dict[str, int], active: str) -> list[dict[str, Any]]:
    return [
        {"code": code, "label": queries.STANDINGS[code][0], "count": counts[code], "active": code == active}
        for code in TABS
    ]
