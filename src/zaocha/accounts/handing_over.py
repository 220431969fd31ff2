"""Reports of corruption are not for a desk: nothing of them is stored, and the writer is told where they belong."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zaocha.kernel.errors import Invalid
from zaocha.lang import corruption


class HandedOver(Invalid):
    """A report of corruption: never taken, by no channel."""

    code = "handed_over"
    default = _("This reads like a report of corruption. It is not taken here, and nothing of it was stored.")
    remedy_ = _(
        "Call 12388, the discipline authorities' own line, or write to them at www.12388.gov.cn. "
        "Stalling and repeated inspections are taken here: say those alone."
    )

    def __init__(self, *, field: str = "") -> None:
        super().__init__(remedy=self.remedy_, field=field)


class AsksWriter(Invalid):
    """It may be a report of corruption: the writer is asked before anything is stored."""

    code = "asks_writer"
    default = _("This may be a report of corruption. Nothing of it was stored yet.")
    remedy_ = _(
        "If it is one, call 12388. If it is none, say it in other words, or send it with the "
        "header Not-A-Report: 1."
    )

    def __init__(self, *, field: str = "") -> None:
        super().__init__(remedy=self.remedy_, field=field)


def refuse_reports(*texts: str, field: str = "") -> None:
    """Refuse what certainly is a report. What only may be one, the page asks about before it comes here."""
    if any(corruption.look(text).kind == "report" for text in texts):
        raise HandedOver(field=field)
