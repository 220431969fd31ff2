"""Pages of dossiers: the list, one with its checklist and history, steps, the package for the authority."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock, work
from zaocha.kernel.errors import NotAllowed
from zaocha.sheets import tables as sheets
from zaocha.titles import access, documents, exporting, forms, queries, tables
from zaocha.titles.actions import dossiers as actions
from zaocha.titles.actions import papers
from zaocha.ui import trying

NAMES = ("q", "state", "level", "way", "field", "chain")


@require_GET
@signed_in("titles.read")
def listed(request: HttpRequest) -> HttpResponse:
    """Dossiers, newest first."""
    by = actor_of(request)
    form = forms.FilterForm(request.GET or None, by=by, names=NAMES, states=forms.STATES)
    found = queries.dossiers(by=by, filters=form.filters())
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    counts = queries.counts(by)
    tiles = [(code, label, counts.get(code, 0)) for code, label in forms.STATES if code != "withdrawn"]
    rows = [(one, access.named(one.worker, by=by)) for one in page.object_list]
    context = {"form": form, "page": page, "rows": rows, "tiles": tiles, "filtered": bool(request.GET)}
    return render(request, "titles/list.html", context)


@require_GET
@signed_in("titles.read")
def export(request: HttpRequest, form: str) -> HttpResponse:
    """What is filtered, as .xlsx or .csv."""
    by, at = actor_of(request), clock.now()
    filters = forms.FilterForm(request.GET or None, by=by, names=NAMES, states=forms.STATES).filters()
    rows = list(exporting.rows(queries.dossiers(by=by, filters=filters), by=by))
    with work.begin(by=by, at=at) as w:
        w.record("titles_exported", subject=("tenant", by.tenant_id), ids={"rows": len(rows)})
    if form == "csv":
        answer = HttpResponse(
            sheets.write_csv(headers=exporting.headers(), rows=rows), content_type="text/csv"
        )
    else:
        data = sheets.write_table(headers=exporting.headers(), rows=rows, sheet_name=_("Titles"), made_at=at)
        answer = HttpResponse(data, content_type=sheets.XLSX_TYPE)
    suffix = "csv" if form == "csv" else "xlsx"
    answer["Content-Disposition"] = f'attachment; filename="titles-{at:%Y%m%d-%H%M}.{suffix}"'
    return answer


@require_GET
@signed_in("titles.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A dossier with its checklist, papers, history and next step."""
    return page_of(request, pk)


@require_POST
@signed_in("titles.write")
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """One step: describe, file, answer, grant or withdraw."""
    by, at = actor_of(request), clock.now()
    access.the_dossier(by, pk)
    verb = request.POST.get("verb", "")
    kind, said = FORMS.get(verb, (None, ""))
    if kind is None:
        messages.error(request, _("Choose a step."))
        return redirect("title", pk=pk)
    form = kind(request.POST)
    if form.is_valid() and trying.tried(form, _doing(verb, form, pk=pk, by=by, at=at)) is not None:
        messages.success(request, str(said))
        return redirect("title", pk=pk)
    return page_of(request, pk, **{f"{verb}_form": form})


FORMS: dict[str, tuple[type[django_forms.Form], Any]] = {
    "describe": (forms.StatementForm, _("Saved.")),
    "file": (forms.FileForm, _("Referred. The package can be taken from here.")),
    "answer": (forms.AnswerForm, _("Noted down.")),
    "grant": (forms.GrantForm, _("Granted. The worker or the company confirms it by link.")),
    "withdraw": (forms.ReasonForm, _("Withdrawn.")),
}


def _doing(verb: str, form: Any, *, pk: int, by: Actor, at: datetime) -> Callable[[], Any]:
    given = form.cleaned_data
    words = next(
        (given[name] for name in ("statement", "authority", "words", "number", "reason") if name in given), ""
    )
    on = given.get("next_on") or given.get("on")
    new = actions.Step(verb, words, given.get("kind", ""), on)
    return lambda: actions.step(new, dossier_id=pk, by=by, at=at)


@require_GET
@signed_in("titles.persons")
def package(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The application (.docx), or everything (.zip), for the authority."""
    by, at = actor_of(request), clock.now()
    found = access.the_dossier(by, pk)
    if found.worker.erased_at is not None:
        raise NotAllowed(_("What was known of this person has been erased."))
    detail = queries.detail(found, by=by, at=at, name=found.worker.name)
    data = documents.package(detail, at=at) if form == "zip" else documents.application(detail, at=at)
    with work.begin(by=by, at=at) as w:
        w.record("title_package_taken", subject=("title", found.pk), ids={"form": form})
    answer = HttpResponse(data, content_type="application/zip" if form == "zip" else papers.DOCX)
    suffix = "zip" if form == "zip" else "docx"
    answer["Content-Disposition"] = f'attachment; filename="title-{pk}.{suffix}"'
    return answer


def page_of(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    found = access.the_dossier(by, pk)
    detail = queries.detail(found, by=by, at=at, name=access.named(found.worker, by=by))
    context = {
        "detail": detail, "dossier": found, "sees_names": access.sees_names(by),
        "may_write": by.may("titles.write") and found.worker.erased_at is None,
        "source": documents.source(tables.rules()[found.rule]), "is_delegated": tables.rules()[found.rule].is_delegated,
        "describe_form": forms.StatementForm(initial={"statement": found.statement}),
        "file_form": forms.FileForm(), "answer_form": forms.AnswerForm(), "grant_form": forms.GrantForm(),
        "withdraw_form": forms.ReasonForm(), "paper_form": forms.PaperForm(), **given,
    }  # fmt: skip
    return render(request, "titles/one.html", context, status=422 if given else 200)


urlpatterns = [
    path("titles/", listed, name="titles"),
    path("titles/export.<str:form>", export, name="titles-export"),
    path("titles/<int:pk>/", one, name="title"),
    path("titles/<int:pk>/step/", step, name="title-step"),
    path("titles/<int:pk>/package.<str:form>", package, name="title-package"),
]
