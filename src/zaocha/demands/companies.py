"""The company that somebody means by a number or by what they typed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.companies import queries as company_queries
from zaocha.companies.models import Company
from zaocha.kernel.errors import Invalid


def numbered(number: Any, *, by: Actor) -> Company | None:
    """The company of this id, as it stands in an address or form."""
    text = str(number)
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        return None
    return Company.objects.filter(tenant_id=by.tenant_id, pk=int(text)).first()


def named(text: str, *, by: Actor) -> Company | None:
    """The one company that a typed name means; refused when there is none, or more than one."""
    text = text.strip()
    if not text:
        return None
    found = company_queries.lookup(tenant_id=by.tenant_id, text=text, limit=2)
    exact = [one for one in found if text in (one.name, one.short_name, one.credit_code)]
    if len(exact or found) == 1:
        return (exact or found)[0]
    message = _("Several companies fit “%(text)s”.") if found else _("No company is called “%(text)s”.")
    raise Invalid(
        message % {"text": text}, field="company",
        remedy=_("Choose one of the list, or leave it empty and write the name into the words."),
    )  # fmt: skip
