"""The slots of a day, and the lanes that are free for several of them in a row. Knows no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from zaocha.kernel.clock import SHANGHAI


def of_day(day: date, *, opens: time, closes: time, minutes: int) -> list[datetime]:
    """When the slots of a day begin; a rest shorter than a slot at the end is not offered."""
    step, last = timedelta(minutes=minutes), datetime.combine(day, closes, SHANGHAI)
    at, found = datetime.combine(day, opens, SHANGHAI), []
    while at + step <= last:
        found.append(at)
        at += step
    return found


def run(starts_at: datetime, *, count: int, minutes: int) -> list[datetime]:
    """The beginnings of `count` slots in a row."""
    return [starts_at + timedelta(minutes=minutes * n) for n in range(count)]


def free_lane(
    wanted: Sequence[datetime], held: Mapping[datetime, Iterable[int]], *, lanes: int
) -> int | None:
    """The first lane in which all wanted slots are free; None when there is none."""
    taken: set[int] = set()
    for start in wanted:
        taken.update(held.get(start, ()))
    return next((lane for lane in range(lanes) if lane not in taken), None)
