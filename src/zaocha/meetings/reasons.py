"""Why somebody is invited: short codes in the row, words in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zaocha.meetings import labels


def coded(*parts: str) -> str:
    """Join reason codes, such as `demands:3`, `chain:knitting`, `never`, `long:2025-11-02`."""
    return ",".join(part for part in parts if part)


def words(reason: str, *, chains: Mapping[str, str]) -> list[str]:
    """The codes of a reason as sentences; codes that are not known are left out."""
    return [said for part in reason.split(",") if (said := _word(part, chains))]


def _word(part: str, chains: Mapping[str, str]) -> str:
    code, _colon, value = part.partition(":")
    if code == "demands":
        n = int(value)
        return ngettext("%(n)d open demand on the theme", "%(n)d open demands on the theme", n) % {"n": n}
    if code == "handled":
        n = int(value)
        return ngettext("has %(n)d demand of this kind", "has %(n)d demands of this kind", n) % {"n": n}
    fixed = {
        "chain": _("on the chain: %(value)s") % {"value": chains.get(value, value)},
        "never": _("never heard yet"),
        "long": _("last heard on %(value)s") % {"value": value},
        "lead": _("usually leads on %(value)s") % {"value": labels.category(value)},
        "added": _("added by hand"),
        "came": _("came unasked"),
    }
    return fixed.get(code, "")
