"""How sure a rate is."""

from __future__ import annotations

from math import sqrt


def wilson(counted: int, among: int, *, z: float = 1.96) -> tuple[float, float]:
    """Wilson's score interval of a rate at 95 %, as fractions; (0, 1) without rows.

    Source: E. B. Wilson, JASA 22 (1927), 209-212.
    """
    if among == 0:
        return 0.0, 1.0
    share = counted / among
    middle = share + z * z / (2 * among)
    spread = z * sqrt(share * (1 - share) / among + z * z / (4 * among * among))
    scale = 1 + z * z / among
    # At 0 and 1 rounding may leave the share a hair outside its own interval.
    return max(0.0, min(share, (middle - spread) / scale)), min(1.0, max(share, (middle + spread) / scale))
