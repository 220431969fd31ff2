"""Pages of an import: choose the file, see the columns, watch the check, read the report, take it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.imports import actions, kinds, queries, reports
from zaocha.imports.forms import MappingForm, UploadForm
from zaocha.imports.kinds import Kind
from zaocha.imports.models import Import
from zaocha.imports.reading import Upload
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, NotFound, Refused
from zaocha.sheets import tables
from zaocha.ui.paging import KeysetPage

PER_PAGE = 50
# Order of the tabs: what needs a person first.
TABS = ("bad", "ask", "change", "new", "same", "skip")
TONES = {"bad": "red", "ask": "amber", "change": "blue", "new": "green", "same": "grey", "skip": "grey"}


@require_http_methods(["GET", "POST"])
@signed_in("desk.home")
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file."""
    by, spec = actor_of(request), actions.kind_of(kind)
    by.need(spec.right)
    sent = request.method == "POST"
    form = UploadForm(request.POST if sent else None, request.FILES if sent else None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = Upload(file.name or "", file.read())
            batch = actions.stage(kind=kind, upload=upload, by=by, at=clock.now())
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("import", pk=batch.pk)
    context = {"form": form, "kind": spec, "waiting": queries.unfinished(by, kind)[:5]}
    return render(request, "imports/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("desk.home")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the import stands: its columns, the check under way, the report, or what came in."""
    by = actor_of(request)
    batch = queries.one(by, pk)
    spec = actions.kind_of(batch.kind)
    if request.method == "POST" or batch.state in {"reading", "mapping"} or "columns" in request.GET:
        return _columns(request, batch, spec)
    if batch.state in {"checking", "taking"}:
        return render(request, "imports/progress.html", _progress_context(batch, spec))
    if batch.state in {"done", "dropped"}:
        return render(request, "imports/done.html", _report_context(request, batch, spec))
    return render(request, "imports/report.html", _report_context(request, batch, spec))


@require_GET
@signed_in("desk.home")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The bar alone, fetched again and again; when the work is over the page is loaded anew."""
    batch = queries.one(actor_of(request), pk)
    answer = render(
        request, "imports/progress_bar.html", _progress_context(batch, actions.kind_of(batch.kind))
    )
    if batch.state not in {"checking", "taking"}:
        answer.headers["HX-Redirect"] = reverse("import", args=[pk])
    return answer


@require_POST
@signed_in("desk.home")
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in what was decided about rows: `<row id>-<question>`, or one answer `all-<question>` for all."""
    by, at = actor_of(request), clock.now()
    queries.one(by, pk)
    given: dict[int, dict[str, str]] = {}
    for name, value in request.POST.items():
        row, _dash, question = name.partition("-")
        if row.isascii() and row.isdigit() and value:
            given.setdefault(int(row), {})[question] = str(value)
        elif row == "all" and value:
            actions.answer_all(import_id=pk, question=question, answer=str(value), by=by, at=at)
    if given:
        actions.answer(import_id=pk, answers=given, by=by, at=at)
    return redirect("import", pk=pk)


@require_POST
@signed_in("desk.home")
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take every good row, all at once."""
    by = actor_of(request)
    queries.one(by, pk)
    try:
        actions.take(import_id=pk, by=by, at=clock.now(), without_bad=bool(request.POST.get("without_bad")))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("import", pk=pk)


@require_POST
@signed_in("desk.home")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw it away."""
    by = actor_of(request)
    batch = queries.one(by, pk)
    actions.drop(import_id=pk, by=by, at=clock.now())
    messages.success(request, _("The import was thrown away. Nothing was taken from it."))
    return redirect("import-new", kind=batch.kind)


@require_GET
@signed_in("desk.home")
def report(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The report as a table: the rows as in the file, with what is wrong; `?rows=all` for all rows."""
    batch = queries.one(actor_of(request), pk)
    if form not in {"xlsx", "csv"}:
        raise NotFound()
    content = reports.download(
        batch, actions.kind_of(batch.kind), form=form, everything=request.GET.get("rows") == "all"
    )
    answer = HttpResponse(
        content, content_type=tables.XLSX_TYPE if form == "xlsx" else "text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="import-{batch.pk}-report.{form}"'
    return answer


def _columns(request: HttpRequest, batch: Import, spec: Kind) -> HttpResponse:
    form = MappingForm(_sent(request), batch=batch, kind=spec)
    if request.method == "POST" and form.is_valid():
        try:
            actions.map_columns(
                import_id=batch.pk, mapping=form.mapping(), by=actor_of(request), at=clock.now()
            )
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("import", pk=batch.pk)
    sample = [line.cells for line in queries.rows(batch, limit=4)]
    context = {"batch": batch, "kind": spec, "form": form, "sample": sample}
    return render(request, "imports/columns.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was posted: an empty form was sent too."""
    return request.POST if request.method == "POST" else None


def _progress_context(batch: Import, spec: Kind) -> dict[str, Any]:
    working = batch.state in {"checking", "taking"}
    failed = queries.attempts_failed(batch) if working else 0
    return {"batch": batch, "kind": spec, "working": working, "failed": failed}


def _report_context(request: HttpRequest, batch: Import, spec: Kind) -> dict[str, Any]:
    tabs = [
        {
            "code": code,
            "label": kinds.DECISIONS[code],
            "count": batch.counts.get(code, 0),
            "tone": TONES[code],
        }
        for code in TABS
        if batch.counts.get(code)
    ]
    tab = request.GET.get("tab", "")
    if tab not in batch.counts:
        tab = str(tabs[0]["code"]) if tabs else ""
    after = request.GET.get("after", "")
    found = queries.rows(batch, decision=tab, after=int(after) if after.isascii() and after.isdigit() else 0)
    rows = found[:PER_PAGE]
    page = KeysetPage(
        rows=rows,
        after=str(rows[-1].pk) if len(found) > PER_PAGE else "",
        total=batch.counts.get(tab, 0),
    )
    return {
        "batch": batch, "kind": spec, "tabs": tabs, "tab": tab, "page": page, "counts": batch.counts,
        "lines": [reports.line(row, batch, spec) for row in rows],
        "good": sum(batch.counts.get(code, 0) for code in kinds.TAKEN),
        "open_questions": _open_questions(batch, spec) if batch.counts.get("ask") else [],
        "done_url": reverse(spec.done_url),
    }  # fmt: skip


def _open_questions(batch: Import, spec: Kind) -> list[dict[str, Any]]:
    return [
        {"code": code, "text": spec.questions[code].text, "answers": spec.questions[code].answers.items()}
        for code in queries.open_questions(batch)
    ]


urlpatterns = [
    path("imports/<slug:kind>/new/", new, name="import-new"),
    path("imports/<int:pk>/", one, name="import"),
    path("imports/<int:pk>/progress/", progress, name="import-progress"),
    path("imports/<int:pk>/answers/", answers, name="import-answers"),
    path("imports/<int:pk>/take/", take, name="import-take"),
    path("imports/<int:pk>/drop/", drop, name="import-drop"),
    path("imports/<int:pk>/report.<str:form>", report, name="import-report"),
]
