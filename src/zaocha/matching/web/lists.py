"""Policies without application: who is certain, who is on the list, what the company said, what was paid."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.matching import certain, exporting, showing
from zaocha.matching.actions import confirmations as actions
from zaocha.matching.forms import StepForm
from zaocha.matching.models import Confirmation
from zaocha.matching.queries import policies as queries
from zaocha.matching.web.policies import download
from zaocha.offers import dictionary
from zaocha.offers.models import Policy
from zaocha.offers.queries import policies as policy_queries

PER_PAGE = 50
SHOWN = 300
TONES = {"listed": "blue", "confirmed": "green", "declined": "grey", "paid": "teal", "dropped": "grey"}


@require_GET
@signed_in("matches.read")
def automatic(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is certain and not listed yet, and the list."""
    by, at = actor_of(request), clock.now()
    return _page(request, policy_queries.one(by, pk), by=by, at=at)


@require_POST
@signed_in("matches.write")
def put_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the chosen companies on the list, each only if it is certain now."""
    by, at = actor_of(request), clock.now()
    chosen = [
        int(one)
        for one in request.POST.getlist("company")
        if one.isascii() and one.isdecimal() and len(one) < 19
    ]
    count = actions.list_companies(policy_id=pk, company_ids=chosen, by=by, at=at)
    said = ngettext("%(n)d company is on the list now.", "%(n)d companies are on the list now.", count)
    messages.success(request, said % {"n": count})
    return redirect("policy-automatic", pk=pk)


@require_POST
@signed_in("matches.write")
def step(request: HttpRequest, pk: int, confirmation_id: int) -> HttpResponse:
    """Note the company's word, the payout, or that it comes off the list."""
    by, at = actor_of(request), clock.now()
    policy = policy_queries.one(by, pk)
    if not Confirmation.objects.filter(policy=policy, pk=confirmation_id).exists():
        raise NotFound()
    form = StepForm(request.POST)
    try:
        if form.is_valid():
            _step(confirmation_id, form, by=by, at=at)
            messages.success(request, _("Noted."))
            return redirect("policy-automatic", pk=pk)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return _page(request, policy, by=by, at=at, failed=form, asked=confirmation_id)


@require_GET
@signed_in("matches.read")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as a table."""
    by = actor_of(request)
    policy = policy_queries.one(by, pk)
    return download(
        exporting.confirmations(queries.confirmations(policy), by=by),
        f"{policy.code}-{clock.today().isoformat()}",
    )


def _step(confirmation_id: int, form: StepForm, *, by: Actor, at: datetime) -> None:
    data = form.cleaned_data
    if data["verb"] == "pay":
        amount = data["amount"]
        found = Confirmation.objects.filter(pk=confirmation_id).values_list("amount", flat=True).first()
        paid = (found or Decimal(0)) if amount is None else amount
        actions.pay(confirmation_id=confirmation_id, amount=paid, by=by, at=at)
    elif data["verb"] == "drop":
        actions.drop(confirmation_id=confirmation_id, reason=data["note"], by=by, at=at)
    else:
        agrees = data["verb"] == "confirm"
        actions.answer(confirmation_id=confirmation_id, agrees=agrees, note=data["note"], by=by, at=at)


def _page(
    request: HttpRequest,
    policy: Policy,
    *,
    by: Actor,
    at: datetime,
    failed: StepForm | None = None,
    asked: int = 0,
) -> HttpResponse:
    candidates = queries.candidates(policy, by=by)[:SHOWN]
    sure = (
        certain.of(policy, company_ids=[one.pk for one in candidates], by=by, on=at.date())
        if candidates
        else {}
    )
    rows = [{"company": one, "words": _words(sure[one.pk], one, by)} for one in candidates if one.pk in sure]
    page = Paginator(queries.confirmations(policy), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "policy": policy,
        "title": dictionary.in_language({"zh": policy.title_zh, "en": policy.title_en}),
        "candidates": rows,
        "page": page,
        "rows": [(one, TONES[one.state], _words(one.amount, one.company, by)) for one in page.object_list],
        "form": failed or StepForm(),
        "asked": asked,
        "may_write": by.may("matches.write"),
        "notice": showing.notice(),
    }
    return render(request, "matching/automatic.html", context, status=422 if failed else 200)


def _words(amount: Decimal | None, company: Company, by: Actor) -> str:
    return dictionary.amount(amount) if amount and showing.may_see_amount(by, company) else ""
