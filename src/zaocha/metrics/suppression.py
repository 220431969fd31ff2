"""Keeps small numbers out of what is published, also from whoever subtracts.

Pure. A table is one total and its parts. Every number under `LEAST` is withheld, and nothing tells a small number that
is withheld from a large one. Beside the small ones at least one large part is withheld, more until the withheld parts
add up to `ENOUGH`; which one depends on the order of the parts alone, never on their values. So whoever knows all that
is published, and this rule, still finds at least two values for every small part.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 5
ENOUGH = 2 * LEAST


def shown(count: int) -> int | None:
    """A number that stands alone; None: withheld, it is under `LEAST`."""
    return count if count >= LEAST else None


def table(parts: Sequence[int]) -> tuple[int | None, list[int | None]]:
    """The total and its parts as they may be published; None: withheld. Parts are counts, none below 0."""
    total = sum(parts)
    small = [place for place, count in enumerate(parts) if count < LEAST]
    if total < LEAST:
        return None, [None] * len(parts)
    if not small:
        return total, list(parts)
    hidden = set(small)
    for step in range(1, len(parts) + 1):
        place = (small[-1] + step) % len(parts)
        if len(hidden) > len(small) and sum(parts[one] for one in hidden) >= ENOUGH:
            break
        hidden.add(place)
    return total, [None if place in hidden else count for place, count in enumerate(parts)]
