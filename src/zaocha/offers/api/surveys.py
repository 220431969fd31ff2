"""API of the surveys, of the photos of offers, and of asking owners."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Header, Query, Router, Schema, Status
from ninja.files import UploadedFile

from zaocha.accounts import links
from zaocha.accounts.access import actor_of
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock, idempotency
from zaocha.kernel.errors import NotFound
from zaocha.offers import access, messages
from zaocha.offers.actions import needs as actions
from zaocha.offers.actions import photos, sites
from zaocha.offers.models import Photo, Survey
from zaocha.offers.queries import needs as queries
from zaocha.offers.queries import sites as site_queries

router = Router(tags=["offers"])
Key = Header("", alias="Idempotency-Key")


class SurveyIn(Schema):
    """A round of asking; `about`: offers (what is there) or needs (who needs what)."""

    title: str
    about: str
    kind: str
    intro: str = ""
    until_on: date | None = None


@router.get("/surveys", url_name="surveys")
def surveys(
    request: HttpRequest, after: int = Query(0, ge=0, lt=2**63), limit: int = Query(50, ge=1, le=200)
) -> dict[str, Any]:
    """Surveys by id."""
    by = actor_of(request)
    by.need("offers.write")
    rows = list(queries.surveys(by).filter(pk__gt=after).order_by("pk")[: limit + 1])
    items = [_survey(one) for one in rows[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(rows) > limit else None}


@router.post("/surveys", response={201: dict[str, Any]}, url_name="survey-new")
def new_survey(request: HttpRequest, body: SurveyIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Begin a survey."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    new = actions.NewSurvey(**body.dict())
    answer = idempotency.once(
        by=by, key=idempotency_key, request=body.dict(), at=at,
        do=lambda: _survey(actions.survey(new=new, by=by, at=at)),
    )  # fmt: skip
    return Status(201, answer)


@router.get("/surveys/{survey_id}", url_name="survey")
def survey(request: HttpRequest, survey_id: int) -> dict[str, Any]:
    """One survey with its link, while it takes answers, and what came in."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    found = _one(by, survey_id)
    url = None
    if found.closed_at is None:
        link = links.issue(tenant=by.tenant, purpose="survey", subject_id=found.pk, by=by.mark, at=at)
        url = links.url(link, request=request)
    offers = access.offers(by).filter(survey=found).order_by("pk").values_list("pk", flat=True)
    needs = access.needs(by).filter(survey=found).order_by("pk").values_list("pk", flat=True)
    return _survey(found) | {"url": url, "offers": list(offers), "needs": list(needs)}


@router.post("/surveys/{survey_id}/close", url_name="survey-close")
def close(request: HttpRequest, survey_id: int, idempotency_key: str = Key) -> dict[str, Any]:
    """End a survey; its link takes nothing more."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")

    def do() -> dict[str, Any]:
        found = actions.close_survey(survey_id=survey_id, by=by, at=at)
        links.revoke(tenant=by.tenant, purpose="survey", subject_id=survey_id, at=at)
        return _survey(found)

    return idempotency.once(by=by, key=idempotency_key, request={"survey": survey_id}, at=at, do=do)


@router.get("/offers/{offer_id}/photos", url_name="photos")
def photos_of(request: HttpRequest, offer_id: int) -> dict[str, Any]:
    """The pictures of an offer, each with its address."""
    by = actor_of(request)
    by.need("offers.read")
    found = site_queries.one(by=by, pk=offer_id)
    return {"items": [_photo(one) for one in found.photos.order_by("pk")]}


@router.post("/offers/{offer_id}/photos", response={201: dict[str, Any]}, url_name="photo-new")
def add_photo(
    request: HttpRequest, offer_id: int, file: File[UploadedFile], caption: Form[str] = "",
    idempotency_key: str = Key,
) -> Status[dict[str, Any]]:  # fmt: skip
    """Add a picture (JPEG, PNG or WebP up to 10 MB), cleaned of place, time and device; the same again changes nothing."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    site_queries.one(by=by, pk=offer_id)
    data = file.read()
    asked = {"offer": offer_id, "caption": caption, "digest": photos.digest_of(data)}

    def do() -> dict[str, Any]:
        return _photo(photos.add(offer_id=offer_id, data=data, caption=caption, by=by, at=at))

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.post("/offers/{offer_id}/photos/{photo_id}/remove", url_name="photo-remove")
def remove_photo(
    request: HttpRequest, offer_id: int, photo_id: int, idempotency_key: str = Key
) -> dict[str, Any]:
    """Remove a picture."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")

    def do() -> dict[str, Any]:
        if not Photo.objects.filter(pk=photo_id, offer__in=access.offers(by), offer_id=offer_id).exists():
            raise NotFound()
        photos.remove(photo_id=photo_id, by=by, at=at)
        return {"id": photo_id, "removed": True}

    asked = {"offer": offer_id, "photo": photo_id}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.post("/offers/{offer_id}/ask", url_name="offer-ask")
def ask(request: HttpRequest, offer_id: int, idempotency_key: str = Key) -> dict[str, Any]:
    """The message that asks the owner whether it is still to be had; that they were asked is noted.

    What the owner answers is a step (still_there, withdraw) or a change; or they answer by the link themselves.
    """
    by, at = actor_of(request), clock.now()
    by.need("offers.write")

    def do() -> dict[str, Any]:
        found = sites.note_asked(offer_id=offer_id, by=by, at=at)
        link = links.issue(tenant=by.tenant, purpose="offer", subject_id=offer_id, by=by.mark, at=at)
        url = links.url(link, request=request)
        return {
            "offer_id": offer_id,
            "url": url,
            "message": messages.to_owner(found, tenant=by.tenant, url=url),
        }

    return idempotency.once(by=by, key=idempotency_key, request={"offer": offer_id}, at=at, do=do)


def _one(by: Actor, pk: int) -> Survey:
    found = queries.surveys(by).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def _survey(one: Survey) -> dict[str, Any]:
    return {
        "id": one.pk, "title": one.title, "about": one.about, "kind": one.kind, "intro": one.intro,
        "until_on": one.until_on.isoformat() if one.until_on else None, "created_at": one.created_at.isoformat(),
        "closed_at": one.closed_at.isoformat() if one.closed_at else None,
    }  # fmt: skip


def _photo(one: Photo) -> dict[str, Any]:
    return {
        "id": one.pk, "offer_id": one.offer_id, "caption": one.caption, "media_type": one.media_type,
        "width": one.width, "height": one.height, "address": f"/offers/{one.offer_id}/photos/{one.pk}/",
    }  # fmt: skip
