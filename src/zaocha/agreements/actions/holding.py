"""An agreement, held for a change."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.agreements import access
from zaocha.agreements.models import Agreement
from zaocha.kernel.errors import Conflict, NotAllowed

State = Agreement.State


def held(agreement_id: int, *, by: Actor, states: set[State], by_company: bool = False) -> Agreement:
    """The agreement, held until the transaction ends, in one of these states."""
    if by.company_id is None:
        by.need("agreements.write")
    elif not by_company:
        raise NotAllowed()
    access.the_agreement(by, agreement_id)
    found = Agreement.objects.select_for_update().get(pk=agreement_id)
    if found.state not in states:
        raise Conflict(
            _("The agreement is no longer at that point: %(state)s.") % {"state": found.get_state_display()},
            remedy=_("Load the page again."),
        )
    return found


def ask_anew(found: Agreement) -> None:
    """The text is another: nobody has agreed to it or objected yet."""
    found.parties.update(agreed_at=None, agreed_by="", objection="")
