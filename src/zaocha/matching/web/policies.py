"""Who is entitled to a policy: all companies under five verdicts, and one with every reason."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zaocha.accounts.access import actor_of, signed_in
from zaocha.companies import queries as company_queries
from zaocha.kernel import clock
from zaocha.matching import exporting, judging, showing
from zaocha.matching.forms import FilterForm
from zaocha.matching.queries import policies as queries
from zaocha.offers import dictionary
from zaocha.offers.models import Policy
from zaocha.offers.queries import policies as policy_queries
from zaocha.sheets import tables

PER_PAGE = 50


@require_GET
@signed_in("matches.read")
def verdicts(request: HttpRequest, pk: int) -> HttpResponse:
    """The companies under tabs, with the amount that each would get."""
    by, at = actor_of(request), clock.now()
    policy = policy_queries.one(by, pk)
    counted = queries.counted(policy, by=by)
    tab = _tab(request, counted)
    form = FilterForm(request.GET or None, by=by)
    filters = form.filters() if form.is_bound else queries.Filters()
    rows = queries.of_policy(policy, by=by, tab=tab, filters=filters, at=at)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    is_secret = judging.is_secret(policy, on=clock.today())
    context = {
        "policy": policy,
        "title": _title(policy),
        "rows": [(row, showing.may_see_amount(by, row.company)) for row in page.object_list],
        "counted": counted,
        "cost": dictionary.amount(counted.cost) if counted.cost else "",
        "tabs": _tabs(counted, tab, is_secret=is_secret),
        "is_secret": is_secret,
        "tab": tab,
        "form": form,
        "page": page,
        "compared_on": queries.compared_on(policy),
        "is_renewing": queries.is_renewing(tenant_id=by.tenant_id, at=at),
        "notice": showing.notice(),
        "query": request.GET.urlencode(),
    }
    return render(request, "matching/policy.html", context)


@require_GET
@signed_in("matches.read")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The companies of a tab as a table."""
    by, at = actor_of(request), clock.now()
    policy = policy_queries.one(by, pk)
    tab = _tab(request, queries.counted(policy, by=by))
    filters = FilterForm(request.GET, by=by).filters()
    rows = queries.of_policy(policy, by=by, tab=tab, filters=filters, at=at)
    return download(
        exporting.verdicts(rows, by=by, is_secret=judging.is_secret(policy, on=clock.today())),
        f"{policy.code}-{tab}-{at.date().isoformat()}",
    )


@require_GET
@signed_in("matches.read")
def company(request: HttpRequest, pk: int, company_id: int) -> HttpResponse:
    """One policy and one company, clause by clause, as it stands now."""
    by, on = actor_of(request), clock.today()
    policy = policy_queries.one(by, pk)
    found = company_queries.one(by, company_id)
    judged = judging.one(policy, tenant_id=by.tenant_id, company_id=found.pk, on=on)
    shown = showing.show(judged, hidden=showing.hidden_from(by, found))
    context = {"policy": policy, "title": _title(policy), "company": found, "one": shown, "on": on}
    return render(request, "matching/one.html", context)


def download(content: bytes, name: str) -> HttpResponse:
    """A table as a file."""
    answer = HttpResponse(content, content_type=tables.XLSX_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def _title(policy: Policy) -> str:
    return dictionary.in_language({"zh": policy.title_zh, "en": policy.title_en}) or policy.code


def _tab(request: HttpRequest, counted: queries.Counted) -> str:
    tab = request.GET.get("tab", "")
    if tab in queries.TABS:
        return tab
    return next((one for one in queries.TABS if counted.tabs[one]), "eligible")


def _tabs(counted: queries.Counted, active: str, *, is_secret: bool) -> list[dict[str, Any]]:
    labels = {
        tab: showing.SECRET if is_secret and tab == "missing" else showing.LABELS[tab][0]
        for tab in queries.TABS
    }
    return [
        {"code": tab, "label": labels[tab], "count": counted.tabs[tab], "active": tab == active}
        for tab in queries.TABS
    ]
