"""Photos of offers: never required; cleaned of place, time and device; kept in the data folder by content."""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Invalid, NotFound
from zaocha.offers.actions import sites
from zaocha.offers.models import Offer, Photo
from zaocha.sheets import pictures

MOST = 12
SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def add(
    *, offer_id: int, data: bytes, by: Actor, at: datetime, caption: str = "", by_owner: bool = False
) -> Photo:
    """Add a picture (JPEG, PNG or WebP up to 10 MB); the same one again changes nothing."""
    try:
        picture = pictures.clean(data)
    except pictures.NotAPicture as wrong:
        raise _refused(wrong) from None
    digest = digest_of(picture.data)
    # The file first: a row never points to nothing. A file without a row is harmless.
    _keep(path(by.tenant_id, digest, picture.media_type), picture.data)
    with work.begin(by=by, at=at) as w:
        offer = sites.locked(offer_id, by=by, by_owner=by_owner)
        known = Photo.objects.filter(offer=offer, digest=digest).first()
        if known is not None:
            return known
        if Photo.objects.filter(offer=offer).count() >= MOST:
            raise Invalid(_("At most %(n)s pictures of one offer.") % {"n": MOST}, field="photo")
        photo = Photo.objects.create(
            offer=offer, digest=digest, media_type=picture.media_type, width=picture.width, height=picture.height,
            caption=caption.strip()[:120], added_by=by.name[:60], added_at=at,
        )  # fmt: skip
        w.record("photo_added", subject=("offer", offer.pk), ids={"photo": photo.pk})
    return photo


def remove(*, photo_id: int, by: Actor, at: datetime) -> Offer:
    """Remove a picture; its file goes when no other offer shows it."""
    with work.begin(by=by, at=at) as w:
        photo = (
            Photo.objects.select_related("offer").filter(pk=photo_id, offer__tenant_id=by.tenant_id).first()
        )
        if photo is None:
            raise NotFound()
        offer = sites.locked(photo.offer_id, by=by)
        photo.delete()
        w.record("photo_removed", subject=("offer", offer.pk), ids={"photo": photo_id})
    if not Photo.objects.filter(digest=photo.digest, offer__tenant_id=by.tenant_id).exists():
        path(by.tenant_id, photo.digest, photo.media_type).unlink(missing_ok=True)
    return offer


def digest_of(data: bytes) -> str:
    """By what a picture is known."""
    return hashlib.sha256(data).hexdigest()


def path(tenant_id: int, digest: str, media_type: str) -> Path:
    """Where a picture is kept."""
    return Path(settings.MEDIA_ROOT) / "offers" / str(tenant_id) / f"{digest}.{SUFFIX[media_type]}"


def _keep(target: Path, data: bytes) -> None:
    """Written beside its place, synced, then moved there: it is whole or not there."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)


def _refused(wrong: pictures.NotAPicture) -> Invalid:
    if wrong.code == "too_large":
        return Invalid(
            _("This picture is too large."),
            remedy=_("At most 10 MB and 12,000 pixels a side."),
            field="photo",
        )
    return Invalid(
        _("This is no picture that can be shown."),
        remedy=_("Choose a JPEG, PNG or WebP picture."),
        field="photo",
    )
