"""Asks the giver of a statement to confirm it: the link, and the words that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts import links
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Link
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, NotAllowed, NotFound
from zaocha.promises import access, queries
from zaocha.promises.models import Promise


@dataclass(frozen=True)
class Message:
    """What is pasted into WeChat, and the address in it."""

    text: str
    url: str
    promise: Promise


def may_be_asked(promise: Promise, *, at: datetime) -> bool:
    """Whether its giver may still confirm it by link: it is only a statement, and its working day is not over."""
    return queries.standing(promise, at=at).code == "statement"


def message(*, promise_id: int, by: Actor, at: datetime, request: HttpRequest) -> Message:
    """The message to its giver with the link, in the language of the house."""
    by.need("promises.write")
    promise = access.visible(by).select_related("tenant", "unit").filter(pk=promise_id).first()
    if promise is None:
        raise NotFound()
    if not may_be_asked(promise, at=at):
        raise Conflict(
            _("This cannot be confirmed by link any more: %(standing)s.")
            % {"standing": queries.standing(promise, at=at).label},
            remedy=_("Ask its giver, and note down on the page of the promise what they say."),
        )
    link = links.issue(tenant=by.tenant, purpose="promise", subject_id=promise.pk, by=by.mark, at=at)
    if not access.visible(access.giver(link, promise)).exists():
        raise NotAllowed(
            _("This belongs to a confidential matter and is not sent by link."),
            remedy=_("Ask its giver in person, and note down on the page of the promise what they say."),
        )
    url = links.url(link, request=request)
    with translation.override(by.tenant.language):
        return Message(_words(promise, url=url), url, promise)


def promise_behind(link: Link) -> Promise:
    """The promise behind a giver's link; one that may not be shown by link is 404."""
    rows = Promise.objects.select_related("tenant", "unit", "company").filter(tenant=link.tenant)
    promise = rows.filter(pk=link.subject_id).first()
    if promise is None or not access.visible(access.giver(link, promise)).exists():
        raise NotFound()
    return promise


def _words(promise: Promise, *, url: str) -> str:
    until = promise.confirm_by.astimezone(SHANGHAI) if promise.confirm_by else None
    facts = {
        "place": promise.tenant.name,
        "giver": promise.giver or str(promise.unit or _("Hello")),
        "day": f"{promise.stated_at.astimezone(SHANGHAI):%Y-%m-%d}",
        "what": promise.what,
        "term": promise.due_on.isoformat() if promise.due_on else promise.trigger or _("no day yet"),
        "until": f"{until:%Y-%m-%d %H:%M}" if until else "",
        "url": url,
        "who": " ".join(part for part in (promise.tenant.officer, promise.tenant.phone) if part),
    }
    opening = _("[%(place)s] %(giver)s, on %(day)s you said: “%(what)s” (%(term)s).") % facts
    asked = _("Please confirm it, name another day or decline it by %(until)s: %(url)s") % facts
    return "\n".join([opening, asked, _("Questions: %(who)s") % facts])
