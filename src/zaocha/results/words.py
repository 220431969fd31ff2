"""The ready message that asks a company for its word."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from zaocha.accounts import links
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock
from zaocha.results import kinds
from zaocha.results.models import Result


def ask(found: Result, *, by: Actor, request: HttpRequest) -> str:
    """For WeChat or SMS, with the company's own link; "" where there is no company to ask."""
    if found.company is None or found.state not in ("waiting", "disputed"):
        return ""
    link = links.issue(
        tenant=by.tenant, purpose="company", subject_id=found.company.merged_into_id or found.company.pk, by=by.mark,
        at=clock.now(),
    )  # fmt: skip
    given = {
        "company": found.company, "what": kinds.label(found.kind), "amount": kinds.shown(found.amount),
        "unit": kinds.UNITS[found.unit], "day": found.happened_on, "url": links.url(link, request=request),
        "officer": by.tenant.officer, "phone": by.tenant.phone,
    }  # fmt: skip
    return (
        _(
            "%(company)s: we noted for %(day)s: %(what)s, %(amount)s %(unit)s. Is it so? One tap says yes or no: %(url)s "
            "(%(officer)s, %(phone)s)"
        )
        % given
    )
