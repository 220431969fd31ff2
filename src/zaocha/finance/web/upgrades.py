"""The desk's pages of digital upgrades."""

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

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies import naming
from zaocha.finance import access, actions, exporting, forms, queries, subsidies
from zaocha.finance.web import asking
from zaocha.finance.web.credits import filters
from zaocha.kernel import clock
from zaocha.kernel.errors import Conflict, Invalid
from zaocha.sheets import tables
from zaocha.ui import trying


@require_GET
@signed_in("finance.read")
def upgrades(request: HttpRequest) -> HttpResponse:
    """Upgrades, newest first."""
    by = actor_of(request)
    form = forms.FilterForm(request.GET or None, by=by, banks=None)
    page = Paginator(queries.upgrades(by=by, filters=filters(request, form)), 30).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form, "page": page, "filtered": bool(request.GET), "amounts": access.shows_amounts(by),
        "may_write": by.may("finance.write"),
    }  # fmt: skip
    return render(request, "finance/upgrades.html", context)


@require_GET
@signed_in("finance.read")
def export(request: HttpRequest) -> HttpResponse:
    """The list as .xlsx, with the same filters."""
    by = actor_of(request)
    form = forms.FilterForm(request.GET or None, by=by, banks=None)
    rows = queries.upgrades(by=by, filters=filters(request, form))[:20_000]
    data = exporting.upgrades_xlsx(rows, amounts=access.shows_amounts(by))
    answer = HttpResponse(data, content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="upgrades.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in("finance.write")
def new(request: HttpRequest) -> HttpResponse:
    """Open a project for a company."""
    by = actor_of(request)
    form = forms.UpgradeForm(request.POST or None, initial={"client_key": secrets.token_hex(12)})
    if request.method == "POST" and form.is_valid():

        def do() -> Any:
            company_id = naming.meant(form.cleaned_data["company"], by=by, field="company")
            return actions.open_upgrade(
                new=asking.new_upgrade(form.cleaned_data, company_id), by=by, at=clock.now()
            )

        made = trying.tried(form, do)
        if made is not None:
            return redirect("upgrade", pk=made.pk)
    return render(request, "finance/upgrade_edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("finance.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a project that runs."""
    by = actor_of(request)
    found = access.upgrade(by, pk)
    names = ("title", "machines", "planned", "spent", "supplier", "starts_on", "due_on", "words", "version")
    form = forms.UpgradeForm(
        request.POST or None, with_company=False, initial={name: getattr(found, name) for name in names}
    )
    if request.method == "POST":

        def do(given: dict[str, Any]) -> Any:
            new = replace(asking.new_upgrade(given, found.company_id), client_key="")
            return actions.change_upgrade(
                upgrade_id=pk, new=new, version=given["version"] or 0, by=by, at=clock.now()
            )

        if asking.filled(form, do):
            messages.success(request, _("Saved."))
            return redirect("upgrade", pk=pk)
    status = 422 if form.errors else 200
    return render(request, "finance/upgrade_edit.html", {"form": form, "upgrade": found}, status=status)


@require_GET
@signed_in("finance.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A project: machines, money, what policies say, acceptance."""
    return _page(request, pk)


@require_POST
@signed_in("finance.write")
def do(request: HttpRequest, pk: int) -> HttpResponse:
    """One step, named by `verb`."""
    by, at = actor_of(request), clock.now()
    access.upgrade(by, pk)
    steps: dict[str, tuple[type[Any], Callable[[dict[str, Any]], Any]]] = {
        "count": (forms.CountForm, lambda given: actions.count(upgrade_id=pk, new=asking.new_count(given), by=by, at=at)),
        "accept": (forms.AcceptanceForm, lambda given: actions.accept_upgrade(
            upgrade_id=pk, new=actions.Acceptance(given["on_day"], given["body"], given["words"]), by=by, at=at)),
        "subsidy": (forms.SubsidyForm, lambda given: actions.note_subsidy(
            upgrade_id=pk, amount=given["amount"], on=given["on_day"], policy_code=given["policy_code"], by=by, at=at)),
        "stop": (forms.WordsForm, lambda given: actions.stop(upgrade_id=pk, reason=given["words"], by=by, at=at)),
    }  # fmt: skip
    verb = request.POST.get("verb", "")
    if verb not in steps:
        raise Invalid(remedy=_("Load the page again."))
    kind, act = steps[verb]
    form = kind(request.POST)
    try:
        if not form.is_valid() or trying.tried(form, lambda: act(form.cleaned_data)) is None:
            return _page(request, pk, **{f"{verb}_form": form})
    except Conflict as refusal:
        messages.error(request, str(refusal))
    return redirect("upgrade", pk=pk)


def _page(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    by: Actor = actor_of(request)
    found, counts, done = queries.upgrade(by=by, pk=pk)
    writes = by.may("finance.write")
    context = {
        "upgrade": found, "counts": counts, "done": done, "amounts": access.shows_amounts(by), "may_write": writes,
        "count_form": forms.CountForm(), "accept_form": forms.AcceptanceForm(), "subsidy_form": forms.SubsidyForm(),
        "stop_form": forms.WordsForm(),
        "subsidies": subsidies.of_upgrade(found, by=by, on=clock.now().date()) if writes else [],
    } | given  # fmt: skip
    return render(request, "finance/upgrade.html", context, status=422 if given else 200)
