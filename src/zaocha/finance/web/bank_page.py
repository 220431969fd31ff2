"""The bank's page by link: the dossier and nothing else; it asks, offers or declines, by POST."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.finance import actions, forms
from zaocha.finance.models import Referral
from zaocha.finance.web import asking
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, NotFound, Refused


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing."""
    link = links.resolve(token=token, at=clock.now(), purpose="bank")
    rows = Referral.objects.select_related("credit__company", "bank").filter(credit__tenant=link.tenant)
    found = rows.filter(pk=link.subject_id).first()
    if found is None:
        raise NotFound()
    by = actors.of_link(link, name=found.bank.name)
    wrong: dict[str, Any] = {}
    if request.method == "POST":
        try:
            wrong = _act(request, found, by=by)
        except Refused as refusal:
            wrong = {"refusal": refusal}
        if not wrong:
            messages.success(request, _("Thank you. The company and the desk have it now."))
            return redirect("link-bank", token=token)
    names = ("amount", "rate", "months", "until", "conditions")
    initial = {name: getattr(found, {"until": "offer_until"}.get(name, name)) for name in names}
    context = {
        "referral": found, "credit": found.credit, "tenant": link.tenant, "token": token,
        "pledges": found.credit.pledges.order_by("pk"), "questions": found.questions.order_by("pk"),
        "drawdowns": found.drawdowns.order_by("pk"),
        "open": found.state in ("sent", "offered") and found.credit.is_live,
        "terms_form": forms.TermsForm(initial=initial | {"name": found.answered_name}, prefix="t"),
        "decline_form": forms.DeclineForm(prefix="d"), "ask_form": forms.WordsForm(prefix="q"),
        "drawdown_form": forms.DrawdownForm(prefix="w"),
    } | wrong  # fmt: skip
    return render(request, "finance/bank_page.html", context, status=422 if wrong else 200)


def _act(request: HttpRequest, found: Referral, *, by: Actor) -> dict[str, Any]:
    at, verb, pk = clock.now(), request.POST.get("verb", ""), found.pk
    form: Any
    if verb == "offer":
        form = forms.TermsForm(request.POST, prefix="t")
        good = asking.filled(
            form, lambda given: actions.offer(referral_id=pk, terms=actions.Terms(**given), by=by, at=at)
        )
        return {} if good else {"terms_form": form}
    if verb == "decline":
        form = forms.DeclineForm(request.POST, prefix="d")
        good = asking.filled(form, lambda given: actions.decline(referral_id=pk, by=by, at=at, **given))
        return {} if good else {"decline_form": form}
    if verb == "ask":
        form = forms.WordsForm(request.POST, prefix="q")
        good = asking.filled(
            form, lambda given: actions.ask(referral_id=pk, words=given["words"], by=by, at=at)
        )
        return {} if good else {"ask_form": form}
    if verb == "drawdown":
        form = forms.DrawdownForm(request.POST, prefix="w")
        good = asking.filled(
            form,
            lambda given: actions.note_drawdown(
                referral_id=pk, amount=given["amount"], on=given["on_day"], by=by, at=at
            ),
        )
        return {} if good else {"drawdown_form": form}
    raise Invalid(remedy=_("Load the page again."))
