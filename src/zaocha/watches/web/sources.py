"""Sources of news: the list, a new one, a change, and the look: nothing new is one tap."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.offers import terms
from zaocha.offers.actions import sources as actions
from zaocha.offers.models import Source
from zaocha.offers.queries import sources as queries
from zaocha.watches.forms import SourceForm, of_source


@require_GET
@signed_in("watches.read")
def sources(request: HttpRequest) -> HttpResponse:
    """Where news comes from, who looks, and what nobody has looked at for too long."""
    by, at = actor_of(request), clock.now()
    context = {
        "rows": queries.rows(by=by, at=at), "can_write": by.may("watches.write"), "days": terms.source_days(by.tenant),
    }  # fmt: skip
    return render(request, "watches/sources.html", context)


@require_http_methods(["GET", "POST"])
@signed_in("watches.write")
def new(request: HttpRequest) -> HttpResponse:
    """Enter a source."""
    by = actor_of(request)
    return _edited(request, SourceForm(request.POST or None, by=by), by=by)


@require_http_methods(["GET", "POST"])
@signed_in("watches.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a source, or rest it."""
    by = actor_of(request)
    source = Source.objects.filter(tenant_id=by.tenant_id, pk=pk).first()
    if source is None:
        raise NotFound()
    form = SourceForm(request.POST or None, by=by, initial=of_source(source))
    return _edited(request, form, by=by, source=source)


@require_POST
@signed_in("watches.write")
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody looked: nothing new (one tap), or something, which is entered next."""
    by = actor_of(request)
    found = request.POST.get("found", "nothing")
    source = actions.look(source_id=pk, found=found, by=by, at=clock.now())
    if found == "something":
        return redirect(
            f"/offers/read/?source={source.pk}"
            if source.kind == "land_state"
            else f"/offers/new/?kind={source.kind}"
        )
    messages.success(request, _("Noted: nothing new at %(source)s.") % {"source": source.name})
    return redirect("home" if request.POST.get("next") == "/home/" else "sources")


def _edited(
    request: HttpRequest, form: SourceForm, *, by: Actor, source: Source | None = None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            if source is None:
                actions.enter(text=form.text(), by=by, at=clock.now())
            else:
                actions.change(source_id=source.pk, text=form.text(), by=by, at=clock.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The source is saved."))
            return redirect("sources")
    context = {"form": form, "source": source}
    return render(request, "watches/source.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("sources/", sources, name="sources"),
    path("sources/new/", new, name="source-new"),
    path("sources/<int:pk>/", edit, name="source-edit"),
    path("sources/<int:pk>/look/", look, name="source-look"),
]
