"""CPU time of a call, and codes as ranges."""

from __future__ import annotations

import operator
import time
from collections.abc import Callable
from typing import Any

OPS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "=": operator.eq}
LENGTHS = {"industry": 4, "registered_area": 6}


def timed(call: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """The smallest CPU time of several runs, all threads together, and the last answer."""
    best, answer = 1e9, None
    for _ in range(repeat):
        began = time.process_time()
        answer = call()
        best = min(best, time.process_time() - began)
    return best, answer


def ranges(fact: str, prefixes: list[str]) -> list[tuple[int, int]]:
    """Prefixes as merged ranges of whole numbers: the kindest form for an engine without prefixes."""
    found: list[tuple[int, int]] = []
    for prefix in sorted(prefixes, key=lambda one: one.ljust(LENGTHS[fact], "0")):
        width = 10 ** (LENGTHS[fact] - len(prefix))
        low, high = int(prefix) * width, int(prefix) * width + width - 1
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found
