"""Messages that one tap copies, in the language of the house."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts.models import Tenant
from zaocha.offers.models import Offer


def to_owner(offer: Offer, *, tenant: Tenant, url: str) -> str:
    """Whether it is still to be had, with the owner's link."""
    with translation.override(tenant.language):
        return _("Is “%(offer)s” still to be had? Please tell us by one tap, yes, no or changed: %(url)s (%(desk)s)") % {
            "offer": offer.title, "url": url, "desk": " ".join(part for part in (tenant.name, tenant.phone) if part),
        }  # fmt: skip
