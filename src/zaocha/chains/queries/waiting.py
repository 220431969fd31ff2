"""What waits: requests to join or leave for whoever answers them, answers for the company."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.chains import access
from zaocha.chains.models import Request
from zaocha.companies import chains
from zaocha.ui.waiting import Waiting

SHOWN = timedelta(days=14)  # an answer is news so long


def requests(*, by: Actor, chain: str | None = None) -> QuerySet[Request]:
    """What the reader may answer, unanswered first, the oldest first; `chain` "" is across chains."""
    rows = access.requests(by).select_related("company", "alliance")
    if chain is not None:
        rows = rows.filter(chain=chain)
    return rows.order_by("asked_at", "pk")


def open_requests(*, by: Actor, chain: str | None = None) -> list[Request]:
    """Those that nobody has answered."""
    return list(requests(by=by, chain=chain).filter(state=Request.State.ASKED)[:50])


def waiting_for_person(*, by: Actor, at: datetime) -> list[Waiting]:
    """Requests that the reader may answer: one statement."""
    if not by.may("chains.write"):
        return []
    return [
        Waiting(
            _("%(company)s asks to leave %(what)s") % _words(one, by)
            if one.kind == "leave"
            else _("%(company)s asks to join %(what)s") % _words(one, by),
            reverse("alliance", kwargs={"pk": one.alliance_id})
            if one.alliance_id
            else reverse("chain", kwargs={"code": one.chain}),
            icon="sitemap",
        )
        for one in open_requests(by=by)[:8]
    ]


def waiting_for_company(*, by: Actor, token: str, at: datetime) -> list[Waiting]:
    """What was answered lately: one statement."""
    if by.company_id is None:
        return []
    rows = access.requests(by).filter(answered_at__gt=at - SHOWN).select_related("alliance")
    url = reverse("link-company-chain", kwargs={"token": token})
    texts = {
        "agreed": _("%(what)s: your request was agreed to"),
        "declined": _("%(what)s: your request was declined"),
    }
    return [
        Waiting(texts[one.state] % _words(one, by), url, icon="sitemap")
        for one in rows.order_by("-answered_at")[:4]
    ]


def what(one: Request, by: Actor) -> str:
    """What a request is about: the chain or the alliance."""
    return str(one.alliance) if one.alliance else chains.label(by.tenant, one.chain)


def _words(one: Request, by: Actor) -> dict[str, str]:
    return {"company": str(one.company) if by.company_id is None else "", "what": what(one, by)}
