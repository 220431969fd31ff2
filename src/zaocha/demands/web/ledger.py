"""The page of the ledger: out to .xlsx, and back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zaocha.accounts.access import actor_of, signed_in
from zaocha.demands import events, queries
from zaocha.demands import ledger as ledgers
from zaocha.demands.queries import GROUPS
from zaocha.kernel import clock, work
from zaocha.sheets import tables


@require_GET
@signed_in("demands.dispatch")
def ledger(request: HttpRequest) -> HttpResponse:
    """What goes out, what may be changed there, and where it comes back."""
    by, at = actor_of(request), clock.now()
    counts = queries.counts(by=by, at=at)
    return render(request, "demands/ledger.html", {"open": counts["open"], "everything": sum_of(counts)})


@require_GET
@signed_in("demands.export")
def download(request: HttpRequest) -> HttpResponse:
    """The ledger as .xlsx: what is open, or everything with `?all=1`."""
    by, at = actor_of(request), clock.now()
    rows = queries.visible(by)
    if not request.GET.get("all"):
        rows = rows.filter(state__in=sorted(GROUPS["open"]))
    data = ledgers.workbook(demands=rows, by=by, at=at)
    with work.begin(by=by, at=at) as w:
        w.record(events.EXPORTED, subject=("tenant", by.tenant_id), ids={"ledger": True})
    answer = HttpResponse(data, content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="ledger-{at:%Y%m%d-%H%M}.xlsx"'
    return answer


def sum_of(counts: dict[str, int]) -> int:
    """How many demands there are in all."""
    return counts["open"] + counts["ended"]
