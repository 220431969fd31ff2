"""Ready messages: copied by one tap, sent by a person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zaocha.chains.models import Request
from zaocha.companies import chains


def answered(one: Request) -> str:
    """What a company is told of the answer to its request."""
    what = str(one.alliance) if one.alliance else chains.label(one.tenant, one.chain)
    named = {"company": str(one.company), "what": what, "answer": one.answer}
    if one.state == Request.State.DECLINED:
        return (
            _("%(company)s: your request about %(what)s could not be agreed to. %(answer)s").strip() % named
        )
    return (_("%(company)s: your request about %(what)s was agreed to. %(answer)s") % named).strip()
