"""While a policy is being written: how it would fall on real companies, in a bounded time."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies import queries as company_queries
from zaocha.companies.models import Company
from zaocha.kernel import clock
from zaocha.matching import judging, showing
from zaocha.offers import dictionary, documents
from zaocha.offers.editing import sheets
from zaocha.offers.models import Policy
from zaocha.offers.web.policies.editing import sheet_of
from zaocha.rules.findings import Unreadable

MOST_COMPANIES, MOST_SECONDS, SHOWN = 1500, 0.7, 6


@dataclass
class Preview:
    """Counts by verdict, a few companies of each kind with the clause that fails, and how far it came."""

    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[tuple[Company, showing.Shown]]] = field(default_factory=dict)
    looked_at: int = 0
    companies: int = 0
    cost: Decimal = Decimal(0)

    @property
    def is_part(self) -> bool:
        """Whether time or number ran out."""
        return self.looked_at < self.companies


@require_POST
@signed_in("policies.write")
def preview(request: HttpRequest) -> HttpResponse:
    """The panel beside the editor; what has a fault is said there and compared when it is mended."""
    by, on = actor_of(request), clock.today()
    document = sheets.to_document(sheet_of(request))
    context: dict[str, object] = {"faults": [], "notice": showing.notice()}
    try:
        documents.policy(document)
    except Unreadable:
        context["faults"] = [one for one in documents.lint(document) if one.severity == "error"]
    else:
        found = look(document, by=by, on=on)
        context["preview"] = found
        context["rows"] = [
            {"code": code, "label": showing.LABELS[code][0], "tone": showing.LABELS[code][1], "count": count,
             "examples": found.examples.get(code, [])}
            for code, count in found.counts.items()
        ]  # fmt: skip
        context["cost"] = dictionary.amount(found.cost) if found.cost else ""
    return render(request, "matching/preview.html", context)


def look(document: documents.Document, *, by: Actor, on: date) -> Preview:
    """Compare with the companies that the actor may see, until number or time run out: five statements."""
    visible = company_queries.visible(by)
    ids = list(visible.order_by("pk").values_list("pk", flat=True)[:MOST_COMPANIES])
    found = Preview(
        companies=visible.count(), counts=dict.fromkeys(["eligible", "near", "missing", "not_eligible"], 0)
    )
    policy = Policy(pk=0, tenant=by.tenant, code=documents.code(document), document=document)
    until = time.monotonic() + MOST_SECONDS
    kept: dict[str, list[tuple[int, judging.Judged]]] = {}
    cost = Decimal(0)
    for company_id, [judged] in judging.of_all([policy], tenant_id=by.tenant_id, on=on, company_ids=ids):
        near = judged.verdict is not None and judging.near(judged.verdict) is not None
        code = "near" if near else judged.code
        found.counts[code] = found.counts.get(code, 0) + 1
        found.looked_at += 1
        cost += judged.amount or 0
        if len(kept.setdefault(code, [])) < SHOWN:
            kept[code].append((company_id, judged))
        if time.monotonic() > until:
            break
    found.cost = cost
    companies = visible.select_related("officer").in_bulk(
        [pk for pairs in kept.values() for pk, _judged in pairs]
    )
    for code, pairs in kept.items():
        found.examples[code] = [
            (companies[pk], showing.show(one, hidden=showing.hidden_from(by, companies[pk])))
            for pk, one in pairs
        ]
    return found
