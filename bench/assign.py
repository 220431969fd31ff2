"""The best assignment of 10,000 takers to 1,000 places: `python bench/assign.py`."""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from zaocha.allocations import solving


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a round, solve it a few times, and report the CPU seconds of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--takers", type=int, default=10_000)
    parser.add_argument("--places", type=int, default=1_000)
    parser.add_argument("--candidates", type=int, default=20, help="Places that each taker may get.")
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args(arguments)
    takers, places, fits = made(given.takers, given.places, given.candidates)
    runs = [one_run(takers, places, fits) for _number in range(given.times)]
    report = {
        "bench": "assign", "takers": len(takers), "places": len(places), "pairs": len(fits),
        "seats": sum(one.capacity for one in places), "runs": runs,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip
    print(json.dumps(report, indent=1))
    return 0


def one_run(
    takers: list[solving.Taker], places: list[solving.Place], fits: list[solving.Fit]
) -> dict[str, Any]:
    """CPU and wall seconds of one assignment, proven optimal."""
    cpu, wall = time.process_time(), time.perf_counter()
    outcome = solving.solve(takers, places, fits)
    return {
        "cpu_seconds": round(time.process_time() - cpu, 3), "seconds": round(time.perf_counter() - wall, 3),
        "assigned": len(outcome.pairs), "weight": outcome.weight, "solver": outcome.solver,
    }  # fmt: skip


def made(
    takers: int, places: int, candidates: int
) -> tuple[list[solving.Taker], list[solving.Place], list[solving.Fit]]:
    """A round with some seats kept for newcomers; the same for the same numbers."""
    chance = random.Random(7)
    wanted = [solving.Taker(number, 1, chance.random() < 0.2) for number in range(takers)]
    room = max(1, takers // places)
    seats = [
        solving.Place(number, chance.randint(max(1, room // 2), room + 2), chance.randint(0, room // 5))
        for number in range(places)
    ]
    fits = [
        solving.Fit(taker, place, chance.randint(0, 1000))
        for taker in range(takers)
        for place in chance.sample(range(places), min(candidates, places))
    ]
    return wanted, seats, fits


if __name__ == "__main__":
    raise SystemExit(main())
