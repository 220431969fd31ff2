"""A round that is being changed: locked, by somebody who may, not ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.allocations.models import Round
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, NotFound


@contextmanager
def changing(
    round_id: int, *, by: Actor, at: datetime, reopens: bool = True
) -> Iterator[tuple[Round, work.Work]]:
    """The round, saved at the end; a change of what it rests on takes its proposal back (`reopens`)."""
    by.need("allocations.write")
    with work.begin(by=by, at=at) as w:
        found = the_locked(round_id, by=by)
        if found.state in (Round.State.CONFIRMED, Round.State.CANCELLED):
            raise Conflict(_("This round has ended."), remedy=_("Open a new one."))
        yield found, w
        if reopens:
            reopen(found)
        found.version += 1
        found.save()


def the_locked(round_id: int, *, by: Actor) -> Round:
    """The round, locked until the transaction ends."""
    found = Round.objects.select_for_update().filter(tenant=by.tenant, pk=round_id).first()
    if found is None:
        raise NotFound()
    return found


def reopen(found: Round) -> None:
    """A proposal no longer rests on what it was worked out from."""
    if found.state == Round.State.PROPOSED:
        found.state, found.solved_at = Round.State.OPEN, None
        found.grants.all().delete()
        found.save(update_fields=["state", "solved_at"])
