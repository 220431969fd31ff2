"""The companies on a chain: filters, positions, who joined and left, as .xlsx."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.chains import access, actions, exporting, forms, queries
from zaocha.chains.web import acting
from zaocha.companies import naming
from zaocha.dealings.models import Good
from zaocha.kernel import clock
from zaocha.sheets import tables
from zaocha.ui import trying

PER_PAGE, MOST_EXPORTED, REMEMBERED = 40, 20_000, 20


@require_http_methods(["GET", "POST"])
@signed_in("companies.read")
def members(request: HttpRequest, code: str) -> HttpResponse:
    """The list; who may change the chain says here where each stands."""
    by, at = actor_of(request), clock.now()
    by.need("chains.read")
    chain = access.the_chain(by, code)
    joining = forms.JoinForm()
    if request.method == "POST":
        if request.POST.get("verb") != "join":
            _act(request, code, by=by, at=at)
            return redirect(_back(request, code))
        access.need_write(by, code)
        by.need("companies.write")
        joining = forms.JoinForm(request.POST)
        if joining.is_valid() and trying.tried(joining, lambda: _join(joining, code, by=by, at=at)):
            return redirect("chain-members", code=code)
    form = forms.MemberFilter(request.GET, by=by)
    page = Paginator(queries.members(by=by, chain=code, filters=form.filters()), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "chain": chain, "form": form, "page": page, "rows": queries.rows_of(list(page.object_list), chain=code),
        "filtered": any(request.GET.get(name) for name in form.fields), "joining": joining,
        "may_write": access.may_write(by, code), "may_join": by.may("companies.write") and access.may_write(by, code),
        "positions": Good.Tier.choices, "history": queries.history(by=by, chain=code)[:REMEMBERED],
    }  # fmt: skip
    return render(request, "chains/members.html", context, status=422 if joining.errors else 200)


@require_GET
@signed_in("companies.read")
def export(request: HttpRequest, code: str) -> HttpResponse:
    """What is filtered, as .xlsx; who supplies whom is not in it."""
    by = actor_of(request)
    by.need("chains.read")
    chain = access.the_chain(by, code)
    filters = forms.MemberFilter(request.GET, by=by).filters()
    found = list(queries.members(by=by, chain=code, filters=filters)[:MOST_EXPORTED])
    answer = HttpResponse(
        exporting.members(queries.rows_of(found, chain=code), chain), content_type=tables.XLSX_TYPE
    )
    answer["Content-Disposition"] = f'attachment; filename="chain-{code}.xlsx"'
    return answer


def _join(form: forms.JoinForm, code: str, *, by: Actor, at: datetime) -> Any:
    given = form.cleaned_data
    company = naming.meant(given["company"], by=by, field="company")
    return actions.join(
        chain=code, company_id=company, position=given["position"], on=given["on"], by=by, at=at
    )


def _act(request: HttpRequest, code: str, *, by: Actor, at: datetime) -> None:
    same: dict[str, Any] = {"chain": code, "company_id": acting.number(request), "by": by, "at": at}
    position = request.POST.get("position", "")
    verbs = {
        "place": lambda: actions.place(position=position, **same),
        "leave": lambda: actions.take_off(words=acting.words(request), **same),
    }
    acting.done(request, verbs)


def _back(request: HttpRequest, code: str) -> str:
    """Where the reader was: filter and page stay."""
    kept = {name: request.GET[name] for name in ("q", "position", "community", "page") if name in request.GET}
    address = reverse("chain-members", kwargs={"code": code})
    return f"{address}?{urlencode(kept)}" if kept else address
