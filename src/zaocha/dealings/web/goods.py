"""The list of goods with thin and missing links, one good with its companies and candidates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.companies import naming
from zaocha.dealings import access, actions, exporting, forms, queries
from zaocha.dealings.models import Good
from zaocha.kernel import clock
from zaocha.sheets import tables
from zaocha.ui import trying


@require_GET
@signed_in("dealings.read")
def goods(request: HttpRequest) -> HttpResponse:
    """Goods by chain and position, with how many make, buy and have them to spare."""
    by = actor_of(request)
    form = forms.FilterForm(request.GET or None, tenant=by.tenant)
    page = Paginator(_links(request, form), 50).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "filtered": bool(request.GET), "may_write": by.may("dealings.write"),
        "waiting": queries.introductions(by=by, state="asked").count(),
    }  # fmt: skip
    return render(request, "dealings/goods.html", context)


@require_GET
@signed_in("dealings.read")
def export(request: HttpRequest) -> HttpResponse:
    """The list as .xlsx; supplies only from five on."""
    form = forms.FilterForm(request.GET or None, tenant=actor_of(request).tenant)
    answer = HttpResponse(exporting.xlsx(_links(request, form)), content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="goods.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in("dealings.write")
def new(request: HttpRequest) -> HttpResponse:
    """Enter a good."""
    by = actor_of(request)
    form = forms.GoodForm(request.POST or None, tenant=by.tenant)
    if request.method == "POST" and form.is_valid():
        made = trying.tried(form, lambda: actions.enter_good(new=form.new_good(), by=by, at=clock.now()))
        if made is not None:
            return redirect("good", pk=made.pk)
    return render(request, "dealings/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("dealings.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a good."""
    by = actor_of(request)
    good = access.the_good(by, pk)
    names = ("zh", "en", "chain", "tier", "inputs")
    initial = {name: getattr(good, name) for name in names} | {"aliases": "、".join(good.aliases)}
    form = forms.GoodForm(request.POST or None, tenant=by.tenant, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = trying.tried(
            form, lambda: actions.change_good(good_id=pk, new=form.new_good(), by=by, at=clock.now())
        )
        if changed is not None:
            messages.success(request, _("Saved."))
            return redirect("good", pk=pk)
    return render(
        request, "dealings/edit.html", {"form": form, "good": good}, status=422 if form.errors else 200
    )


@require_POST
@signed_in("dealings.write")
def install(request: HttpRequest) -> HttpResponse:
    """Enter the goods that come with the project."""
    made = actions.install_goods(by=actor_of(request), at=clock.now())
    messages.success(request, _("%(count)s goods were entered.") % {"count": made})
    return redirect("goods")


@require_GET
@signed_in("dealings.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Who makes, buys and has it to spare; for each buyer the makers that suit it, with reasons."""
    return good_page(request, access.the_good(actor_of(request), pk))


@require_POST
@signed_in("dealings.write")
def tell(request: HttpRequest) -> HttpResponse:
    """Note down what a company does with a good."""
    by = actor_of(request)
    form = forms.DealingForm(request.POST, goods=list(access.goods(by)))
    if form.is_valid():
        made = trying.tried(
            form,
            lambda: actions.tell_dealing(
                new=form.new_dealing(naming.meant(form.cleaned_data["company"], by=by, field="company")),
                by=by, at=clock.now(),
            ),
        )  # fmt: skip
        if made is not None:
            return redirect("good", pk=made.good_id)
    number = request.POST.get("good", "")
    if not number.isdecimal():
        messages.error(request, _("Choose a good first."))
        return redirect("goods")
    return good_page(request, access.the_good(by, int(number)), dealing_form=form)


@require_POST
@signed_in("dealings.write")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """It is so no longer."""
    by = actor_of(request)
    good = access.dealings(by).filter(pk=pk).values_list("good", flat=True).first()
    actions.end_dealing(dealing_id=pk, by=by, at=clock.now())
    return redirect("good", pk=good)


def good_page(request: HttpRequest, good: Good, **given: Any) -> HttpResponse:
    """The page of one good, with the forms as they were filled in."""
    by = actor_of(request)
    link = next(one for one in queries.links(by=by) if one.good.pk == good.pk)
    context = {
        "good": good, "link": link, "dealings": queries.of_good(by=by, good=good),
        "seekers": queries.seekers(by=by, good=good, on=clock.now().date()), "may_write": by.may("dealings.write"),
        "dealing_form": forms.DealingForm(goods=list(access.goods(by)), initial={"good": str(good.pk)}),
        "introduce_form": forms.IntroduceForm(), **given,
    }  # fmt: skip
    return render(request, "dealings/good.html", context, status=422 if given else 200)


def _links(request: HttpRequest, form: forms.FilterForm) -> list[queries.Link]:
    given = form.cleaned_data if form.is_valid() else {}
    return queries.links(
        by=actor_of(request), chain=given.get("chain", ""), tier=given.get("tier", ""),
        flag=given.get("flag", ""), text=given.get("q", ""),
    )  # fmt: skip
