"""A dossier or upgrade that is being changed: locked, and the actor's to change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.finance import access
from zaocha.finance.models import Credit, Upgrade
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid

MOST = Decimal("100000000000")


@contextmanager
def credit(credit_id: int, *, by: Actor, at: datetime) -> Iterator[tuple[Credit, work.Work]]:
    """The dossier, saved at the end with its next version."""
    with work.begin(by=by, at=at) as w:
        seen = access.credit(by, credit_id)
        access.may_write(by, seen.company_id)
        found = Credit.objects.select_for_update(of=("self",)).select_related("company").get(pk=seen.pk)
        yield found, w
        found.version += 1
        found.save()


@contextmanager
def upgrade(upgrade_id: int, *, by: Actor, at: datetime) -> Iterator[tuple[Upgrade, work.Work]]:
    """The upgrade, saved at the end with its next version."""
    with work.begin(by=by, at=at) as w:
        seen = access.upgrade(by, upgrade_id)
        access.may_write(by, seen.company_id)
        found = Upgrade.objects.select_for_update(of=("self",)).select_related("company").get(pk=seen.pk)
        yield found, w
        found.version += 1
        found.save()


def need_live(found: Credit | Upgrade) -> None:
    """Refuse what has ended."""
    if not found.is_live:
        raise Conflict(_("This has ended: nothing can be changed."), remedy=_("Open another one."))


def need_version(found: Credit | Upgrade, version: int) -> None:
    """Refuse a stale page."""
    if found.version != version:
        raise Conflict(remedy=_("Look at it again, then change it."))


def amount(value: Decimal | str, field: str) -> Decimal:
    """Yuan with fen, more than nothing."""
    try:
        found = Decimal(value)
    except (InvalidOperation, TypeError):
        raise Invalid(_("Please write a number, like 12.5."), field=field) from None
    if not found.is_finite() or not 0 < found < MOST or found != found.quantize(Decimal("0.01")):
        raise Invalid(_("An amount in yuan, more than nothing, at most two decimals."), field=field)
    return found


def said(text: str, field: str, *, most: int = 400) -> str:
    """Words that must be there."""
    words = text.strip()
    if not words:
        raise Invalid(_("Please say why, in a few words."), field=field)
    return words[:most]
