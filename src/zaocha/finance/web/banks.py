"""The banks of the town."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.finance import access, actions, forms
from zaocha.finance.web import asking
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound


@require_http_methods(["GET", "POST"])
@signed_in("finance.banks")
def banks(request: HttpRequest) -> HttpResponse:
    """All of them, and a form for another one."""
    by = actor_of(request)
    form = forms.BankForm(request.POST or None)
    if request.method == "POST" and asking.filled(
        form, lambda given: actions.enter_bank(new=actions.NewBank(**given), by=by, at=clock.now())
    ):
        messages.success(request, _("Saved."))
        return redirect("banks")
    context: dict[str, Any] = {"form": form, "banks": access.banks(by).order_by("is_resting", "name")}
    return render(request, "finance/banks.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("finance.banks")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a bank."""
    by = actor_of(request)
    found = access.banks(by).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    names = ("name", "contact_name", "contact_phone", "note", "is_resting")
    form = forms.BankForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and asking.filled(
        form,
        lambda given: actions.change_bank(bank_id=pk, new=actions.NewBank(**given), by=by, at=clock.now()),
    ):
        messages.success(request, _("Saved."))
        return redirect("banks")
    return render(
        request, "finance/bank_edit.html", {"form": form, "bank": found}, status=422 if form.errors else 200
    )
