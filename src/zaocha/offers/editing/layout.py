"""The whole form of a policy, section by section, as controls to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zaocha.offers import labels
from zaocha.offers.editing import fields, nodes
from zaocha.offers.editing.showing import Benefit, Control, Drawing, Node


@dataclass(frozen=True)
class Version:
    """One version of the policy over time."""

    path: str
    days: list[Control]
    when: Node
    benefit: Benefit
    papers: list[tuple[str, list[Control]]]
    apply: list[Control]

    @property
    def id(self) -> str:
        """Where a jump leads."""
        return "p-" + self.path.replace(".", "-")


@dataclass(frozen=True)
class Form:
    """The form: `more` is folded unless something is in it."""

    head: list[Control]
    more: list[Control]
    more_open: bool
    versions: list[Version]


def form(sheet: dict[str, Any], found: dict[str, list[str]], *, is_new: bool) -> Form:
    """The form of a sheet; `found`: what the lint says by place."""
    draw = Drawing(sheet, found)
    more = _more(draw)
    versions = [
        _version(draw, f"versions.{number}")
        for number in range(len(nodes.listed(fields.at(sheet, "versions"))))
    ]
    return Form(_head(draw, is_new=is_new), more, any(one.faults for one in more), versions)


def _head(draw: Drawing, *, is_new: bool) -> list[Control]:
    kinds = [("", "–"), *labels.KINDS.items()]
    code = draw.control(
        "id",
        _("Id"),
        kind="text" if is_new else "shown",
        help=_("Small letters, digits and hyphens, such as digital-upgrade-2026. It stays for ever."),
    )
    return [
        *draw.both("title", _("Title")), code, draw.control("kind", _("Kind"), choices=kinds),
        *draw.both("place", _("Place")), *draw.both("authority", _("Authority")),
    ]  # fmt: skip


def _more(draw: Drawing) -> list[Control]:
    return [
        draw.control("source.title", _("Paper that it comes from")),
        draw.control("source.number", _("Its number")),
        draw.control("source.date", _("Its date"), kind="date"),
        draw.control("source.url", _("Where it is published")),
        draw.control("excludes", _("Excluded by (ids, one a line)"), kind="lines"),
        draw.control(
            "anchor", _("The version is chosen by this date (a fact; else the day of asking)"), kind="fact"
        ),
        draw.control("group", _("Group of policies that belong together")),
        draw.control("take", _("Of the group is given"), choices=labels.TAKES.items()),
        draw.control("repealed_on", _("Repealed from"), kind="date"),
        *draw.both("named_beneficiary", _("Named beneficiary")),
        draw.control("repeatable", _("Can be had again every year"), kind="flag"),
        draw.control("terms_unknown", _("Terms are not public"), kind="flag"),
        *draw.both("note", _("Note"), kind="lines"),
        draw.control("rest", _("Other parts, as YAML"), kind="lines"),
    ]


def _version(draw: Drawing, path: str) -> Version:
    days = [
        draw.control(f"{path}.valid_from", _("Valid from"), kind="date"),
        draw.control(f"{path}.valid_to", _("until before"), kind="date"),
        draw.control(f"{path}.retroactive_from", _("Also for matters since"), kind="date"),
        draw.control(f"{path}.window.from", _("Applications from"), kind="date"),
        draw.control(f"{path}.window.to", _("until before"), kind="date"),
        draw.control(f"{path}.window.yearly", _("Applications come back every year"), kind="flag"),
    ]
    count = len(nodes.listed(fields.at(draw.sheet, f"{path}.documents")))
    places = [f"{path}.documents.{number}" for number in range(count)]
    apply = [
        *draw.both(f"{path}.where", _("Where to apply")),
        draw.control(f"{path}.url", _("Address on the web")),
        draw.control(f"{path}.automatic", _("No application needed (免申即享)"), kind="flag"),
        *draw.both(f"{path}.note", _("Note"), kind="lines"),
        draw.control(f"{path}.rest", _("Other parts, as YAML"), kind="lines"),
    ]
    return Version(
        path=path,
        days=days,
        when=draw.node(f"{path}.when", is_root=True),
        benefit=draw.benefit(f"{path}.benefit"),
        papers=[(place, draw.both(place, _("Paper to bring"))) for place in places],
        apply=apply,
    )
