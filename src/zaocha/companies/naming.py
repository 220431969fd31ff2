"""The one company that somebody means by a text."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.companies import queries
from zaocha.companies.models import Company
from zaocha.kernel.errors import Invalid


def meant(text: str, *, by: Actor, field: str) -> int:
    """By name, pinyin initials or credit code; `Invalid` at `field` when none or several fit."""
    text = text.strip()
    found = queries.lookup(tenant_id=by.tenant_id, text=text, limit=6)
    exact = [one for one in found if text in (one.name, one.short_name, one.credit_code)]
    if len(exact or found) == 1:
        return int((exact or found)[0].pk)
    if not found:
        raise Invalid(_("No company of the register fits."), field=field)
    names = ", ".join(one.name for one in found)
    raise Invalid(_("Several companies fit: %(names)s. Write more.") % {"names": names}, field=field)


def written(text: str, *, by: Actor, field: str) -> int:
    """By its whole or short name, as a company writes it: nothing is looked up for it in the register."""
    text = text.strip()
    rows = Company.objects.filter(tenant=by.tenant, merged_into=None)
    found = rows.filter(name=text).first() or rows.filter(short_name=text).exclude(short_name="").first()
    if found is None:
        raise Invalid(_("No company of that name is in the register. Write its whole name."), field=field)
    return found.pk
