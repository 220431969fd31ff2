"""Ready messages, in the language of the house, for whoever copies them into a group."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zaocha.agreements.models import Activity, Collection
from zaocha.kernel.clock import SHANGHAI


def wishes_asked(found: Collection, *, url: str) -> str:
    """To workers: the question and the address."""
    told = {"question": found.question, "day": found.open_until.isoformat(), "url": url}
    return _("%(question)s Say it without your name by %(day)s, and see what came of it: %(url)s") % told


def activity_planned(found: Activity, *, url: str) -> str:
    """To whoever might come."""
    told = {"title": found.title, "when": _when(found), "place": found.place, "url": url}
    return _("%(title)s, %(when)s, %(place)s. Sign up without an account: %(url)s") % told


def moved_up(found: Activity) -> str:
    """To whoever moved up from the waiting list."""
    told = {"title": found.title, "when": _when(found), "place": found.place}
    return _("A place has come free: you are in. %(title)s, %(when)s, %(place)s.") % told


def _when(found: Activity) -> str:
    return f"{found.starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
