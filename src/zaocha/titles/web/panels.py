"""Pages of panels: planned, drawn, counted, objections answered; experts' links."""

from __future__ import annotations

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
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound
from zaocha.titles import access, forms, queries, tables, words
from zaocha.titles.actions import changing, sheets
from zaocha.titles.actions import panels as actions
from zaocha.titles.models import Objection, Seat
from zaocha.titles.web import steps
from zaocha.ui import trying


@require_GET
@signed_in("titles.read")
def listed(request: HttpRequest) -> HttpResponse:
    """Panels, newest first."""
    by = actor_of(request)
    names = ("state", "field")
    form = forms.FilterForm(request.GET or None, by=by, names=names, states=forms.PANEL_STATES)
    page = Paginator(queries.panels(by=by, filters=form.filters()), 30).get_page(request.GET.get("page"))
    return render(request, "titles/panels.html", {"form": form, "page": page, "filtered": bool(request.GET)})


@require_http_methods(["GET", "POST"])
@signed_in("titles.write")
def new(request: HttpRequest) -> HttpResponse:
    """Plan a panel."""
    form = forms.PanelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = trying.tried(
            form, lambda: actions.plan(new=form.new_panel(), by=actor_of(request), at=clock.now())
        )
        if made is not None:
            messages.success(request, _("Planned: now choose the dossiers."))
            return redirect("title-panel", pk=made.pk)
    return render(request, "titles/panel_form.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@signed_in("titles.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A panel with its draw, how many have handed in, the results once it has decided."""
    by, at = actor_of(request), clock.now()
    detail = queries.panel(by=by, pk=pk)
    panel = detail.panel
    on = changing.today(by, at)
    writes = by.may("titles.write")
    open_ = (
        Objection.objects.filter(dossier__panel=panel).select_related("dossier").order_by("answered_at", "id")
    )
    context = {
        "detail": detail, "panel": panel, "may_write": writes, "how": tables.procedure(), "objections": open_ if writes else [],
        "ready": queries.ready(by=by, panel=panel, on=on) if panel.state == "planned" and writes else [],
        "is_over": panel.notice_until is not None and on > panel.notice_until,
    }  # fmt: skip
    return render(request, "titles/panel.html", context)


@require_POST
@signed_in("titles.write")
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Put dossiers on it, draw, decide, end, cancel, answer an objection, note a stepping back."""
    by, at = actor_of(request), clock.now()
    access.the_panel(by, pk)
    post = request.POST
    given = [
        int(one) for one in post.getlist("dossier") if one.isascii() and one.isdecimal() and len(one) < 19
    ]
    does: dict[str, Any] = {
        "put": lambda: actions.put(panel_id=pk, dossier_ids=given, by=by, at=at),
        "draw": lambda: actions.draw(panel_id=pk, seed=post.get("seed", ""), by=by, at=at),
        "decide": lambda: sheets.decide(panel_id=pk, by=by, at=at),
        "end": lambda: sheets.end(panel_id=pk, by=by, at=at),
        "cancel": lambda: actions.cancel(panel_id=pk, reason=post.get("reason", ""), by=by, at=at),
        "step_back": lambda: actions.step_back(
            seat_id=_seat(request, pk).pk, words=post.get("words", ""), by=by, at=at
        ),
        "answer": lambda: sheets.answer(
            objection_id=steps.number(request, "objection"), upheld=post.get("upheld") == "yes",
            words=post.get("words", ""), by=by, at=at,
        ),
    }  # fmt: skip
    do = does.get(post.get("verb", ""))
    if do is None:
        messages.error(request, _("Choose a step."))
    else:
        steps.done(request, do, _("Done."))
    return redirect("title-panel", pk=pk)


@require_POST
@signed_in("titles.write")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """The message with one expert's own link (`seat`), or the public link of the notice."""
    by, at = actor_of(request), clock.now()
    panel = access.the_panel(by, pk)
    if "seat" not in request.POST:
        link = links.issue(tenant=by.tenant, purpose="title_notice", subject_id=pk, by=by.mark, at=at)
        url = links.url(link, request=request)
        context = {"name": panel.title, "panel": panel, "message": f"{panel.title}: {url}", "url": url}
        return render(request, "titles/ask.html", context)
    seat = _seat(request, pk)
    link = links.issue(tenant=by.tenant, purpose="title_sheet", subject_id=seat.pk, by=by.mark, at=at)
    url = links.url(link, request=request)
    message = words.to_expert(by.tenant, url=url, panel=panel.title, day=panel.due_on)
    return render(
        request, "titles/ask.html", {"name": str(seat.expert), "panel": panel, "message": message, "url": url}
    )


def _seat(request: HttpRequest, pk: int) -> Seat:
    rows = Seat.objects.select_related("expert").filter(panel_id=pk)
    found = rows.filter(pk=steps.number(request, "seat")).first()
    if found is None:
        raise NotFound()
    return found


urlpatterns = [
    path("titles/panels/", listed, name="title-panels"),
    path("titles/panels/new/", new, name="title-panel-new"),
    path("titles/panels/<int:pk>/", one, name="title-panel"),
    path("titles/panels/<int:pk>/step/", step, name="title-panel-step"),
    path("titles/panels/<int:pk>/ask/", ask, name="title-panel-ask"),
]
