"""The word of the one who benefited: so it is, or not so."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.results import access
from zaocha.results.actions import correcting, recording
from zaocha.results.models import Result, Word


def confirm(*, result_id: int, by: Actor, at: datetime) -> Result:
    """So it is: by the company (its link) or the person who benefited, never by the desk for them."""
    with work.begin(by=by, at=at) as w:
        found = _theirs(result_id, by=by)
        if found.confirmed_at is not None:
            return found  # tapped twice
        recording.mark_confirmed(found, by=by, at=at)
        found.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_name"])
        _note(found, agrees=True, words="", by=by, at=at)
        w.record("result_confirmed", subject=("result", found.pk), ids=recording.ids(found))
    return found


def dispute(*, result_id: int, words: str, by: Actor, at: datetime) -> Result:
    """Not so, with words. What it had confirmed itself is thereby taken back; the desk sees the rest.

    What rests on a demand goes its own way: the demand is reopened.
    """
    words = words.strip()[:2000]
    if not words:
        raise Invalid(_("Say in a few words what is not so."), field="words")
    with work.begin(by=by, at=at) as w:
        found = _theirs(result_id, by=by)
        if found.confirmed_at is not None and found.origin_kind == "demand":
            raise Conflict(
                _("You said yourself that this was solved."),
                remedy=_("Say on your page that it is not, and the work goes on."),
            )
        _note(found, agrees=False, words=words, by=by, at=at)
        found.disputed_at = at
        found.save(update_fields=["disputed_at"])
        w.record("result_disputed", subject=("result", found.pk), fields={"words": words})
        if found.confirmed_at is not None:
            correcting.counter(found, reason=words, by=by, at=at, w=w)
    return found


def _theirs(result_id: int, *, by: Actor) -> Result:
    found = correcting.locked(result_id, by=by)
    if not access.is_beneficiary(by, found):
        raise NotFound() if by.company_id is not None else NotAllowed()
    correcting.need_live(found)
    return found


def _note(found: Result, *, agrees: bool, words: str, by: Actor, at: datetime) -> None:
    name = (by.name or str(found.company or ""))[:60]
    Word.objects.create(result=found, agrees=agrees, words=words, said_at=at, said_by=by.mark, said_name=name)
