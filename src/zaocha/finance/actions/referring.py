"""To which banks a dossier goes: by the company's consent, one by one."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import links
from zaocha.accounts.actors import Actor
from zaocha.finance import access, checking
from zaocha.finance.actions import changing
from zaocha.finance.models import Credit, Referral
from zaocha.kernel.errors import Conflict, Invalid, NotFound


def consent(
    *, credit_id: int, bank_ids: list[int], by: Actor, at: datetime, paper: str = ""
) -> list[Referral]:
    """The company agrees that these banks get its dossier; the desk only notes a signed paper (`paper`)."""
    with changing.credit(credit_id, by=by, at=at) as (found, w):
        changing.need_live(found)
        if by.company_id is None and not paper.strip():
            raise Invalid(
                _("Only the company can agree."),
                remedy=_("Send it the link of its page, or name the signed paper and its day."),
                field="paper",
            )
        banks = list(access.banks(by).filter(pk__in=bank_ids, is_resting=False))
        if not banks or len(banks) != len(set(bank_ids)):
            raise Invalid(_("Choose at least one bank of the list."), field="banks")
        there = set(found.referrals.exclude(state=Referral.State.REVOKED).values_list("bank_id", flat=True))
        made = []
        for bank in banks:
            if bank.pk in there:
                continue
            one = Referral.objects.create(
                credit=found, bank=bank, consented_at=at, consented_by=by.mark, consent_paper=paper.strip()[:200]
            )  # fmt: skip
            w.record(
                "credit_bank_consented", subject=("credit", found.pk), ids={"bank": bank.pk, "referral": one.pk}
            )  # fmt: skip
            made.append(one)
    return made


def revoke(*, referral_id: int, by: Actor, at: datetime) -> Referral:
    """The company takes its consent back before it has decided: the bank's link ends at once."""
    seen = _seen(referral_id, by=by)
    with changing.credit(seen.credit_id, by=by, at=at) as (found, w):
        one = Referral.objects.select_for_update().get(pk=referral_id)
        if one.state not in (Referral.State.CONSENTED, Referral.State.SENT, Referral.State.OFFERED):
            raise Conflict(_("This bank has decided already, or the consent was taken back."))
        one.state = Referral.State.REVOKED
        one.save(update_fields=["state"])
        links.revoke(tenant=by.tenant, purpose="bank", subject_id=one.pk, at=at)
        live = found.referrals.exclude(state=Referral.State.REVOKED).exclude(state=Referral.State.CONSENTED)
        if found.state == Credit.State.SENT and not live.exists():
            found.state = Credit.State.GATHERING
        w.record(
            "credit_consent_revoked",
            subject=("credit", found.pk),
            ids={"bank": one.bank_id, "referral": one.pk},
        )
    return one


def send(*, referral_id: int, by: Actor, at: datetime) -> Referral:
    """Send it to a bank that the company agreed to: what blocks is said; the bank gets a link of its own."""
    by.need("finance.write")
    seen = _seen(referral_id, by=by)
    with changing.credit(seen.credit_id, by=by, at=at) as (found, w):
        changing.need_live(found)
        blocking = [
            one for one in checking.lacks(found, list(found.pledges.all()), on=at.date()) if one.blocks
        ]
        if blocking:
            raise Conflict(blocking[0].words, remedy=blocking[0].remedy)
        one = Referral.objects.select_for_update().get(pk=referral_id)
        if one.state == Referral.State.REVOKED:
            raise Conflict(_("The company has taken its consent back."))
        if one.state == Referral.State.CONSENTED:
            one.state, one.sent_at = Referral.State.SENT, at
            one.save(update_fields=["state", "sent_at"])
            found.state = Credit.State.SENT
            w.record(
                "credit_sent", subject=("credit", found.pk), ids={"bank": one.bank_id, "referral": one.pk}
            )
    return one


def _seen(referral_id: int, *, by: Actor) -> Referral:
    found = Referral.objects.filter(pk=referral_id, credit__in=access.credits(by)).first()
    if found is None:
        raise NotFound()
    return found
