"""The desk's pages of dossiers."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies import naming
from zaocha.finance import access, actions, exporting, forms, queries, subsidies, words
from zaocha.finance.models import Referral
from zaocha.finance.web import asking
from zaocha.kernel import clock
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.sheets import tables
from zaocha.ui import trying


def filters(request: HttpRequest, form: forms.FilterForm) -> queries.Filters:
    """What was asked for above a list."""
    given = form.cleaned_data if form.is_valid() else {}
    bank = given.get("bank") or ""
    return queries.Filters(
        given.get("state", ""),
        given.get("q", "").strip(),
        int(bank) if bank else None,
        given.get("chain", ""),
    )


@require_GET
@signed_in("finance.read")
def credits(request: HttpRequest) -> HttpResponse:
    """Dossiers, newest first."""
    by = actor_of(request)
    form = forms.FilterForm(request.GET or None, by=by, banks=list(access.banks(by).order_by("name")))
    page = Paginator(queries.credits(by=by, filters=filters(request, form)), 30).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form, "page": page, "filtered": bool(request.GET), "amounts": access.shows_amounts(by),
        "may_write": by.may("finance.write"),
    }  # fmt: skip
    return render(request, "finance/credits.html", context)


@require_GET
@signed_in("finance.read")
def export(request: HttpRequest) -> HttpResponse:
    """The list as .xlsx, with the same filters."""
    by = actor_of(request)
    form = forms.FilterForm(request.GET or None, by=by, banks=list(access.banks(by)))
    rows = queries.credits(by=by, filters=filters(request, form))[:20_000]
    answer = HttpResponse(
        exporting.credits_xlsx(rows, amounts=access.shows_amounts(by)), content_type=tables.XLSX_TYPE
    )
    answer["Content-Disposition"] = 'attachment; filename="credits.xlsx"'
    return answer


@require_GET
@signed_in("finance.write")
def suited(request: HttpRequest) -> HttpResponse:
    """Companies that may have something to pledge."""
    return render(request, "finance/suited.html", {"found": queries.suited(by=actor_of(request))})


@require_http_methods(["GET", "POST"])
@signed_in("finance.write")
def new(request: HttpRequest) -> HttpResponse:
    """Open a dossier for a company."""
    by = actor_of(request)
    initial = {"client_key": secrets.token_hex(12), "company": request.GET.get("company", "")[:120]}
    form = forms.CreditForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():

        def do() -> Any:
            company_id = naming.meant(form.cleaned_data["company"], by=by, field="company")
            return actions.open_credit(
                new=asking.new_credit(form.cleaned_data, company_id), by=by, at=clock.now()
            )

        made = trying.tried(form, do)
        if made is not None:
            messages.success(request, _("The dossier is open. Now what is pledged, and which banks."))
            return redirect("credit", pk=made.pk)
    return render(request, "finance/credit_edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("finance.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a dossier that no bank has yet."""
    by = actor_of(request)
    found = access.credit(by, pk)
    names = ("purpose", "words", "amount", "months", "needed_by", "version")
    form = forms.CreditForm(
        request.POST or None, with_company=False, initial={name: getattr(found, name) for name in names}
    )
    if request.method == "POST":

        def do(given: dict[str, Any]) -> Any:
            new = replace(asking.new_credit(given, found.company_id), client_key="")
            return actions.change_credit(
                credit_id=pk, new=new, version=given["version"] or 0, by=by, at=clock.now()
            )

        if asking.filled(form, do):
            messages.success(request, _("Saved."))
            return redirect("credit", pk=pk)
    status = 422 if form.errors else 200
    return render(request, "finance/credit_edit.html", {"form": form, "credit": found}, status=status)


@require_GET
@signed_in("finance.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A dossier."""
    return _page(request, pk)


@require_POST
@signed_in("finance.write")
def do(request: HttpRequest, pk: int) -> HttpResponse:
    """One step, named by `verb`."""
    by, at = actor_of(request), clock.now()
    access.credit(by, pk)
    verbs: dict[str, Callable[..., dict[str, Any]]] = {
        "pledge": _pledge, "unpledge": _unpledge, "consent": _consent, "send": _send, "tell": _tell,
        "drawdown": _drawdown, "close": _close,
    }  # fmt: skip
    verb = verbs.get(request.POST.get("verb", ""))
    if verb is None:
        raise Invalid(remedy=_("Load the page again."))
    try:
        wrong = verb(request, pk, by=by, at=at)
    except Conflict as refusal:
        messages.error(request, str(refusal))
        return redirect("credit", pk=pk)
    return _page(request, pk, **wrong) if wrong else redirect("credit", pk=pk)


def _pledge(request: HttpRequest, pk: int, *, by: Actor, at: Any) -> dict[str, Any]:
    form = forms.PledgeForm(request.POST)
    good = asking.filled(
        form, lambda given: actions.add_pledge(credit_id=pk, new=actions.NewPledge(**given), by=by, at=at)
    )
    return {} if good else {"pledge_form": form}


def _unpledge(request: HttpRequest, pk: int, *, by: Actor, at: Any) -> dict[str, Any]:
    actions.remove_pledge(credit_id=pk, pledge_id=asking.number(request, "number"), by=by, at=at)
    return {}


def _consent(request: HttpRequest, pk: int, *, by: Actor, at: Any) -> dict[str, Any]:
    form = forms.BanksForm(request.POST, banks=queries.open_banks(by=by, credit_id=pk), with_paper=True)
    good = asking.filled(
        form,
        lambda given: actions.consent(
            credit_id=pk, bank_ids=given["banks"], paper=given["paper"], by=by, at=at
        ),
    )
    return {} if good else {"banks_form": form}


def _send(request: HttpRequest, pk: int, *, by: Actor, at: Any) -> dict[str, Any]:
    actions.send(referral_id=asking.number(request, "number"), by=by, at=at)
    messages.success(request, _("Noted. Copy the message with the bank's link now."))
    return {}


def _tell(request: HttpRequest, pk: int, *, by: Actor, at: Any) -> dict[str, Any]:
    actions.tell(
        question_id=asking.number(request, "number"), answer=request.POST.get("words", ""), by=by, at=at
    )
    return {}


def _drawdown(request: HttpRequest, pk: int, *, by: Actor, at: Any) -> dict[str, Any]:
    form, number = forms.DrawdownForm(request.POST), asking.number(request, "number")
    good = asking.filled(
        form,
        lambda given: actions.note_drawdown(
            referral_id=number, amount=given["amount"], on=given["on_day"], by=by, at=at
        ),
    )
    return {} if good else {"drawdown_form": form}


def _close(request: HttpRequest, pk: int, *, by: Actor, at: Any) -> dict[str, Any]:
    form = forms.WordsForm(request.POST)
    good = asking.filled(form, lambda given: actions.close(credit_id=pk, reason=given["words"], by=by, at=at))
    return {} if good else {"close_form": form}


@require_http_methods(["POST"])
@signed_in("finance.write")
def message(request: HttpRequest, pk: int, referral_pk: int) -> HttpResponse:
    """The message with the bank's link, to be copied."""
    by, at = actor_of(request), clock.now()
    found = _referral(by, pk, referral_pk)
    if found.sent_at is None or found.state == Referral.State.REVOKED:
        raise Conflict(_("This dossier is not with the bank."), remedy=_("Send it first."))
    link = links.issue(tenant=by.tenant, purpose="bank", subject_id=found.pk, by=by.mark, at=at)
    url = links.url(link, request=request)
    context = {"referral": found, "message": words.to_bank(found, tenant=by.tenant, url=url), "url": url}
    return render(request, "finance/message.html", context)


@require_GET
@signed_in("finance.write")
def docx(request: HttpRequest, pk: int, referral_pk: int) -> HttpResponse:
    """The dossier on paper, for a bank that works on paper."""
    by = actor_of(request)
    found = _referral(by, pk, referral_pk)
    if found.state == Referral.State.REVOKED:
        raise Conflict(_("The company has taken its consent back."))
    data = exporting.dossier_docx(
        found.credit, list(found.credit.pledges.order_by("pk")), found, sender=by.tenant.name
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="credit-{pk}-{referral_pk}.docx"'
    return answer


def _referral(by: Actor, pk: int, referral_pk: int) -> Referral:
    rows = Referral.objects.select_related("bank", "credit__company").filter(credit=access.credit(by, pk))
    found = rows.filter(pk=referral_pk).first()
    if found is None:
        raise NotFound()
    return found


def _page(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    found = queries.credit(by=by, pk=pk, at=at)
    offers = [one for one in found.referrals if one.state in ("offered", "accepted")]
    writes = by.may("finance.write")
    context = {
        "detail": found, "credit": found.credit, "amounts": access.shows_amounts(by), "may_write": writes,
        "pledge_form": forms.PledgeForm(initial={"owner": found.credit.company.name}),
        "banks_form": forms.BanksForm(banks=queries.open_banks(by=by, credit_id=pk), with_paper=True) if writes else None,
        "drawdown_form": forms.DrawdownForm(), "close_form": forms.WordsForm(prefix=None),
        "subsidies": subsidies.of_loan(offers[-1], by=by, on=at.date()) if offers and writes else [],
    } | given  # fmt: skip
    return render(request, "finance/credit.html", context, status=422 if given else 200)
