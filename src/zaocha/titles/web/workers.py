"""Pages of workers: who may qualify, told by the desk; the worker's link; the QR code for the workshop."""

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
from zaocha.kernel import clock
from zaocha.titles import access, documents, forms, queries, tables, words
from zaocha.titles.actions import changing, dossiers
from zaocha.titles.actions import workers as actions
from zaocha.titles.web import steps
from zaocha.ui import trying

NAMES = ("q", "verdict", "field", "chain")


@require_GET
@signed_in("titles.read")
def listed(request: HttpRequest) -> HttpResponse:
    """Workers with what they may ask for, newest first."""
    by, at = actor_of(request), clock.now()
    form = forms.FilterForm(request.GET or None, by=by, names=NAMES)
    page = Paginator(queries.workers(by=by, filters=form.filters()), 30).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "rows": queries.rows(page.object_list, by=by, at=at), "filtered": bool(request.GET),
    }  # fmt: skip
    return render(request, "titles/workers.html", context)


@require_http_methods(["GET", "POST"])
@signed_in("titles.write")
def new(request: HttpRequest) -> HttpResponse:
    """Note down a worker; what may be asked for is seen at once."""
    by = actor_of(request)
    start = {"client_key": secrets.token_hex(12)}
    form = forms.WorkerForm(
        request.POST or None, initial=start, leave=("agreed", "shown_to_company", "version")
    )
    if request.method == "POST" and form.is_valid():

        def do() -> Any:
            told = form.new_worker(company_id=form.company_id(by=by), told_by="desk")
            return actions.tell(new=told, by=by, at=clock.now())

        made = trying.tried(form, do)
        if made is not None:
            messages.success(request, _("Noted down. Hand the link on to the worker, who must agree."))
            return redirect("title-worker", pk=made.pk)
    return render(request, "titles/worker_form.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@signed_in("titles.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A worker: what is known, what fits and why, the dossiers."""
    by, at = actor_of(request), clock.now()
    found = access.the_worker(by, pk)
    on = changing.today(by, at)
    context = {
        "worker": found, "name": access.named(found, by=by), "facts": queries.facts(found, on=on),
        "verdicts": queries.verdicts(found, on=on) if not found.erased_at else [], "dossiers": queries.of_worker(found),
        "may_write": by.may("titles.write") and not found.erased_at, "sees_names": access.sees_names(by),
    }  # fmt: skip
    return render(request, "titles/worker.html", context)


@require_http_methods(["GET", "POST"])
@signed_in("titles.persons")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known of a worker."""
    by = actor_of(request)
    found = access.the_worker(by, pk)
    leave = ("agreed", "shown_to_company", "company", "client_key")
    form = forms.WorkerForm(request.POST or None, initial=forms.initial(found), leave=leave)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        changed = trying.tried(
            form,
            lambda: actions.change(
                worker_id=pk, new=form.new_worker(), version=version, by=by, at=clock.now()
            ),
        )
        if changed is not None:
            messages.success(request, _("Saved."))
            return redirect("title-worker", pk=pk)
    context = {"form": form, "worker": found}
    return render(request, "titles/worker_form.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in("titles.write")
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a dossier by a rule (`rule`), or erase what is known (`verb` = erase)."""
    by, at = actor_of(request), clock.now()
    access.the_worker(by, pk)
    if request.POST.get("verb") == "erase":
        steps.done(request, lambda: actions.erase(worker_id=pk, by=by, at=at), _("Erased."))
        return redirect("title-worker", pk=pk)
    made: list[Any] = []
    rule = request.POST.get("rule", "")
    if steps.done(request, lambda: made.append(dossiers.open_dossier(worker_id=pk, rule=rule, by=by, at=at))):
        return redirect("title", pk=made[0].pk)
    return redirect("title-worker", pk=pk)


@require_POST
@signed_in("titles.write")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """The message with the worker's own link."""
    by, at = actor_of(request), clock.now()
    found = access.the_worker(by, pk)
    link = links.issue(tenant=by.tenant, purpose="title_worker", subject_id=pk, by=by.mark, at=at)
    url = links.url(link, request=request)
    context = {
        "name": access.named(found, by=by),
        "back": found,
        "message": words.to_worker(by.tenant, url=url),
        "url": url,
    }
    return render(request, "titles/ask.html", context)


@require_GET
@signed_in("titles.read")
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule with the paper that it rests on."""
    found = [(one, documents.source(one)) for one in tables.rules().values()]
    return render(request, "titles/rules.html", {"rules": [(one, words.conditions(one), source) for one, source in found], "how": tables.procedure()})  # fmt: skip


@require_POST
@signed_in("titles.write")
def poster(request: HttpRequest) -> HttpResponse:
    """The QR code for the workshop: whoever scans it tells what they can do."""
    by, at = actor_of(request), clock.now()
    link = links.issue(tenant=by.tenant, purpose="title_form", subject_id=by.tenant_id, by=by.mark, at=at)
    return render(request, "titles/poster.html", {"url": links.url(link, request=request)})


urlpatterns = [
    path("titles/workers/", listed, name="title-workers"),
    path("titles/workers/new/", new, name="title-worker-new"),
    path("titles/workers/<int:pk>/", one, name="title-worker"),
    path("titles/workers/<int:pk>/edit/", edit, name="title-worker-edit"),
    path("titles/workers/<int:pk>/step/", step, name="title-worker-step"),
    path("titles/workers/<int:pk>/ask/", ask, name="title-worker-ask"),
    path("titles/rules/", rules, name="title-rules"),
    path("titles/poster/", poster, name="title-poster"),
]
