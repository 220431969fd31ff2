"""What candidates agree to, and ready messages."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CONSENT = "2026-11"
CONSENT_TEXT = gettext_lazy(
    "I agree that the desk keeps what I entered until the day chosen, to compare it with vacancies of this town. No "
    "company sees it before I said yes to that company. I can change it, or have it erased, on my own page."
)


def invitation(*, title: str, url: str) -> str:
    """To a candidate who is asked."""
    return _("A company of the town asks whether you would like the post “%(title)s”. Say yes or no: %(url)s") % {
        "title": title, "url": url,
    }  # fmt: skip


def to_school(*, title: str, url: str) -> str:
    """To a school that is to confirm."""
    return _("Please enter how many students of “%(title)s” have enrolled and completed: %(url)s") % {
        "title": title, "url": url,
    }  # fmt: skip
