"""A company asks to join or leave a chain or an alliance; its leader or the desk answers in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.chains import access
from zaocha.chains.actions import alliances, members
from zaocha.chains.models import Alliance, Belonging, Request
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


@dataclass(frozen=True)
class NewRequest:
    """`kind`: join or leave; of a chain, or of an alliance."""

    kind: str
    chain: str = ""
    alliance_id: int | None = None
    words: str = ""


def ask(*, new: NewRequest, by: Actor, at: datetime) -> Request:
    """By the company's own link. Asking for the same twice is asking once."""
    if by.company_id is None:
        raise NotAllowed()
    if new.kind not in ("join", "leave"):
        raise Invalid(remedy=_("Load the page again."))
    with work.begin(by=by, at=at) as w:
        company = Company.objects.select_for_update().get(tenant=by.tenant, pk=by.company_id)
        alliance = _alliance(new, by=by)
        rows = Request.objects.filter(company=company, alliance=alliance, state=Request.State.ASKED)
        found = rows.first()
        if found is not None:
            if (found.kind, found.chain) == (new.kind, new.chain):
                return found
            raise Conflict(_("You have asked for something else, which is not answered yet."))
        _need_sense(new, company, alliance)
        made = Request.objects.create(
            tenant=by.tenant, company=company, kind=new.kind, chain=new.chain if alliance is None else alliance.chain,
            alliance=alliance, words=new.words.strip()[:200], asked_at=at,
        )  # fmt: skip
        ids = {"company": company.pk, "kind": made.kind, "chain": made.chain, "alliance": new.alliance_id}
        w.record("chain_requested", subject=("chain_request", made.pk), ids=ids, fields={"words": made.words})
    return made


def answer(*, request_id: int, agrees: bool, words: str, by: Actor, at: datetime) -> Request:
    """Agree, and it happens at once; or decline, in words that the company reads."""
    if not agrees and not words.strip():
        raise Invalid(_("Say why: the company reads it."), field="words")
    with work.begin(by=by, at=at) as w:
        rows = Request.objects.select_for_update(of=("self",)).select_related("alliance")
        found = rows.filter(tenant=by.tenant, pk=request_id).first()
        if found is None:
            raise NotFound()
        access.need_write(by, found.chain)
        if found.state != Request.State.ASKED:
            raise Conflict(_("This is answered already."))
        if agrees:
            _grant(found, by=by, at=at)
        found.state = Request.State.AGREED if agrees else Request.State.DECLINED
        found.answered_at, found.answer = at, words.strip()[:200]
        found.save(update_fields=["state", "answered_at", "answer"])
        ids = {"company": found.company_id, "state": str(found.state)}
        w.record(
            "chain_request_answered", subject=("chain_request", found.pk), ids=ids, fields={"words": words}
        )
    return found


def _alliance(new: NewRequest, *, by: Actor) -> Alliance | None:
    if new.alliance_id is None:
        access.the_chain(by, new.chain)
        return None
    found = Alliance.objects.filter(tenant=by.tenant, pk=new.alliance_id, to_on=None).first()
    if found is None:
        raise NotFound()
    return found


def _need_sense(new: NewRequest, company: Company, alliance: Alliance | None) -> None:
    if alliance is None:
        is_in = company.chain == new.chain
    else:
        is_in = Belonging.objects.filter(alliance=alliance, company=company, to_on=None).exists()
    if is_in and new.kind == "join":
        raise Conflict(_("You belong to it already."))
    if not is_in and new.kind == "leave":
        raise Conflict(_("You do not belong to it."))


def _grant(found: Request, *, by: Actor, at: datetime) -> None:
    words = found.words or gettext("at the company's own wish")
    if found.alliance is not None:
        if found.kind == "join":
            alliances.add_company(
                alliance_id=found.alliance.pk, company_ids=[found.company_id], by=by, at=at,
                on=at.astimezone(SHANGHAI).date(),
            )  # fmt: skip
            return
        live = Belonging.objects.filter(alliance=found.alliance, company=found.company, to_on=None).first()
        if live is not None:
            alliances.leave(belonging_id=live.pk, words=words, by=by, at=at)
    elif found.kind == "join":
        members.admit(chain=found.chain, company_id=found.company_id, by=by, at=at)
    else:
        members.release(chain=found.chain, company_id=found.company_id, words=words, by=by, at=at)
