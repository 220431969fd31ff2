"""The list of demands, its export, and the table of steps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zaocha.accounts import calendars
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.demands import events, forms, labels, lifecycle, queries
from zaocha.demands.web import showing
from zaocha.kernel import clock, work
from zaocha.sheets import tables
from zaocha.ui.paging import KeysetPage

MOST_EXPORTED = 20_000
PER_PAGE = 30


@require_GET
@signed_in("demands.read")
def demands(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by what stands in the address."""
    by, at = actor_of(request), clock.now()
    form = _form(request, by)
    filters = form.filters()
    after, before = _number(request, "after"), _number(request, "before")
    page = queries.page(by=by, at=at, filters=filters, after=after, before=before, limit=PER_PAGE)
    company = None
    if filters.company_id is not None:
        company = Company.objects.filter(tenant_id=by.tenant_id, pk=filters.company_id).first()
    context = {
        "form": form,
        "page": KeysetPage(
            [showing.in_list(row) for row in page.items], str(page.next or ""), str(page.before or ""),
            page.total, page.capped,
        ),
        "company": company,
        "filtered": any(value for key, value in request.GET.items() if key not in {"after", "before", "order"}),
        "query": _query(request),
        "can_raise": by.may("demands.raise"),
        "can_export": by.may("demands.export"),
        "can_print": by.may("demands.dispatch"),
    }  # fmt: skip
    return render(request, "demands/list.html", context)


@require_GET
@signed_in("demands.export")
def export(request: HttpRequest) -> HttpResponse:
    """What is filtered, as .xlsx; who may not know an author does not get it here either."""
    by, at = actor_of(request), clock.now()
    filters = _form(request, by).filters()
    found = queries.narrowed(queries.visible(by), filters, by=by, at=at).order_by("-id")
    rows = queries.rows_of(found, by=by, at=at, limit=MOST_EXPORTED)
    zone = calendars.of(by.tenant).tz
    headers = [
        _("Number"), _("Raised"), _("Words"), _("Company"), _("Who said it"), _("Category"), _("Came by"),
        _("State"), _("Result"), _("Unit"), _("Due"), _("Clock"), _("Next date"),
    ]  # fmt: skip
    cells = [
        [
            row.number, row.raised_at.astimezone(zone), row.words, row.company, row.raised_by,
            forms.category_label(row.category), shown["channel"], shown["state"],
            str(labels.RESULTS.get(row.result, "")), row.unit,
            row.due_at.astimezone(zone) if row.due_at else None, row.clock.words, row.next_on,
        ]
        for row in rows
        for shown in [showing.in_list(row)]
    ]  # fmt: skip
    with work.begin(by=by, at=at) as w:
        w.record(events.EXPORTED, subject=("tenant", by.tenant_id), ids={"rows": len(rows)})
    data = tables.write_table(headers=headers, rows=cells, sheet_name=_("Demands"), made_at=at)
    answer = HttpResponse(data, content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="demands-{at:%Y%m%d-%H%M}.xlsx"'
    return answer


@require_GET
@signed_in("demands.read")
def steps(request: HttpRequest) -> HttpResponse:
    """The table of allowed steps, as the program itself reads it."""
    context = {"rules": showing.rules_table(), "lanes": _lanes()}
    return render(request, "demands/steps.html", context)


def _lanes() -> list[dict[str, Any]]:
    """The states in the order of the main way, each with the steps that lead on from it."""
    lanes = [
        (_("What came in"), ["raised", "accepted", "rejected"]),
        (_("In somebody's hands"), ["assigned", "asked", "signed", "return_requested"]),
        (_("At work"), ["working", "waiting_company", "extension_requested", "escalated"]),
        (_("Answered"), ["answered_on_spot", "replied", "in_callback", "tracked"]),
        (_("Over"), ["closed", "merged", "withdrawn"]),
    ]
    everywhere = {step.name for step in lifecycle.TABLE if step.from_states == lifecycle.OPEN}
    return [
        {
            "title": title,
            "states": [
                {
                    "code": state, "label": labels.STATES[state], "tone": showing.TONES[state],
                    "ways": [
                        (labels.STEPS[step.name], labels.STATES[step.to_state])
                        for step in lifecycle.TABLE
                        if state in step.from_states and step.name not in everywhere
                    ],
                }
                for state in states
            ],
        }
        for title, states in lanes
    ]  # fmt: skip


def _form(request: HttpRequest, by: Actor) -> forms.FilterForm:
    """Who has only some of the demands sees first what is open, the oldest clock on top."""
    asked = {key: value for key, value in request.GET.items() if key not in {"after", "before"}}
    if not asked and not by.may("demands.read_all"):
        asked = {"group": "open", "order": "due"}
    return forms.FilterForm(asked, tenant=by.tenant, with_units=by.may("units.read"))


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    for name in ("after", "before"):
        kept.pop(name, None)
    return kept.urlencode()
