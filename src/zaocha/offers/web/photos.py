"""Photos: added, shown to who may see the offer, removed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.offers import access
from zaocha.offers.actions import photos as actions
from zaocha.offers.models import Photo
from zaocha.offers.queries import sites


@require_POST
@signed_in("offers.write")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add one or several pictures."""
    by, at = actor_of(request), clock.now()
    sites.one(by=by, pk=pk)
    files = request.FILES.getlist("photo")
    try:
        for file in files[: actions.MOST]:
            actions.add(offer_id=pk, data=file.read(), caption=request.POST.get("caption", ""), by=by, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Pictures added: %(n)s.") % {"n": len(files)})
    return redirect("offer", pk=pk)


@require_GET
@signed_in("offers.read")
def photo(request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
    """One picture of a visible offer."""
    offers = access.offers(actor_of(request)).filter(pk=pk)
    return _file(Photo.objects.filter(pk=photo_pk, offer__in=offers).select_related("offer").first())


@require_GET
def by_link(request: HttpRequest, token: str, photo_pk: int) -> HttpResponse:
    """One picture, for the owner by their link."""
    link = links.resolve(token=token, at=clock.now(), purpose="offer")
    rows = Photo.objects.filter(pk=photo_pk, offer_id=link.subject_id, offer__tenant=link.tenant)
    return _file(rows.select_related("offer").first())


@require_POST
@signed_in("offers.write")
def remove(request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
    """Remove a picture."""
    by = actor_of(request)
    sites.one(by=by, pk=pk)
    if not Photo.objects.filter(pk=photo_pk, offer_id=pk).exists():
        raise NotFound()
    actions.remove(photo_id=photo_pk, by=by, at=clock.now())
    messages.success(request, _("The picture is removed."))
    return redirect("offer", pk=pk)


def _file(found: Photo | None) -> HttpResponse:
    if found is None:
        raise NotFound()
    target = actions.path(found.offer.tenant_id, found.digest, found.media_type)
    if not target.exists():
        raise NotFound(_("The file of this picture is gone."))
    answer = HttpResponse(target.read_bytes(), content_type=found.media_type)
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


urlpatterns = [
    path("offers/<int:pk>/photos/", add, name="photo-add"),
    path("offers/<int:pk>/photos/<int:photo_pk>/", photo, name="photo"),
    path("offers/<int:pk>/photos/<int:photo_pk>/remove/", remove, name="photo-remove"),
    path("o/<str:token>/photos/<int:photo_pk>/", by_link, name="link-offer-photo"),
]
