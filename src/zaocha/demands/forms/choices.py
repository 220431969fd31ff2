"""What a person chooses from: categories, units, and the number of a demand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant, Unit
from zaocha.demands import reasons
from zaocha.kernel.errors import Invalid
from zaocha.lang import categories

Choices = list[tuple[Any, Any]]


def category_choices(*, second: bool = False) -> Choices:
    """The categories in the reader's language; with `second` each with its kinds as a group."""
    lang = reasons.language()
    found: Choices = [("", _("not known yet"))]
    for one in categories.CATEGORIES:
        name = f"{one.code} {getattr(one.name, lang)}"
        if not second:
            found.append((one.code, name))
            continue
        kinds = [(part.code, f"{part.code} {getattr(part.name, lang)}") for part in one.second]
        found.append((name, [(one.code, name), *kinds]))
    return found


def category_label(code: str) -> str:
    """The name of a category code in the reader's language; the code itself when it is unknown."""
    if not code:
        return ""
    try:
        lang = reasons.language()
        name = categories.second_level(code).name if len(code) == 4 else categories.category(code).name
        return str(getattr(name, lang))
    except categories.UnknownCategory:
        return code


def unit_choices(tenant: Tenant) -> Choices:
    """Units to hand a demand to: those of the sub-district (assigned), then bodies outside (asked)."""
    rows = list(Unit.objects.filter(tenant=tenant, is_active=True).order_by("-kind", "name"))
    inside = [(unit.pk, str(unit)) for unit in rows if unit.kind != Unit.Kind.OUTSIDE]
    outside = [(unit.pk, str(unit)) for unit in rows if unit.kind == Unit.Kind.OUTSIDE]
    return [("", "—"), (_("Units of the sub-district: assign"), inside), (_("Bodies outside: ask"), outside)]


def usual_unit(tenant: Tenant, category: str) -> int | None:
    """The unit that the category table names as lead, if the tenant has one of that name."""
    if not category:
        return None
    name = categories.category(category).lead.zh
    rows = Unit.objects.filter(tenant=tenant, is_active=True).exclude(kind=Unit.Kind.DESK)
    found = {label: pk for pk, *labels in rows.values_list("pk", "name", "short_name") for label in labels}
    return found.get(name)


def number_of(text: str) -> int:
    """The id in a demand's number (`2026-00042` or `42`); 422 when it is none."""
    tail = text.strip().rpartition("-")[2]
    if not (tail.isascii() and tail.isdigit() and len(tail) < 16):
        raise Invalid(
            _("This is no number of a demand: %(text)s") % {"text": text[:40]},
            remedy=_("Such as 2026-00042."),
            field="into_id",
        )
    return int(tail)
