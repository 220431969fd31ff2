"""Ready messages, in the language of the house, for whoever copies them into a group."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zaocha.agreements.models import Collection


def wishes_asked(found: Collection, *, url: str) -> str:
    """To workers: the question and the address."""
    told = {"question": found.question, "day": found.open_until.isoformat(), "url": url}
    return _("%(question)s Say it without your name by %(day)s, and see what came of it: %(url)s") % told
