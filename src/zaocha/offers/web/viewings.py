"""Viewings of an offer, their calendar files, and the outcome."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Tenant
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.offers import access, facts, site_labels
from zaocha.offers.actions import viewings as actions
from zaocha.offers.forms.needs import MoveForm, NoteForm, OutcomeForm, ViewingForm, named
from zaocha.offers.models import Need, Offer, Viewing
from zaocha.offers.queries import needs as queries
from zaocha.offers.queries import sites
from zaocha.sheets import calendars
from zaocha.ui import trying

ICS = "text/calendar; charset=utf-8"


@require_GET
@signed_in("offers.read")
def viewings(request: HttpRequest) -> HttpResponse:
    """All viewings, the coming ones first."""
    by, at = actor_of(request), clock.now()
    rows = list(queries.viewings(by)[:200])
    context = {
        "coming": [one for one in reversed(rows) if one.ends_at >= at],
        "past": [one for one in rows if one.ends_at < at],
    }
    return render(request, "offers/viewings.html", context)


@require_http_methods(["GET", "POST"])
@signed_in("offers.write")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Arrange a viewing of an offer."""
    by, at = actor_of(request), clock.now()
    offer = sites.one(by=by, pk=pk)
    start = {"place": offer.place, "host": by.name, "need": request.GET.get("need", "")}
    form = ViewingForm(request.POST or None, needs=_needs(offer, by=by), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan(new=_planned(form, offer, by=by), by=by, at=at)
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(
                request, _("The viewing is arranged; the message with the calendar entry is ready.")
            )
            return redirect("viewing", pk=made.pk)
    context = {"form": form, "offer": offer}
    return render(request, "offers/viewing_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("offers.read")
def viewing(request: HttpRequest, pk: int) -> HttpResponse:
    """One viewing: its message, its calendar entry, and what came of it."""
    by, at = actor_of(request), clock.now()
    found = queries.viewings(by).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    form = NoteForm(request.POST or None, initial={"state": "fits", "words": found.words})
    if request.method == "POST":
        by.need("offers.write")
        if form.is_valid():
            try:
                actions.note(viewing_id=pk, by=by, at=at, **form.cleaned_data)
            except Refused as refusal:
                _refuse(form, refusal)
            else:
                messages.success(request, _("It is noted."))
                return redirect("viewing", pk=pk)
    message = ""
    if by.may("offers.write") and found.state == Viewing.State.PLANNED and found.ends_at >= at:
        link = links.issue(tenant=by.tenant, purpose="viewing", subject_id=pk, by=by.mark, at=at)
        message = _message(found, by.tenant, links.url(link, request=request))
    context = {"viewing": found, "form": form, "message": message, "can_write": by.may("offers.write")}
    return render(request, "offers/viewing.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("offers.write")
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time or place: the message is written anew, and the calendar file replaces the entry."""
    by, at = actor_of(request), clock.now()
    found = queries.viewings(by).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    start = {
        "starts_at": found.starts_at, "place": found.place, "host": found.host,
        "minutes": int((found.ends_at - found.starts_at).total_seconds() // 60),
    }  # fmt: skip
    form = MoveForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data, starts = form.cleaned_data, form.starts()
        new = actions.NewViewing(
            found.offer_id, starts, starts + timedelta(minutes=data["minutes"]), place=data["place"], host=data["host"]
        )  # fmt: skip
        moved = trying.tried(form, lambda: actions.move(viewing_id=pk, new=new, by=by, at=at))
        if moved is not None:
            messages.success(
                request, _("The viewing is moved. Send the message again: it has the new calendar entry.")
            )
            return redirect("viewing", pk=pk)
    context = {"form": form, "viewing": found}
    return render(request, "offers/viewing_move.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in("offers.read")
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar entry of a viewing."""
    by = actor_of(request)
    found = queries.viewings(by).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return _ics(found, by.tenant)


@never_cache
@require_GET
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """What whoever comes sees: when, where, who shows it."""
    found, tenant = _linked(token)
    kind = facts.kind_of(found.offer.kind)
    shown = [one for one in sites.values(found.offer) if one.known]
    context = {"viewing": found, "tenant": tenant, "token": token, "kind": kind, "values": shown}
    return render(request, "offers/viewing_link.html", context)


@require_GET
def calendar_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar entry, for whoever comes."""
    return _ics(*_linked(token))


@require_http_methods(["GET", "POST"])
@signed_in("offers.write")
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what was let or sold."""
    by, at = actor_of(request), clock.now()
    offer = sites.one(by=by, pk=pk)
    kind = facts.kind_of(offer.kind)
    start = {"on_day": at.date(), "need": request.GET.get("need", "")}
    form = OutcomeForm(request.POST or None, kind=kind, needs=_needs(offer, by=by), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.outcome(new=_made(form, offer, by=by), by=by, at=at)
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("The outcome is noted. A demand behind it is told."))
            return redirect("offer", pk=pk)
    context = {"form": form, "offer": offer, "kind": kind, "result": site_labels.RESULTS[kind.result]}
    return render(request, "offers/outcome.html", context, status=422 if form.errors else 200)


def _planned(form: ViewingForm, offer: Offer, *, by: Actor) -> actions.NewViewing:
    data, starts = form.cleaned_data, form.starts()
    company_id, who = named(data["who"], by=by)
    return actions.NewViewing(
        offer_id=offer.pk, starts_at=starts, ends_at=starts + timedelta(minutes=data["minutes"]), company_id=company_id,
        who=who, need_id=int(data["need"]) if data["need"] else None, place=data["place"], host=data["host"],
    )  # fmt: skip


def _made(form: OutcomeForm, offer: Offer, *, by: Actor) -> actions.NewOutcome:
    data = form.cleaned_data
    company_id, who = named(data["who"], by=by)
    return actions.NewOutcome(
        offer_id=offer.pk, amount=data["amount"], unit=data["unit"], on_day=data["on_day"], evidence=data["evidence"],
        company_id=company_id, who=who, need_id=int(data["need"]) if data["need"] else None,
    )  # fmt: skip


def _needs(offer: Offer, *, by: Actor) -> list[tuple[str, str]]:
    found = access.needs(by).filter(kind=offer.kind, state=Need.State.OPEN).select_related("company")
    return [
        (str(one.pk), f"{one.company or one.who} · {one.words[:30]}") for one in found.order_by("-pk")[:200]
    ]


def _refuse(form: ViewingForm | OutcomeForm | NoteForm, refusal: Refused) -> None:
    field = {"ends_at": "minutes", "company": "who"}.get(refusal.field, refusal.field)
    form.add_error(field if field in form.fields else None, str(refusal))


def _linked(token: str) -> tuple[Viewing, Tenant]:
    link = links.resolve(token=token, at=clock.now(), purpose="viewing")
    rows = Viewing.objects.filter(tenant=link.tenant).select_related("offer", "company")
    found = rows.filter(pk=link.subject_id).first()
    if found is None:
        raise NotFound()
    return found, link.tenant


def _ics(found: Viewing, tenant: Tenant) -> HttpResponse:
    entry = calendars.Invitation(
        uid=f"viewing-{found.pk}@{tenant.slug}.zaocha", sequence=found.sequence,
        title=_("Viewing: %(offer)s") % {"offer": found.offer.title}, starts_at=found.starts_at, ends_at=found.ends_at,
        place=found.place, description=" ".join(part for part in (found.host, tenant.name, tenant.phone) if part),
        organiser=tenant.name, cancelled=found.state == Viewing.State.CANCELLED,
    )  # fmt: skip
    answer = HttpResponse(calendars.invitation_ics(entry, stamp_at=clock.now()), content_type=ICS)
    answer["Content-Disposition"] = f'attachment; filename="viewing-{found.pk}.ics"'
    return answer


def _message(found: Viewing, tenant: Tenant, url: str) -> str:
    from django.utils import translation

    with translation.override(tenant.language):
        return _("You are welcome to see “%(offer)s” on %(when)s at %(place)s (%(host)s). Details and calendar entry: %(url)s") % {
            "offer": found.offer.title, "when": f"{found.starts_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}",
            "place": found.place or found.offer.place, "host": found.host or tenant.phone, "url": url,
        }  # fmt: skip


urlpatterns = [
    path("viewings/", viewings, name="viewings"),
    path("viewings/<int:pk>/", viewing, name="viewing"),
    path("viewings/<int:pk>/move/", move, name="viewing-move"),
    path("viewings/<int:pk>/viewing.ics", calendar, name="viewing-calendar"),
    path("offers/<int:pk>/viewings/new/", new, name="viewing-new"),
    path("offers/<int:pk>/outcome/", outcome, name="offer-outcome"),
    path("w/<str:token>/", by_link, name="link-viewing"),
    path("w/<str:token>/viewing.ics", calendar_by_link, name="link-viewing-calendar"),
]
