"""Addresses that work without an account: issue, show, resolve, revoke."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Link, Tenant
from zaocha.kernel.errors import NotFound, Refused

# How long a fresh link of each purpose lives; None: until it is revoked.
LIVES: dict[str, timedelta | None] = {
    "company": None,
    "slip": timedelta(days=120),
    "invitation": timedelta(days=90),
    "call_back": timedelta(days=30),
    "offer": timedelta(days=90),
    "survey": timedelta(days=400),
    "adviser": timedelta(days=400),  # an outside expert of the corps
    "viewing": timedelta(days=120),
    "wishes": None,  # a code on a wall: what came of it is told there long after
    "activity": timedelta(days=400),
    "signup": timedelta(days=400),
    "title_worker": timedelta(days=730),  # a worker's own page
    "title_form": None,  # the QR code in the workshop
    "title_sheet": timedelta(days=60),  # an expert's marks
    "title_notice": timedelta(days=120),  # the public list of those who passed
    "bank": timedelta(days=120),
    "talent": None,  # the QR code for candidates
    "candidate": timedelta(days=400),  # a candidate's own page
    "programme": timedelta(days=730),  # a school's page
    "promise": timedelta(days=90),  # it says how the statement ended long after it can be confirmed
}


class LinkEnded(Refused):
    """The link was real, but it is used up, expired or revoked."""

    status = 410
    code = "link_ended"
    default = _("This link is no longer valid.")


def issue(
    *, tenant: Tenant, purpose: str, subject_id: int, by: str, at: datetime, single_use: bool = False
) -> Link:
    """The live link for this purpose and subject, made when there is none."""
    found = (
        Link.objects.filter(
            tenant=tenant, purpose=purpose, subject_id=subject_id, revoked_at=None, used_at=None
        )
        .exclude(expires_at__lt=at)
        .first()
    )
    if found:
        return found
    life = LIVES[purpose]
    return Link.objects.create(
        tenant=tenant,
        purpose=purpose,
        subject_id=subject_id,
        single_use=single_use,
        expires_at=at + life if life else None,
        created_by=by,
        created_at=at,
    )


def token(link: Link) -> str:
    """The token of a link, as it stands in its address (about 22 characters, unguessable)."""
    return f"{link.pk}-{_signature(link.pk, link.purpose)}"


def url(link: Link, *, request: HttpRequest | None = None) -> str:
    """The full address: `/l/<token>`, at the public URL or the host of the request."""
    base = settings.PUBLIC_URL
    if not base and request is not None:
        base = f"{request.scheme}://{request.get_host()}"
    return f"{base or 'http://localhost:8000'}/l/{token(link)}"


def resolve(*, token: str, at: datetime, purpose: str | None = None) -> Link:
    """The link behind a token. Forged or unknown: 404; used up, expired or revoked: 410."""
    number, _dash, signature = token.partition("-")
    link = None
    if number.isascii() and number.isdigit() and len(number) < 19:
        link = Link.objects.select_related("tenant").filter(pk=int(number)).first()
    if link is None or not hmac.compare_digest(signature, _signature(link.pk, link.purpose)):
        raise NotFound(_("This link is not known."), remedy=_("Check that it was copied whole."))
    if purpose is not None and link.purpose != purpose:
        raise NotFound(_("This link is not known."), remedy=_("Check that it was copied whole."))
    ended = link.revoked_at or link.used_at or (link.expires_at is not None and link.expires_at < at)
    if ended:
        raise LinkEnded(remedy=_("Ask the desk for a new one: %(phone)s") % {"phone": link.tenant.phone})
    return link


def use(link: Link, *, at: datetime) -> None:
    """Mark a single-use link as used, inside the action that it was for; a second use is refused."""
    if not link.single_use:
        return
    if not Link.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise LinkEnded()


def revoke(*, tenant: Tenant, purpose: str, subject_id: int, at: datetime) -> int:
    """End every live link of a subject; the number ended."""
    return Link.objects.filter(tenant=tenant, purpose=purpose, subject_id=subject_id, revoked_at=None).update(
        revoked_at=at
    )


def _signature(number: int, purpose: str) -> str:
    key = f"zaocha.link.{settings.SECRET_KEY}".encode()
    raw = hmac.new(key, f"{purpose}:{number}".encode(), sha256).digest()[:15]
    return base64.urlsafe_b64encode(raw).decode().rstrip("=").replace("-", "A").replace("_", "B")
