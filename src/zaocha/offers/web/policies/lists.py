"""The list of policies, its export, and the packs that can be taken over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.offers import documents, exporting, labels
from zaocha.offers import packs as shipped
from zaocha.offers.actions import policies as actions
from zaocha.offers.forms.policies import FilterForm
from zaocha.offers.models import Policy
from zaocha.offers.queries import policies as queries
from zaocha.sheets import tables

PER_PAGE = 30


@require_GET
@signed_in("policies.read")
def policies(request: HttpRequest) -> HttpResponse:
    """The policies of the town, those in force first, narrowed by what was chosen."""
    by, on = actor_of(request), clock.today()
    form = FilterForm(request.GET or None, by=by)
    filters = form.filters() if form.is_bound else queries.Filters()
    rows = queries.narrowed(queries.visible(by), filters, on=on)
    page = Paginator(rows.defer("lookup"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [row(policy, on=on) for policy in page.object_list],
        "narrowed": filters != queries.Filters(),
        "query": request.GET.urlencode(),
    }
    return render(request, "offers/policies.html", context)


@require_GET
@signed_in("policies.read")
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a table."""
    by, on = actor_of(request), clock.today()
    filters = FilterForm(request.GET, by=by).filters()
    content = exporting.policies(queries.narrowed(queries.visible(by), filters, on=on), on=on)
    answer = HttpResponse(content, content_type=tables.XLSX_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="policies-{on.isoformat()}.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in("policies.write")
def packs(request: HttpRequest) -> HttpResponse:
    """The policies and templates that come with the program: each is taken over by one tap, none by itself."""
    by, refusal = actor_of(request), None
    if request.method == "POST":
        try:
            made = actions.install(pack=request.POST.get("pack", ""), by=by, at=clock.now())
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("“%(title)s” is in the list of policies.") % {"title": made})
            return redirect("policy-packs")
    installed = queries.packs_installed(by.tenant_id)
    text = request.GET.get("q", "").strip()[:60]
    shown = [
        {"pack": pack, "policy": installed.get(pack.code)} for pack in shipped.every() if pack.fits(text)
    ]
    context = {"packs": shown, "text": text, "refusal": refusal}
    return render(request, "offers/policy_packs.html", context, status=refusal.status if refusal else 200)


def row(policy: Policy, *, on: Any) -> dict[str, Any]:
    """One line of the list."""
    standing = queries.standing(policy, on=on)
    return {
        "policy": policy,
        "standing": standing,
        "standing_label": labels.STANDINGS[standing],
        "tone": queries.STANDINGS[standing],
        "kind": labels.kind(policy.kind),
        "place": documents.in_language((policy.document or policy.draft or {}).get("place")),
        "title": documents.in_language({"zh": policy.title_zh, "en": policy.title_en}) or policy.code,
    }
