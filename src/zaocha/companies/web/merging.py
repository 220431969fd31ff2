"""Two entries that are one company: find the other, compare, merge."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.companies import actions, queries
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused


@require_http_methods(["GET", "POST"])
@signed_in("companies.write")
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the entry that stays."""
    by = actor_of(request)
    company = queries.one(by, pk)
    text = request.GET.get("q", company.short_name or company.name)
    refusal = None
    if request.method == "POST":
        into = request.POST.get("into", "")
        try:
            stays = actions.merge(
                company_id=pk,
                into_id=int(into) if into.isascii() and into.isdigit() else 0,
                by=by,
                at=clock.now(),
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("The two entries are one now."))
            return redirect("company", pk=stays.pk)
    found = [one for one in queries.lookup(tenant_id=by.tenant_id, text=text, limit=12) if one.pk != pk]
    context = {"company": company, "text": text, "found": found, "refusal": refusal}
    return render(request, "companies/merge.html", context, status=refusal.status if refusal else 200)
