"""The wall of a large town, counted ahead by the worker in short steps, out of the same definitions.

Every figure is a sum over months, chains and degrees of secrecy; what is no sum is kept so that it becomes one: the
companies helped as sets, the median as how many replies took how many quarters of an hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, TruncMonth

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.demands.access import SENSITIVE
from zaocha.demands.models import Demand
from zaocha.kernel import tasks
from zaocha.kernel.clock import SHANGHAI
from zaocha.metrics import queries
from zaocha.metrics.definitions import METRICS
from zaocha.metrics.metric import Metric
from zaocha.metrics.models import Counted, Summary

OVERS = ("demands", "promises", "results")
CHUNK = 1000  # rows of one step: some fifty milliseconds, a fifth of what 5,000 were measured at
KEY = ("of_month", "of_chain", "secrecy")
CENTS = 100  # sums are kept in hundredths, as whole numbers
Sums = dict[str, Any]
Key = tuple[date | None, str, int]


def step(*, tenant: Tenant, cursor: Any, at: datetime) -> tasks.Step:
    """Count the next rows; the generation holds once the last are counted."""
    generation = Counted.objects.get_or_create(tenant=tenant)[0].generation + 1
    if cursor is None:
        Summary.objects.filter(tenant=tenant, generation=generation).delete()  # of one that broke off
        cursor = [0, 0, at.isoformat(), 0]
    place, after, as_of, done = cursor
    over = OVERS[place]
    found = queries.visible(over, actors.system(tenant)).filter(pk__gt=after)
    last = found.order_by("pk").values_list("pk", flat=True)[CHUNK - 1 : CHUNK].first()
    _count(
        found.filter(pk__lte=last) if last else found, over, tenant=tenant, generation=generation,
        at=datetime.fromisoformat(as_of),
    )  # fmt: skip
    if last:
        return tasks.Step([place, last, as_of, done + CHUNK], done + CHUNK)
    if place + 1 < len(OVERS):
        return tasks.Step([place + 1, 0, as_of, done], done)
    Counted.objects.filter(tenant=tenant).update(generation=generation, as_of=datetime.fromisoformat(as_of))
    Summary.objects.filter(tenant=tenant).exclude(generation=generation).delete()
    return tasks.Step(None, done)


def add(into: Sums, more: Sums) -> Sums:
    """Both together: numbers added, sets of companies united, counts by step or category added."""
    for name, value in more.items():
        if isinstance(value, list):
            into[name] = sorted({*into.get(name, []), *value})
        elif isinstance(value, dict):
            into[name] = add(into.get(name, {}), value)
        else:
            into[name] = into.get(name, 0) + value
    return into


def _count(rows: QuerySet[Any], over: str, *, tenant: Tenant, generation: int, at: datetime) -> None:
    parts: dict[Key, Sums] = {}
    for key, sums in _parts(rows, over, at=at):
        add(parts.setdefault(key, {}), sums)
    there = {
        (one.month, one.chain, one.secrecy): one
        for one in Summary.objects.filter(
            tenant=tenant, generation=generation, over=over, month__in=[key[0] for key in parts if key[0]]
        )
    } | {
        (None, one.chain, one.secrecy): one
        for one in Summary.objects.filter(tenant=tenant, generation=generation, over=over, month=None)
    }
    for key, sums in parts.items():
        month, chain, secrecy = key
        one = there.get(key) or Summary(
            tenant=tenant,
            generation=generation,
            over=over,
            month=month,
            chain=chain,
            secrecy=secrecy,
            sums={},
        )
        one.sums = add(one.sums, sums)
        one.save()


def _parts(rows: QuerySet[Any], over: str, *, at: datetime) -> Iterable[tuple[Key, Sums]]:
    """(month, chain, secrecy) and sums; several parts may have the same key."""
    metrics = [one for one in METRICS if one.over == over]
    tz = {"tzinfo": SHANGHAI} if metrics[0].dated_by.endswith("_at") else {}
    rows = rows.annotate(
        of_month=TruncMonth(metrics[0].dated_by, output_field=DateField(), **tz),
        of_chain=Coalesce("company__chain", Value("")), secrecy=_secrecy(over),
    )  # fmt: skip
    yield from _plain(rows, metrics, at=at)
    for one in metrics:
        if one.kind in ("companies", "median"):
            yield from _gathered(rows, one, at=at)
    if over == "demands":
        for row in rows.values(*KEY, "category").annotate(n=Count("pk")).order_by():
            yield _key(row), {"categories": {row["category"][:2]: row["n"]}}


def _plain(rows: QuerySet[Any], metrics: list[Metric], *, at: datetime) -> Iterable[tuple[Key, Sums]]:
    """What is a sum by itself, in one statement."""
    measured: dict[str, Any] = {"rows": Count("pk")}
    if metrics[0].over == "demands":
        measured["word_solved"] = Count("pk", filter=Q(word="solved"))
    for one in metrics:
        if one.kind != "companies":
            measured |= queries.measures(one, at=at)
    for row in rows.values(*KEY).annotate(**measured).order_by():
        yield _key(row), {name: _whole(name, row[name]) for name in measured if row[name]}


def _gathered(rows: QuerySet[Any], metric: Metric, *, at: datetime) -> Iterable[tuple[Key, Sums]]:
    """The companies of a figure, or how many of its rows took how many steps of time."""
    hit = rows.filter(metric.among(at) & metric.counted(at))
    if metric.kind == "companies":
        for row in hit.values(*KEY, helped=queries.COMPANY).distinct().order_by():
            yield _key(row), {metric.code: [row["helped"]]}
        return
    steps = hit.values(*KEY, step=F(metric.value) / queries.STEP)
    for row in steps.annotate(n=Count("pk")).order_by():
        yield _key(row), {metric.code: {str(int(row["step"])): row["n"]}}


def _secrecy(over: str) -> Any:
    if over == "demands":
        return Case(
            When(category__startswith=SENSITIVE, then=Value(2)), When(restricted=True, then=Value(1)), default=Value(0)
        )  # fmt: skip
    names = {"pk": OuterRef("demand_id" if over == "results" else "origin_id"), "restricted": True}
    hidden = Q(Exists(Demand.objects.filter(**names)))
    if over == "promises":
        hidden &= Q(origin_kind="demand")
    return Case(When(hidden, then=Value(1)), default=Value(0))


def _key(row: dict[str, Any]) -> Key:
    return row["of_month"], row["of_chain"], row["secrecy"]


def _whole(name: str, value: Any) -> int:
    return int(value * CENTS) if name in SUMMED else int(value)


def summed(metric: Metric) -> str:
    """The name under which a metric's sum is kept."""
    return f"{metric.code}_counted"


SUMMED = {summed(one) for one in METRICS if one.kind == "sum"}
