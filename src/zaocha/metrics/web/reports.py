"""Pages of the report: a period on a page, as .xlsx and .docx, its template, and the sheet for the next meeting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.kernel import clock
from zaocha.metrics import periods, report_files, report_template, reports, sheet
from zaocha.metrics.forms import TemplateForm
from zaocha.sheets import tables
from zaocha.ui import trying

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@signed_in("metrics.read")
def page(request: HttpRequest) -> HttpResponse:
    """The report of the period that the reader chooses."""
    by, at = actor_of(request), clock.now()
    on = clock.today()
    period = periods.named(request.GET.get("period", "")) or reports.the_period(f"{on:%Y}")
    context = {
        "report": reports.report(period=period, by=by, at=at), "choices": periods.recent(on=on),
        "unknown": request.GET.get("period", period.code) != period.code,
        "may_change": by.may("tenant.settings"), "may_publish": by.may("metrics.publish"),
    }  # fmt: skip
    return render(request, "metrics/reports.html", context)


@require_GET
@signed_in("metrics.read")
def download(request: HttpRequest, period: str, form: str) -> HttpResponse:
    """The report as .xlsx or .docx."""
    by, at = actor_of(request), clock.now()
    found = reports.report(period=reports.the_period(period), by=by, at=at)
    if form == "docx":
        answer = HttpResponse(report_files.docx(found, tenant=by.tenant, at=at), content_type=DOCX)
    else:
        answer = HttpResponse(report_files.xlsx(found, at=at), content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="report-{found.period.code}.{form}"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in("tenant.settings")
def template(request: HttpRequest) -> HttpResponse:
    """Change how the report is built; `preview` shows the changed one without keeping it."""
    by, at = actor_of(request), clock.now()
    form = TemplateForm(request.POST or None, template=report_template.of(by.tenant))
    tried, wrong = None, False
    if request.method == "POST":
        wrong = not form.is_valid()
        if not wrong and "preview" in request.POST:
            tried = reports.report(
                period=reports.the_period(f"{clock.today():%Y}"), by=by, at=at, template=form.template()
            )
        elif not wrong:
            trying.tried(form, lambda: report_template.keep(new=form.template(), by=by, at=at))
            wrong = bool(form.errors)
            if not wrong:
                messages.success(request, _("Saved."))
                return redirect("reports")
    return render(
        request, "metrics/report_template.html", {"form": form, "report": tried}, status=422 if wrong else 200
    )


@require_GET
@signed_in("metrics.read")
def next_meeting(request: HttpRequest) -> HttpResponse:
    """One sheet of A4 for the next meeting."""
    found = sheet.sheet(by=actor_of(request), at=clock.now(), on=clock.today())
    return render(request, "metrics/sheet.html", {"sheet": found})


urlpatterns = [
    path("reports/", page, name="reports"),
    path("reports/template/", template, name="report-template"),
    path("reports/sheet/", next_meeting, name="report-sheet"),
    path("reports/<str:period>.xlsx", download, {"form": "xlsx"}, name="report-xlsx"),
    path("reports/<str:period>.docx", download, {"form": "docx"}, name="report-docx"),
]
