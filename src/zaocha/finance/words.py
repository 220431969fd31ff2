"""The messages that one tap copies, in the tenant's language."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts.models import Tenant
from zaocha.finance.models import Referral


def to_bank(found: Referral, *, tenant: Tenant, url: str) -> str:
    """What goes to the bank with its link."""
    with translation.override(tenant.language):
        return _(
            "%(bank)s: %(company)s has agreed that you see its wish for a credit line. See it and answer here, without an account: %(url)s (%(desk)s)"
        ) % {
            "bank": found.bank.name, "company": found.credit.company.name, "url": url,
            "desk": " ".join(part for part in (tenant.name, tenant.phone) if part),
        }  # fmt: skip
