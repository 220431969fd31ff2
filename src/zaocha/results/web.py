"""Pages of results: the list, one with its evidence and history, and the company's own by its link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts import actors, links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.companies import naming
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.results import access, actions, exporting, forms, queries, words
from zaocha.sheets import tables
from zaocha.ui import trying

PER_PAGE = 30


@require_GET
@signed_in("results.read")
def results(request: HttpRequest) -> HttpResponse:
    """Results, newest first, with the sums of what is filtered."""
    by = actor_of(request)
    form = forms.FilterForm(request.GET or None, tenant=by.tenant)
    filters = form.filters()
    page = Paginator(queries.results(by=by, filters=filters), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "totals": queries.totals(by=by, filters=filters), "query": request.GET.urlencode(),
        "filtered": any(value for name, value in request.GET.items() if name != "page"),
        "may_write": by.may("results.write"),
    }  # fmt: skip
    return render(request, "results/list.html", context)


@require_GET
@signed_in("results.read")
def export(request: HttpRequest, form: str) -> HttpResponse:
    """What is filtered, as .xlsx or .csv."""
    by = actor_of(request)
    found = queries.results(by=by, filters=forms.FilterForm(request.GET or None, tenant=by.tenant).filters())
    if form == "xlsx":
        answer = HttpResponse(exporting.xlsx(found, tenant=by.tenant), content_type=tables.XLSX_TYPE)
    elif form == "csv":
        answer = HttpResponse(exporting.csv(found, tenant=by.tenant), content_type="text/csv; charset=utf-8")
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="results.{form}"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in("results.write")
def new(request: HttpRequest) -> HttpResponse:
    """Note what changed for a company, with its evidence."""
    form = forms.ResultForm(request.POST or None, initial={"on": clock.now().date()})
    if request.method == "POST" and form.is_valid():
        made = trying.tried(form, lambda: _entered(request, form))
        if made is not None:
            messages.success(
                request, _("Noted down. Ask the company whether it is so: the message is ready below.")
            )
            return redirect("result", pk=made.pk)
    return render(request, "results/new.html", {"form": form}, status=422 if form.errors else 200)


def _entered(request: HttpRequest, form: forms.ResultForm) -> Any:
    by, given = actor_of(request), form.cleaned_data
    wanted = actions.NewResult(
        kind=given["kind"], amount=given["amount"], on=given["on"], evidence=given["evidence"],
        company_id=naming.meant(given["company"], by=by, field="company"),
    )  # fmt: skip
    return actions.enter(new=wanted, by=by, at=clock.now())


@require_GET
@signed_in("results.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One result: evidence, what it came from, who confirmed, counter-entries."""
    return _page(request, pk)


@require_POST
@signed_in("results.write")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A counter-entry, and a new entry with the right amount."""
    by, at = actor_of(request), clock.now()
    access.the_result(by, pk)
    form = forms.CorrectForm(request.POST)
    made = None
    if form.is_valid():
        given = form.cleaned_data
        made = trying.tried(form, lambda: actions.correct(result_id=pk, by=by, at=at, **given))
    if made is None:
        return _page(request, pk, correct_form=form)
    messages.success(request, _("Corrected by a counter-entry. The company is asked anew."))
    return redirect("result", pk=made.pk)


@require_POST
@signed_in("results.write")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A counter-entry with nothing in its place."""
    by, at = actor_of(request), clock.now()
    access.the_result(by, pk)
    form = forms.ReasonForm(request.POST, prefix="back")
    made = None
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        made = trying.tried(form, lambda: actions.take_back(result_id=pk, reason=reason, by=by, at=at))
    if made is None:
        return _page(request, pk, back_form=form)
    messages.success(request, _("Taken back by a counter-entry."))
    return redirect("result", pk=pk)


def _page(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    by = actor_of(request)
    found = queries.detail(by=by, pk=pk)
    context = {
        "detail": found, "result": found.result, "correct_form": forms.CorrectForm(),
        "back_form": forms.ReasonForm(prefix="back"),
        "may_write": by.may("results.write") and found.result.kind != "problem_solved"
        and found.result.state in ("confirmed", "waiting", "disputed"),
        "message": words.ask(found.result, by=by, request=request) if by.may("results.write") else "", **given,
    }  # fmt: skip
    return render(request, "results/one.html", context, status=422 if given else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """What changed for one company, for itself: so it is, or not so. Opening it says nothing."""
    link = links.resolve(token=token, at=clock.now(), purpose="company")
    by = actors.of_company_link(link)
    state: dict[str, Any] = {"refusal": None, "form": forms.NotSoForm(), "number": 0}
    if request.method == "POST" and _said(request, by=by, state=state):
        messages.success(request, _("Thank you, noted down."))
        return redirect("link-company-results", token=token)
    page = Paginator(queries.of_company(by=by), PER_PAGE).get_page(request.GET.get("page"))
    context = {"tenant": link.tenant, "token": token, "page": page, **state}
    return render(request, "results/by_link.html", context, status=422 if request.method == "POST" else 200)


def _said(request: HttpRequest, *, by: actors.Actor, state: dict[str, Any]) -> bool:
    number, at = request.POST.get("number", ""), clock.now()
    pk = int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0
    state["number"] = pk
    try:
        if request.POST.get("verb") == "yes":
            actions.confirm(result_id=pk, by=by, at=at)
            return True
        state["form"] = form = forms.NotSoForm(request.POST)
        return form.is_valid() and bool(
            trying.tried(
                form,
                lambda: actions.dispute(result_id=pk, words=form.cleaned_data["words"], by=by, at=at),
            )
        )
    except Refused as refusal:
        if refusal.status == 404:
            raise
        state["refusal"] = refusal
        return False


urlpatterns = [
    path("results/", results, name="results"),
    path("results/new/", new, name="result-new"),
    path("results/export/<slug:form>/", export, name="results-export"),
    path("results/<int:pk>/", one, name="result"),
    path("results/<int:pk>/correct/", correct, name="result-correct"),
    path("results/<int:pk>/take-back/", take_back, name="result-take-back"),
    path("c/<str:token>/results/", by_link, name="link-company-results"),
]
