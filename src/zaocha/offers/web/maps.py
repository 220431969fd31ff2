"""The map of what is on offer, drawn from coordinates; and the same as GeoJSON."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.offers import access, drawing, facts, shapes
from zaocha.offers.forms.sites import OfferFilterForm
from zaocha.offers.models import Offer
from zaocha.offers.queries import sites as queries

MOST = 500
TONES = {"land_state": "teal", "plant": "blue", "farmhouse": "amber", "equipment": "purple", "loan": "grey"}


@require_GET
@signed_in("offers.read")
def whole(request: HttpRequest) -> HttpResponse:
    """Everything that has a position, by kind, with what has none beside it."""
    by, at = actor_of(request), clock.now()
    form = OfferFilterForm({"state": "live", **request.GET.dict()})
    found = list(queries.narrowed(access.offers(by), form.filters(), by=by, at=at)[:MOST])
    placed = [one for one in found if one.shape]
    sheet = drawing.draw([shape_of(one) for one in placed], ground=ground(by), tiles=settings.TILES)
    kinds = {one.kind for one in placed}
    context = {
        "sheet": sheet, "form": form, "without": [one for one in found if not one.shape], "placed": placed,
        "legend": [(one.label, TONES.get(one.code, "blue")) for one in facts.kinds().values() if one.code in kinds],
        "tiles_from": settings.TILES_FROM,
    }  # fmt: skip
    return render(request, "offers/map.html", context)


@require_GET
@signed_in("offers.read")
def geojson(request: HttpRequest) -> HttpResponse:
    """The filtered offers with a position as a GeoJSON collection."""
    by, at = actor_of(request), clock.now()
    form = OfferFilterForm({"state": "live", **request.GET.dict()})
    found = queries.narrowed(access.offers(by), form.filters(), by=by, at=at).exclude(shape=None)[:MOST]
    features = [
        {
            "type": "Feature", "id": one.pk, "geometry": one.shape,
            "properties": {"title": one.title, "kind": one.kind, "state": one.state, **facts.with_derived(one.facts)},
        }
        for one in found
    ]  # fmt: skip
    answer = JsonResponse({"type": "FeatureCollection", "features": features})
    answer["Content-Type"] = "application/geo+json"
    return answer


def of_offer(offer: Offer, *, by: Actor) -> drawing.Sheet | None:
    """The small map on the page of an offer."""
    if not offer.shape:
        return None
    return drawing.draw([shape_of(offer)], ground=ground(by), tiles=settings.TILES)


def shape_of(offer: Offer) -> drawing.Shape:
    """An offer as it is drawn."""
    return drawing.Shape(
        offer.shape or {}, offer.title, reverse("offer", args=[offer.pk]), TONES.get(offer.kind, "blue")
    )


def ground(by: Actor) -> list[drawing.Shape]:
    """What a tenant's map shows below: `settings["map"]`, GeoJSON features such as roads and the boundary."""
    features: Any = by.tenant.settings.get("map") or []
    found = []
    for feature in features[:200] if isinstance(features, list) else []:
        try:
            geometry = shapes.checked(feature.get("geometry"))
        except (Refused, AttributeError):  # a ground that cannot be drawn hides no offer
            continue
        found.append(
            drawing.Shape(geometry, str((feature.get("properties") or {}).get("name", "")), tone="grey")
        )
    return found


urlpatterns = [
    path("offers/map/", whole, name="offers-map"),
    path("offers/map.geojson", geojson, name="offers-geojson"),
]
