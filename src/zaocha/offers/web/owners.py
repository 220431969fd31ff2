"""The owner's page by link: still to be had? One tap, by POST; or what has changed. And the message that asks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zaocha.accounts import actors, links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.offers import facts, lifecycle
from zaocha.offers import messages as owner_messages
from zaocha.offers.actions import photos
from zaocha.offers.actions import sites as actions
from zaocha.offers.forms import sites as forms
from zaocha.offers.models import Offer
from zaocha.offers.queries import sites as queries


@require_POST
@signed_in("offers.write")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """The message with the owner's link; that they were asked is noted."""
    by, at = actor_of(request), clock.now()
    queries.one(by=by, pk=pk)
    found = actions.note_asked(offer_id=pk, by=by, at=at)
    link = links.issue(tenant=by.tenant, purpose="offer", subject_id=pk, by=by.mark, at=at)
    url = links.url(link, request=request)
    text = owner_messages.to_owner(found, tenant=by.tenant, url=url)
    return render(request, "offers/ask.html", {"offer": found, "message": text, "url": url})


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The owner sees what is known, and says yes, no or what changed. Opening it changes nothing."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="offer")
    offer = Offer.objects.filter(tenant=link.tenant, pk=link.subject_id).first()
    if offer is None:
        raise NotFound()
    with translation.override(translation.get_language()):
        name = _("owner, by link")
    by = actors.of_link(link, name=offer.owner_name or name)
    form = forms.OfferForm(
        request.POST if request.POST.get("answer") == "changed" else None, kind=offer.kind, by=by, for_owner=True,
        initial=forms.initial(offer),
    )  # fmt: skip
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            if _answered(request, offer, form, by=by):
                messages.success(request, _("Thank you. The desk has it now."))
                return redirect("link-offer", token=token)
        except Refused as refused:
            refusal = refused
            if request.POST.get("answer") == "changed":
                form.refuse(refused)
    offer.refresh_from_db()
    context = {
        "offer": offer, "tenant": link.tenant, "form": form, "values": [one for one in queries.values(offer) if one.known],
        "kind": facts.kind_of(offer.kind), "live": offer.state in lifecycle.LIVE, "refusal": refusal,
        "changing": bool(form.errors) or request.GET.get("change") == "1",
    }  # fmt: skip
    failed = 422 if form.errors else refusal.status if refusal else 200
    return render(request, "offers/owner.html", context, status=failed)


def _answered(request: HttpRequest, offer: Offer, form: forms.OfferForm, *, by: Actor) -> bool:
    at, answer = clock.now(), request.POST.get("answer", "")
    if answer == "yes":
        actions.still_there(offer_id=offer.pk, by=by, at=at, by_owner=True)
    elif answer == "no":
        words = request.POST.get("words", "").strip() or _("No longer to be had, says its owner.")
        actions.move(offer_id=offer.pk, move=actions.Move("withdraw", words), by=by, at=at, by_owner=True)
    elif answer == "photo" and "photo" in request.FILES:
        file = request.FILES["photo"]
        photos.add(offer_id=offer.pk, data=file.read(), by=by, at=at, by_owner=True)  # type: ignore[union-attr]
    elif answer == "changed":
        if not form.is_valid():
            return False
        change = actions.Change(
            offer.version, form.given_facts(), form.given_not_public(), form.given_text(offer)
        )
        actions.change(offer_id=offer.pk, change=change, by=by, at=at, by_owner=True)
    else:
        return False
    return True


urlpatterns = [
    path("offers/<int:pk>/ask/", ask, name="offer-ask"),
    path("o/<str:token>/", by_link, name="link-offer"),
]
