"""The banks that dossiers may be sent to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.finance import access
from zaocha.finance.models import Bank
from zaocha.kernel import work
from zaocha.kernel.errors import Invalid, NotFound


@dataclass(frozen=True)
class NewBank:
    """A bank and whom to call there."""

    name: str
    contact_name: str = ""
    contact_phone: str = ""
    note: str = ""
    is_resting: bool = False


def enter_bank(*, new: NewBank, by: Actor, at: datetime) -> Bank:
    """Enter a bank; one of that name may not be there yet."""
    by.need("finance.banks")
    with work.begin(by=by, at=at) as w:
        _need_free(new.name, by=by)
        found = Bank.objects.create(tenant=by.tenant, created_at=at, **asdict(new))
        w.record("bank_entered", subject=("bank", found.pk), fields={"name": new.name})
    return found


def change_bank(*, bank_id: int, new: NewBank, by: Actor, at: datetime) -> Bank:
    """Change it; a resting bank takes no new dossiers."""
    by.need("finance.banks")
    with work.begin(by=by, at=at) as w:
        found = access.banks(by).select_for_update().filter(pk=bank_id).first()
        if found is None:
            raise NotFound()
        _need_free(new.name, by=by, but=bank_id)
        for name, value in asdict(new).items():
            setattr(found, name, value)
        found.save()
        w.record("bank_changed", subject=("bank", found.pk), fields={"name": new.name})
    return found


def _need_free(name: str, *, by: Actor, but: int | None = None) -> None:
    others = access.banks(by).filter(name=name)
    if (others.exclude(pk=but) if but else others).exists():
        raise Invalid(_("A bank of that name is there already."), field="name")
