"""Which unit of a tenant is meant by a usual short name: 人社局 is 人力资源和社会保障局. No database."""

from __future__ import annotations

from collections.abc import Iterable


def is_short_for(short: str, name: str) -> bool:
    """Whether the characters of `short` stand in `name` in their order, beginning with its first.

    A place before the name is looked past: 自资局 is 云溪市自然资源和规划局, too.
    """
    at = name.find(short[:1])
    if not short or at < 0:
        return False
    for char in short[1:]:
        at = name.find(char, at + 1)
        if at < 0:
            return False
    return name.endswith(short[-1]) or name.endswith("办公室")


def named(short: str, units: Iterable[tuple[int, str, str]]) -> int | None:
    """The id of the unit (id, name, short name) that is called so, or whose long name it shortens.

    None when no unit is called so, or when it could be several (as with 社区).
    """
    rows = list(units)
    found = [row for row in rows if short in (row[1], row[2])]
    found = found or [row for row in rows if is_short_for(short, row[1])]
    return found[0][0] if len(found) == 1 else None
