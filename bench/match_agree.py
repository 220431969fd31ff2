"""Random verdicts by every engine, held against the walker: `python bench/match_agree.py --verdicts 10000000`.

Every test, every type, missing facts, nested and empty groups (src/zaocha/rules/planes/tests/wild.py). Engines: one
company at a time (the walker, which is the meaning), numpy, compiled code, rows side by side, SQLite from the tree.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import places
from zaocha.rules.planes.tests.engines_agree import World

RULES, COMPANIES = 150, 700


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare worlds until there are enough verdicts; any difference is told with its seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--verdicts", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    done, seed, differences = 0, given.seed, list[dict[str, Any]]()
    counts = {"true": 0, "unknown": 0, "false": 0}
    began = time.process_time()
    while done < given.verdicts:
        world = World(seed, rules=min(RULES, given.verdicts), companies=COMPANIES)
        differences += compared(world, seed, counts)
        done += len(world.conditions) * len(world.companies)
        seed += 1
    places.report(
        {
            "bench": "match_agree", "verdicts": done, "worlds": seed - given.seed, "engines": list(engines()),
            "differences": len(differences), "first": differences[:5], "counts": counts,
            "cpu_seconds": round(time.process_time() - began, 1), "machine": places.machine(),
        }
    )  # fmt: skip
    return 1 if differences else 0


def engines() -> tuple[str, ...]:
    """Those that are installed."""
    compiled = ("numba",) if find_spec("numba") else ()
    return ("numpy", *compiled, "rowwise", "sqlite")


def compared(world: World, seed: int, counts: dict[str, int]) -> list[dict[str, Any]]:
    """What differs from the walker in one world."""
    meant = world.walker()
    for truths in meant:
        counts["true"] += truths.count(True)
        counts["false"] += truths.count(False)
        counts["unknown"] += truths.count(None)
    found = []
    for engine in engines():
        said = world.planes(engine) if engine in {"numpy", "numba"} else getattr(world, engine)()
        if said != meant:
            wrong = [rule for rule, (one, other) in enumerate(zip(said, meant, strict=True)) if one != other]
            found.append({"seed": seed, "engine": engine, "rules": wrong[:5]})
    return found


if __name__ == "__main__":
    raise SystemExit(main())
