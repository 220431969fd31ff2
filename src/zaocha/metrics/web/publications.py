"""The review of what is published, and the public page with its open data."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.models import Tenant
from zaocha.kernel import clock
from zaocha.kernel.errors import Conflict, Invalid
from zaocha.metrics import actions, periods, publishing, reports
from zaocha.metrics.models import Publication
from zaocha.sheets import tables

# Column → what it holds; the data dictionary of the .csv and the .json.
DICTIONARY = {
    "period": ("周期：年、季度或月", "the period: a year, quarter or month"),
    "table": ("所属表；figures 为单项数据", "the table; `figures`: numbers that stand alone"),
    "code": ("指标代码；total 为合计", "code of the number; `total`: the sum of its table"),
    "zh": ("中文名称", "its name in Chinese"),
    "en": ("英文名称", "its name in English"),
    "value": ("数值；空表示不公开", "the number; empty: withheld"),
    "unit": ("单位", "its unit"),
    "withheld": (
        "是否不公开（小于 5，或用于防止倒推）",
        "withheld: under 5, or so that no number under 5 can be worked out",
    ),
}


@require_http_methods(["GET", "POST"])
@signed_in("metrics.publish")
def review(request: HttpRequest) -> HttpResponse:
    """Exactly what would be published of a period; POST publishes what was seen."""
    by, at = actor_of(request), clock.now()
    on = clock.today()
    told = request.POST.get("period") or request.GET.get("period", "")
    period = periods.named(told) or reports.the_period(f"{on.year - 1}")
    refused = ""
    if request.method == "POST":
        try:
            actions.publish(period=told, seen=request.POST.get("seen", ""), by=by, at=at)
        except (Invalid, Conflict) as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("Published."))
            return redirect("publication")
    contents = publishing.contents(period=period, by=by, at=at)
    whole = [
        (label, [one for one in some if one.until_on and one.until_on <= on])
        for label, some in periods.recent(on=on)
    ]
    context = {
        "period": period, "choices": whole, "contents": contents, "seen": publishing.digest(contents), "refused": refused,
        "is_open": Publication.objects.filter(tenant=by.tenant, taken_back_at=None).exists(),
        "published": Publication.objects.filter(tenant=by.tenant).order_by("-first_on", "-pk")[:50],
    }  # fmt: skip
    return render(request, "metrics/publication.html", context, status=422 if refused else 200)


@require_POST
@signed_in("metrics.read")  # the action asks for the right, once the row is found
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one from the public page."""
    try:
        actions.take_back(
            publication_id=pk, reason=request.POST.get("reason", ""), by=actor_of(request), at=clock.now()
        )
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back."))
    return redirect(reverse("publication"))


@require_GET
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """What a town has published; 404 while nothing is."""
    tenant, found = _published(slug)
    context = {"tenant": tenant, "published": found, "dictionary": DICTIONARY.items()}
    return render(request, "metrics/open.html", context)


@require_GET
def data(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The same as .csv or .json, with the data dictionary in the .json."""
    tenant, found = _published(slug)
    rows = [line for one in found for line in publishing.lines(one.contents)]
    if form == "csv":
        answer = HttpResponse(
            tables.write_csv(headers=list(DICTIONARY), rows=rows), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="{tenant.slug}.csv"'
        return answer
    body: dict[str, Any] = {
        "publisher": tenant.name,
        "dictionary": {name: {"zh": zh, "en": en} for name, (zh, en) in DICTIONARY.items()},
        "publications": [
            {
                "period": one.period,
                "reviewed_by": one.reviewer,
                "reviewed_on": one.reviewed_at.astimezone(clock.SHANGHAI).date(),
            }
            for one in found
        ],
        "rows": [dict(zip(DICTIONARY, row, strict=True)) for row in rows],
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _published(slug: str) -> tuple[Tenant, list[Publication]]:
    tenant = Tenant.objects.filter(slug=slug).first()
    found = list(
        Publication.objects.filter(tenant=tenant, taken_back_at=None).order_by("-first_on")[:100]
        if tenant
        else []
    )
    if tenant is None or not found:
        raise Http404
    return tenant, found


urlpatterns = [
    path("reports/publication/", review, name="publication"),
    path("reports/publication/<int:pk>/take-back/", take_back, name="publication-take-back"),
    path("open/<slug:slug>/", public, name="open"),
    path("open/<slug:slug>/data.csv", data, {"form": "csv"}, name="open-csv"),
    path("open/<slug:slug>/data.json", data, {"form": "json"}, name="open-json"),
]
