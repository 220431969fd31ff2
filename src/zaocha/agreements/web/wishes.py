"""Pages of workers' wishes for the desk: questions, one with its wishes, the poster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.agreements import access, exporting, messaging
from zaocha.agreements.actions import wishes as actions
from zaocha.agreements.forms import wishes as forms
from zaocha.agreements.models import Collection, WishGroup
from zaocha.agreements.queries import wishes as queries
from zaocha.companies import naming
from zaocha.demands.forms import category_choices
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, NotFound, Refused
from zaocha.sheets import tables
from zaocha.ui import trying


@require_GET
@signed_in("agreements.read")
def wishes(request: HttpRequest) -> HttpResponse:
    """Questions to workers, newest first."""
    by, form = actor_of(request), forms.FilterForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    found = queries.collections(by=by, text=given.get("q", ""), state=given.get("state", ""))
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "filtered": bool(request.GET), "may_write": by.may("agreements.write"),
        "today": clock.today(),
    }  # fmt: skip
    return render(request, "agreements/wishes.html", context)


@require_http_methods(["GET", "POST"])
@signed_in("agreements.write")
def new(request: HttpRequest) -> HttpResponse:
    """Ask workers something."""
    by, form = actor_of(request), forms.CollectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = trying.tried(form, lambda: _opened(form, by=by))
        if made is not None:
            messages.success(request, _("Print the poster and hang it up: workers answer by its code."))
            return redirect("wish-collection", pk=made.pk)
    return render(request, "agreements/wish_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("agreements.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """The wishes of a question, the most wanted first; a POST ends it."""
    by = actor_of(request)
    found = access.the_collection(by, pk)
    if request.method == "POST":
        actions.close_collection(collection_id=pk, by=by, at=clock.now())
        return redirect("wish-collection", pk=pk)
    return _page(request, found)


@require_POST
@signed_in("agreements.write")
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """What the desk does with a wish: show, hide, join, put into the pool, tell."""
    by = actor_of(request)
    held = WishGroup.objects.select_related("collection").filter(collection__tenant=by.tenant, pk=pk).first()
    if held is None:
        raise NotFound()
    found = access.the_collection(by, held.collection_id)
    try:
        _verb(request.POST.get("verb", ""))(request, pk, by)
    except Refused as refusal:
        if refusal.status in {403, 404}:
            raise
        return _page(request, found, refused={"pk": pk, "refusal": refusal, "post": request.POST})
    return redirect(f"{reverse('wish-collection', args=[found.pk])}#wish-{pk}")


@require_GET
@signed_in("agreements.read")
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet for the wall with the code."""
    by = actor_of(request)
    found = access.the_collection(by, pk)
    context = {"collection": found, "url": url_of(found, request, by=by), "tenant": by.tenant}
    return render(request, "agreements/wish_poster.html", context)


@require_GET
@signed_in("agreements.read")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The wishes of a question as .xlsx."""
    found = access.the_collection(actor_of(request), pk)
    rows = queries.wishes(list(queries.groups(found=found)[:5000]))
    answer = HttpResponse(exporting.wishes(rows), content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="wishes.xlsx"'
    return answer


def url_of(found: Collection, request: HttpRequest, *, by: Actor) -> str:
    """The address behind the code."""
    link = links.issue(tenant=by.tenant, purpose="wishes", subject_id=found.pk, by=by.mark, at=clock.now())
    return links.url(link, request=request)


def _opened(form: forms.CollectionForm, *, by: Actor) -> Collection:
    text = form.cleaned_data["company"].strip()
    company_id = naming.meant(text, by=by, field="company") if text else None
    return actions.open_collection(new=form.new_collection(company_id), by=by, at=clock.now())


def _verb(name: str) -> Callable[[HttpRequest, int, Actor], Any]:
    at = clock.now()
    verbs: dict[str, Callable[[HttpRequest, int, Actor], Any]] = {
        "show": lambda r, pk, by: actions.show(group_id=pk, label=r.POST.get("label", ""), by=by, at=at),
        "hide": lambda r, pk, by: actions.hide(group_id=pk, reason=r.POST.get("reason", ""), by=by, at=at),
        "join": lambda r, pk, by: actions.join(group_id=pk, into_id=_number(r, "into"), by=by, at=at),
        "pool": lambda r, pk, by: actions.pool(
            group_id=pk, category=r.POST.get("category", ""), by=by, at=at
        ),
        "tell": lambda r, pk, by: actions.tell(group_id=pk, note=r.POST.get("note", ""), by=by, at=at),
    }
    if name not in verbs:
        raise Invalid(remedy=_("Load the page again."))
    return verbs[name]


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _page(request: HttpRequest, found: Collection, **given: Any) -> HttpResponse:
    by, which = actor_of(request), request.GET.get("which", "")
    page = Paginator(queries.groups(found=found, which=which), 30).get_page(request.GET.get("page"))
    url = url_of(found, request, by=by)
    with translation.override(by.tenant.language):
        message = messaging.wishes_asked(found, url=url)
    context = {
        "collection": found, "page": page, "wishes": queries.wishes(list(page.object_list)), "which": which, "url": url,
        "message": message, "may_write": by.may("agreements.write"), "categories": category_choices(),
        "labels": found.groups.filter(joined=None, hidden_reason="").order_by("label").values_list("pk", "label")[:200],
        "open": queries.is_open(found, on=clock.today()),
        "most": max((one.voices for one in page.object_list), default=0), **given,
    }  # fmt: skip
    return render(request, "agreements/wish_collection.html", context, status=422 if given else 200)


urlpatterns = [
    path("wishes/", wishes, name="wishes"),
    path("wishes/new/", new, name="wish-new"),
    path("wishes/<int:pk>/", one, name="wish-collection"),
    path("wishes/<int:pk>/poster/", poster, name="wish-poster"),
    path("wishes/<int:pk>/export/", export, name="wishes-export"),
    path("wishes/groups/<int:pk>/", group, name="wish-group"),
]
