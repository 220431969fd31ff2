"""The list of watches, one watch, a new one, its end, and who was told."""

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

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.demands import access as demand_access
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, NotFound, Refused
from zaocha.offers import access as offer_access
from zaocha.offers import conditions, facts
from zaocha.offers.forms import conditions as condition_forms
from zaocha.promises import access as promise_access
from zaocha.sheets import tables
from zaocha.watches import access, forms, proposing, queries
from zaocha.watches.actions import watching
from zaocha.watches.models import Firing, Watch

PER_PAGE, MOST_EXPORTED, NEWEST = 30, 20_000, 10
ORIGINS = ("demand", "need", "promise")


@require_GET
@signed_in("watches.read")
def watches(request: HttpRequest) -> HttpResponse:
    """Who waits for what, whether anybody looks, and what fired."""
    by, at = actor_of(request), clock.now()
    form = forms.FilterForm({"standing": "live", **request.GET.dict()})
    found = queries.narrowed(access.visible(by), form.filters(), by=by, at=at)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form, "page": page, "rows": queries.rows(list(page.object_list), by=by, at=at),
        "untold": queries.firings(access.firings(by).filter(told_at=None), limit=NEWEST) if by.may("watches.write") else [],
        "without": _without(by) if by.may("watches.write") else [],
        "filtered": any(value for key, value in request.GET.items() if key != "page"),
        "can_write": by.may("watches.write"), "query": kept.urlencode(),
    }  # fmt: skip
    return render(request, "watches/list.html", context)


@require_GET
@signed_in("watches.read")
def export(request: HttpRequest) -> HttpResponse:
    """What is filtered, as .xlsx."""
    by, at = actor_of(request), clock.now()
    form = forms.FilterForm({"standing": "live", **request.GET.dict()})
    found = list(queries.narrowed(access.visible(by), form.filters(), by=by, at=at)[:MOST_EXPORTED])
    headers = [
        _("Who waits"),
        _("Kind"),
        _("Rule"),
        _("Standing"),
        _("Source"),
        _("Who looks"),
        _("Fired"),
        _("Since"),
    ]
    cells: list[list[Any]] = [
        [
            row.who, row.kind.label, row.rule, str(row.label), str(row.watch.source or ""),
            str(row.watch.source.person or "") if row.watch.source else "", row.fired,
            row.watch.created_at.astimezone(clock.SHANGHAI),
        ]
        for row in queries.rows(found, by=by, at=at)
    ]  # fmt: skip
    data = tables.write_table(headers=headers, rows=cells, sheet_name=_("Watches"), made_at=at)
    answer = HttpResponse(data, content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="watches-{at:%Y%m%d-%H%M}.xlsx"'
    return answer


@require_GET
@signed_in("watches.read")
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """One watch: its rule, its source and who looks, its promise, and everything that fired it."""
    return _shown(request, pk)


@require_http_methods(["GET", "POST"])
@signed_in("watches.write")
def new(request: HttpRequest) -> HttpResponse:
    """A new watch; `kind` and what it comes from (`demand`, `need`, `promise`) stand in the address."""
    by, at = actor_of(request), clock.now()
    origin = {name: _number(request.GET.get(name, "")) for name in ORIGINS}
    proposals = proposing.of(_words(origin, by=by))
    code = request.GET.get("kind", "") or (proposals[0].kind if proposals else "")
    if code not in facts.kinds():
        choice = {"kinds": facts.kinds().values(), "query": request.GET.urlencode()}
        return render(request, "watches/choose.html", choice)
    known_who = any(pk is not None for pk in origin.values())
    start = {"client_key": secrets.token_hex(12), "company": request.GET.get("who", "")}
    proposal = next((one for one in proposals if one.kind == code), None)
    if proposal is not None:
        start |= condition_forms.initial(proposal.must)
    form = forms.WatchForm(request.POST or None, kind=code, by=by, known_who=known_who, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = watching.watch(new=_new(form, code, origin), by=by, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _made(made))
            return redirect("watch", pk=made.pk)
    context: dict[str, Any] = {
        "form": form,
        "kind": facts.kind_of(code),
        "proposal": proposal,
        "origin": origin,
    }
    return render(request, "watches/new.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in("watches.write")
def propose(request: HttpRequest) -> HttpResponse:
    """One tap: the watch that was read from the words of a demand or a promise."""
    by, at = actor_of(request), clock.now()
    origin = {name: _number(request.POST.get(name, "")) for name in ORIGINS}
    code = request.POST.get("kind", "")
    proposal = next((one for one in proposing.of(_words(origin, by=by)) if one.kind == code), None)
    if proposal is None:
        raise Invalid(_("The words propose nothing of this kind any more."), remedy=_("Load the page again."))
    key = "-".join(str(part) for part in ("tap", code, *origin.items()))
    made = watching.watch(
        new=watching.NewWatch(
            code, proposal.must, demand_id=origin["demand"], need_id=origin["need"], promise_id=origin["promise"],
            client_key=key[:120],
        ),
        by=by, at=at,
    )  # fmt: skip
    messages.success(request, _made(made))
    return redirect("watch", pk=made.pk)


@require_GET
@signed_in("watches.read")
def beside(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A part of the page of a demand or promise: what watches it, and what could."""
    by, at = actor_of(request), clock.now()
    if kind not in {"demand", "promise"}:
        raise NotFound()
    origin = {name: pk if name == kind else None for name in ORIGINS}
    words = _words(origin, by=by)
    rows = access.visible(by)
    rows = (
        rows.filter(promise_id=pk) if kind == "promise" else rows.filter(origin_kind="demand", origin_id=pk)
    )
    found = queries.rows(
        list(rows.select_related("company", "source", "source__person", "promise").order_by("-pk")),
        by=by,
        at=at,
    )
    have = {row.watch.kind for row in found if row.standing != "ended"}
    free = not (kind == "promise" and have)
    proposals = [
        (one, facts.kind_of(one.kind), conditions.all_said(one.kind, one.must))
        for one in proposing.of(words) if free and one.kind not in have
    ] if by.may("watches.write") else []  # fmt: skip
    context = {
        "rows": found,
        "proposals": proposals,
        "origin_kind": kind,
        "origin_pk": pk,
        "can_write": by.may("watches.write") and free,
    }
    return render(request, "watches/beside.html", context)


@require_POST
@signed_in("watches.write")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Wait no longer."""
    try:
        watching.end(
            watch_id=pk, words=request.POST.get("words", "")[:2000], by=actor_of(request), at=clock.now()
        )
    except Refused as refusal:
        if refusal.status == 404:
            raise
        return _shown(request, pk, refusal=refusal)
    messages.success(request, _("Nobody waits for it any longer."))
    return redirect("watch", pk=pk)


@require_POST
@signed_in("watches.write")
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the message was sent on."""
    watching.tell(firing_id=pk, how=request.POST.get("how", "wechat"), by=actor_of(request), at=clock.now())
    messages.success(request, _("Noted: they were told."))
    return redirect("home" if request.POST.get("next") == "/home/" else "watches")


def _shown(request: HttpRequest, pk: int, *, refusal: Refused | None = None) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    found = queries.one(by=by, pk=pk)
    fired = Firing.objects.filter(watch=found)
    context = {
        "row": queries.rows([found], by=by, at=at)[0], "watch": found, "refusal": refusal,
        "fired": queries.firings(fired, url=_page_of(found, by=by, request=request)),
        "can_write": by.may("watches.write"),
    }  # fmt: skip
    return render(request, "watches/one.html", context, status=refusal.status if refusal else 200)


def _page_of(found: Watch, *, by: Actor, request: HttpRequest) -> str:
    """The address of the company's page, for the message; made by who may write."""
    if found.company_id is None or not by.may("watches.write"):
        return ""
    link = links.issue(
        tenant=by.tenant, purpose="company", subject_id=found.company_id, by=by.mark, at=clock.now()
    )
    return links.url(link, request=request)


def _without(by: Actor) -> list[Any]:
    """Promises “as soon as …” that a watch could keep: those whose words name something that is offered."""
    read = ((one, proposing.of(f"{one.trigger} {one.what}")) for one in queries.without_watch(by=by)[:100])
    return [pair for pair in read if pair[1]][:10]


def _new(form: forms.WatchForm, code: str, origin: dict[str, int | None]) -> watching.NewWatch:
    must, _wishes = form.given()
    company_id, who = form.who()
    source = form.cleaned_data.get("source")
    return watching.NewWatch(
        code, tuple(must), company_id=company_id, who=who, demand_id=origin["demand"], need_id=origin["need"],
        promise_id=origin["promise"], source_id=int(source) if source else None,
        client_key=form.cleaned_data["client_key"] or "",
    )  # fmt: skip


def _words(origin: dict[str, int | None], *, by: Actor) -> str:
    """The words of what a watch comes from; 404 when it is not there for the reader."""
    if origin["demand"] is not None:
        demand = demand_access.visible(by).filter(pk=origin["demand"]).first()
        return str(_found(demand).words)
    if origin["promise"] is not None:
        promise = _found(promise_access.visible(by).filter(pk=origin["promise"]).first())
        return f"{promise.trigger} {promise.what}"
    if origin["need"] is not None:
        return str(_found(offer_access.needs(by).filter(pk=origin["need"]).first()).words)
    return ""


def _found(row: Any) -> Any:
    if row is None:
        raise NotFound()
    return row


def _made(made: Watch) -> str:
    count = made.firings.count()
    if count:
        return _("It is watched from now on; %(n)s on offer already fit, see below.") % {"n": count}
    return _(
        "It is watched from now on. As soon as something fits, the promise is kept and the message is ready."
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


urlpatterns = [
    path("watches/", watches, name="watches"),
    path("watches/export/", export, name="watches-export"),
    path("watches/new/", new, name="watch-new"),
    path("watches/propose/", propose, name="watch-propose"),
    path("watches/beside/<str:kind>/<int:pk>/", beside, name="watch-beside"),
    path("watches/<int:pk>/", watch, name="watch"),
    path("watches/<int:pk>/end/", end, name="watch-end"),
    path("watches/told/<int:pk>/", tell, name="firing-told"),
]
