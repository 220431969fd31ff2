"""The list of companies, and its export."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zaocha.accounts.access import actor_of, signed_in
from zaocha.companies import chains, exporting, queries
from zaocha.companies.forms import FilterForm
from zaocha.kernel import clock
from zaocha.sheets import tables
from zaocha.ui.paging import KeysetPage

PER_PAGE = 50


@require_GET
@signed_in("companies.read")
def companies(request: HttpRequest) -> HttpResponse:
    """Companies in the order of their pinyin, narrowed by what was chosen."""
    by, at = actor_of(request), clock.now()
    form = FilterForm(request.GET or None, by=by)
    filters = form.filters() if form.is_bound else queries.Filters()
    page = queries.page(
        by, filters=filters, at=at, after=_id(request, "after"), before=_id(request, "before"), limit=PER_PAGE
    )
    labels = {one.code: one.label for one in chains.of(by.tenant)}
    context = {
        "form": form,
        "rows": [(company, labels.get(company.chain, company.chain)) for company in page.rows],
        "page": KeysetPage(
            rows=page.rows, after=str(page.after or ""), before=str(page.before or ""), total=page.total,
            capped=page.capped,
        ),
        "narrowed": filters != queries.Filters(),
        "may_write": by.may("companies.write"),
        "may_facts": by.may("facts.read"),
        "may_import_facts": by.may("facts.read_company"),
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "companies/list.html", context)


@require_GET
@signed_in("companies.read")
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a table."""
    by, at = actor_of(request), clock.now()
    filters = FilterForm(request.GET, by=by).filters()
    content = exporting.xlsx(by, queries.narrowed(queries.visible(by), filters, at=at))
    answer = HttpResponse(content, content_type=tables.XLSX_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="companies-{at.date().isoformat()}.xlsx"'
    return answer


def _id(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
