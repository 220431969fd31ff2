"""A company's own upgrades by its link: it opens them, counts machines, confirms."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.finance import access, actions, forms, queries, subsidies
from zaocha.finance.web import asking
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, Refused
from zaocha.ui import trying


@never_cache
@require_http_methods(["GET", "POST"])
def list_(request: HttpRequest, token: str) -> HttpResponse:
    """All of them, and a form for a new one."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="company")
    by = actors.of_company_link(link)
    form = forms.UpgradeForm(
        request.POST or None, with_company=False, initial={"client_key": secrets.token_hex(12)}
    )
    if request.method == "POST" and form.is_valid():
        new = asking.new_upgrade(form.cleaned_data, by.company_id or 0)
        made = trying.tried(form, lambda: actions.open_upgrade(new=new, by=by, at=at))
        if made is not None:
            messages.success(request, _("Noted."))
            return redirect("link-company-upgrade", token=token, pk=made.pk)
    rows = queries.upgrades(by=by, filters=queries.Filters())
    context = {"form": form, "rows": rows, "tenant": link.tenant, "token": token}
    return render(request, "finance/company_upgrades.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """One project; a POST carries a `verb`."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="company")
    by = actors.of_company_link(link)
    access.upgrade(by, pk)
    wrong: dict[str, Any] = {}
    if request.method == "POST":
        try:
            wrong = _act(request, pk, by=by, at=at)
        except Refused as refusal:
            wrong = {"refusal": refusal}
        if not wrong:
            messages.success(request, _("Noted."))
            return redirect("link-company-upgrade", token=token, pk=pk)
    found, counts, done = queries.upgrade(by=by, pk=pk)
    context = {
        "upgrade": found, "counts": counts, "done": done, "tenant": link.tenant, "token": token,
        "count_form": forms.CountForm(), "subsidies": subsidies.of_upgrade(found, by=by, on=at.date()),
    } | wrong  # fmt: skip
    return render(request, "finance/company_upgrade.html", context, status=422 if wrong else 200)


def _act(request: HttpRequest, pk: int, *, by: Actor, at: datetime) -> dict[str, Any]:
    verb = request.POST.get("verb", "")
    if verb == "count":
        form = forms.CountForm(request.POST)
        good = asking.filled(
            form, lambda given: actions.count(upgrade_id=pk, new=asking.new_count(given), by=by, at=at)
        )
        return {} if good else {"count_form": form}
    if verb == "confirm":
        actions.confirm_count(count_id=asking.number(request, "number"), by=by, at=at)
    elif verb == "dispute":
        said = request.POST.get("words", "")
        actions.dispute_count(count_id=asking.number(request, "number"), words=said, by=by, at=at)
    elif verb == "subsidy":
        actions.confirm_subsidy(upgrade_id=pk, by=by, at=at)
    else:
        raise Invalid(remedy=_("Load the page again."))
    return {}
