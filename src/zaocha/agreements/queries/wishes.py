"""Questions to workers, their wishes with the most wanted first, and what came of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.agreements import access
from zaocha.agreements.models import Collection, Voice, WishGroup
from zaocha.demands import labels, lifecycle
from zaocha.demands.models import Demand
from zaocha.lang import classify


@dataclass(frozen=True)
class Wish:
    """A group as the desk sees it: with the words of workers, and the category that they suggest."""

    group: WishGroup
    words: list[str]
    category: str
    settled: int
    unsettled: int


@dataclass(frozen=True)
class Told:
    """A group as workers see it: whether this browser said so, and what came of it."""

    group: WishGroup
    mine: bool
    is_unread: bool  # only its author sees it
    state: Any = ""
    tone: str = "grey"
    answer: str = ""
    asks_word: bool = False
    said: bool | None = None


def collections(*, by: Actor, text: str = "", state: str = "") -> QuerySet[Collection]:
    """Questions, newest first, with how many wishes and voices each has, and how many wait to be read."""
    live = Q(groups__joined=None)
    rows = access.collections(by).select_related("company").annotate(
        wishes=Count("groups", filter=live & Q(groups__hidden_reason="")), said=Sum("groups__voices"),
        unread=Count("groups", filter=live & Q(groups__shown_at=None, groups__hidden_reason="")),
    )  # fmt: skip
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(question__icontains=text))
    if state:
        rows = rows.filter(state=state)
    return rows.order_by("-pk")


def groups(*, found: Collection, which: str = "") -> QuerySet[WishGroup]:
    """The wishes of a question, the most wanted first; `which`: unread, pooled, hidden."""
    kept = {
        "unread": Q(shown_at=None, hidden_reason=""), "pooled": Q(demand__isnull=False), "hidden": ~Q(hidden_reason=""),
    }  # fmt: skip
    rows = found.groups.filter(joined=None).select_related("demand")
    return rows.filter(kept.get(which, Q(hidden_reason=""))).order_by("-voices", "pk")


def wishes(rows: list[WishGroup]) -> list[Wish]:
    """With the words of workers: one statement."""
    words: dict[int, list[str]] = defaultdict(list)
    judged: dict[tuple[int, bool | None], int] = defaultdict(int)
    for pk, said, settled in (
        Voice.objects.filter(group__in=rows).order_by("pk").values_list("group", "words", "settled")
    ):
        judged[pk, settled] += 1
        if said and said not in words[pk] and len(words[pk]) < 50:
            words[pk].append(said)
    return [
        Wish(one, words[one.pk], "" if one.demand_id else usual_category(one.label), judged[one.pk, True], judged[one.pk, False])
        for one in rows
    ]  # fmt: skip


def usual_category(text: str) -> str:
    """The category that the words suggest; what they do not say is what workers live with."""
    found = classify.judge(text)
    return "13" if found.abstained else found.code


def told(*, found: Collection, browser: str) -> list[Told]:
    """What whoever scans the code sees: the shown wishes and the own ones, most wanted first. Three statements."""
    mine = dict(
        Voice.objects.filter(group__collection=found, browser=browser).values_list("group", "settled")
        if browser
        else []
    )
    rows = found.groups.filter(joined=None, hidden_reason="").select_related("demand")
    rows = rows.filter(Q(shown_at__isnull=False) | Q(pk__in=list(mine)))
    return [_told(one, mine) for one in rows.order_by("-voices", "pk")[:200]]


def unread(*, by: Actor) -> int:
    """How many wishes of workers the desk has not read yet."""
    rows = WishGroup.objects.filter(collection__in=access.collections(by))
    return rows.filter(shown_at=None, hidden_reason="", joined=None).count()


def is_open(found: Collection, *, on: date) -> bool:
    """Whether answers are taken on a day."""
    return found.state == Collection.State.OPEN and on <= found.open_until


def _told(one: WishGroup, mine: dict[int, bool | None]) -> Told:
    demand, own = one.demand, one.pk in mine
    if demand is None:
        return Told(one, own, one.shown_at is None)
    if demand.restricted:  # no more is said of it in public than that it was taken on
        return Told(one, own, False, _("the desk has taken it on"), "blue")
    return Told(
        one, own, False, labels.STATES.get(demand.state, demand.state), _tone(demand),
        demand.answer if demand.replied_at else "", own and demand.replied_at is not None, mine.get(one.pk),
    )  # fmt: skip


def _tone(demand: Demand) -> str:
    if demand.state in {str(one) for one in lifecycle.ENDS}:
        return "green" if demand.closed_as == "solved" else "grey"
    return "teal" if demand.replied_at else "blue"
