"""A company's own dossiers by its link: it opens them, agrees to banks, answers, decides, confirms."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
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
    form = forms.CreditForm(
        request.POST or None, with_company=False, initial={"client_key": secrets.token_hex(12)}
    )
    if request.method == "POST" and form.is_valid():
        new = asking.new_credit(form.cleaned_data, by.company_id or 0)
        made = trying.tried(form, lambda: actions.open_credit(new=new, by=by, at=at))
        if made is not None:
            messages.success(request, _("The dossier is open. Now what is pledged, and which banks."))
            return redirect("link-company-credit", token=token, pk=made.pk)
    rows = queries.credits(by=by, filters=queries.Filters())
    context = {"form": form, "rows": rows, "tenant": link.tenant, "token": token}
    return render(request, "finance/company_credits.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """One dossier; a POST carries a `verb`."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="company")
    by = actors.of_company_link(link)
    company = access.credit(by, pk).company
    by = replace(by, name=company.short_name or company.name)
    wrong: dict[str, Any] = {}
    if request.method == "POST":
        try:
            wrong = _act(request, pk, by=by, at=at)
        except Refused as refusal:
            wrong = {"refusal": refusal}
        if not wrong:
            messages.success(request, _("Noted."))
            return redirect("link-company-credit", token=token, pk=pk)
    found = queries.credit(by=by, pk=pk, at=at)
    offers = [one for one in found.referrals if one.state in ("offered", "accepted")]
    context = {
        "detail": found, "credit": found.credit, "tenant": link.tenant, "token": token,
        "pledge_form": forms.PledgeForm(initial={"owner": company.name}),
        "banks_form": forms.BanksForm(banks=queries.open_banks(by=by, credit_id=pk), with_paper=False),
        "subsidies": subsidies.of_loan(offers[-1], by=by, on=at.date()) if offers else [],
    } | wrong  # fmt: skip
    return render(request, "finance/company_credit.html", context, status=422 if wrong else 200)


def _act(request: HttpRequest, pk: int, *, by: Actor, at: datetime) -> dict[str, Any]:
    verb = request.POST.get("verb", "")
    if verb == "pledge":
        form: Any = forms.PledgeForm(request.POST)
        good = asking.filled(
            form, lambda given: actions.add_pledge(credit_id=pk, new=actions.NewPledge(**given), by=by, at=at)
        )
        return {} if good else {"pledge_form": form}
    if verb == "consent":
        form = forms.BanksForm(request.POST, banks=queries.open_banks(by=by, credit_id=pk), with_paper=False)
        good = asking.filled(
            form, lambda given: actions.consent(credit_id=pk, bank_ids=given["banks"], by=by, at=at)
        )
        return {} if good else {"banks_form": form}
    said = request.POST.get("words", "")
    if verb == "withdraw":
        actions.withdraw(credit_id=pk, words=said, by=by, at=at)
        return {}
    taps: dict[str, Callable[[int], Any]] = {
        "unpledge": lambda n: actions.remove_pledge(credit_id=pk, pledge_id=n, by=by, at=at),
        "revoke": lambda n: actions.revoke(referral_id=n, by=by, at=at),
        "tell": lambda n: actions.tell(question_id=n, answer=said, by=by, at=at),
        "accept": lambda n: actions.accept(referral_id=n, by=by, at=at),
        "refuse": lambda n: actions.refuse(referral_id=n, words=said, by=by, at=at),
        "confirm": lambda n: actions.confirm_drawdown(drawdown_id=n, by=by, at=at),
        "dispute": lambda n: actions.dispute_drawdown(drawdown_id=n, words=said, by=by, at=at),
    }
    if verb not in taps:
        raise Invalid(remedy=_("Load the page again."))
    taps[verb](asking.number(request, "number"))
    return {}
