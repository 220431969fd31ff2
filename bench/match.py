"""All companies against all policies, beside other programs: `python bench/match.py --companies 1000000`.

Everything is measured in one run, in seconds of CPU; `--peers none` leaves the other programs out. They are
installed into an environment of their own (`--environment`), never into Zaocha's.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import match_tasks, match_world, places

PEERS = ("openfisca", "openfisca-planes", "openfisca-two", "polars", "zen", "duckdb")
PACKAGES = ("openfisca-core", "polars", "zen-engine", "duckdb", "pyarrow")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and report."""
    usual = Path(os.environ.get("ZAOCHA_BENCH", "/tmp/zaocha-bench"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--companies", type=int, default=1_000_000)
    parser.add_argument("--policies", type=int, default=200)
    parser.add_argument("--watches", type=int, default=1_000_000)
    parser.add_argument("--peers", default=",".join(PEERS), help="Which, by commas; none for none.")
    parser.add_argument("--repeat", type=int, default=7, help="The best of so many runs counts.")
    parser.add_argument("--data", type=Path, default=usual / "match", help="Where the made-up table is kept.")
    parser.add_argument("--environment", type=Path, default=usual / "peers")
    given = parser.parse_args(arguments)
    companies, rules = match_world.write(given.data, rows=given.companies, count=given.policies)
    found: dict[str, Any] = {"bench": "match", "companies": given.companies, "policies": given.policies}
    world = match_tasks.World(companies, given.policies)
    found["zaocha"] = world.measured(repeat=given.repeat)
    found["tasks"] = match_tasks.tasks(world, watches=given.watches, repeat=given.repeat)
    peers = [] if given.peers == "none" else given.peers.split(",")
    found["peers"] = {name: peer(name, given, companies, rules, world.counts()) for name in peers}
    # Once more: what neighbours took of the first run, they hardly took of both.
    again = world.measured(repeat=given.repeat)
    for engine, figures in again.items():
        first = found["zaocha"][engine]
        found["zaocha"][engine] = min(first, figures, key=lambda one: one["cpu_seconds"])
    found["bandwidth"] = bandwidth(world, found["zaocha"])
    found["ratios"] = ratios(found)
    found["machine"] = places.machine()
    places.report(found)
    return 0


def peer(
    name: str, given: Any, companies: Path, rules: Path, counts: tuple[list[int], list[int]]
) -> dict[str, Any]:
    """One program's figures, and in how many rules its counts differ from ours."""
    python = environment(given.environment)
    words = [str(python), "-m", "bench.peers", name, "--companies", str(companies), "--rules", str(rules)]
    done = subprocess.run(words, cwd=places.ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1:]}
    found: dict[str, Any] = json.loads(done.stdout)
    true, false = found.pop("true"), found.pop("false")
    if found["three_valued"]:
        found["rules_counted_otherwise"] = sum(
            one != other for one, other in zip([*true, *false], [*counts[0], *counts[1]], strict=True)
        )
    found["million_pairs_per_second"] = round(found["pairs"] / found["cpu_seconds"] / 1e6, 2)
    return found


def environment(folder: Path) -> Path:
    """The peers' own Python, made once."""
    python = folder / "bin" / "python"
    mark = folder / f".{'-'.join(PACKAGES)}"
    if not mark.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, stdout=sys.stderr)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
        subprocess.run(install, check=True, stdout=sys.stderr)
        mark.touch()
    return python


def bandwidth(world: match_tasks.World, ours: dict[str, Any]) -> dict[str, Any]:
    """Bytes that a run must read and write against what copying moves, in the same process."""
    import numpy as np

    source, target = np.ones(1 << 25, np.uint64), np.zeros(1 << 25, np.uint64)
    seconds = best(lambda: np.copyto(target, source), 5)
    copied = 2 * source.nbytes / seconds / 1e9
    engine = "numba" if "numba" in ours else "numpy"
    moved = world.bytes / ours[engine]["cpu_seconds"] / 1e9
    return {
        "copy_gb_per_second": round(copied, 1), "engine": engine, "run_gb_per_second": round(moved, 2),
        "share": round(moved / copied, 3), "bytes": world.bytes,
    }  # fmt: skip


def best(call: Callable[[], object], repeat: int) -> float:
    """The smallest CPU time of several runs."""
    smallest = 1e9
    for _ in range(repeat):
        began = time.process_time()
        call()
        smallest = min(smallest, time.process_time() - began)
    return smallest


def ratios(found: dict[str, Any]) -> dict[str, Any]:
    """How many times faster each engine is, by pairs per CPU second."""
    made: dict[str, Any] = {}
    for name, figures in found["peers"].items():
        if "failed" in figures:
            continue
        for engine, ours in found["zaocha"].items():
            theirs = figures["pairs"] / figures["cpu_seconds"]
            made[f"{engine}_against_{name}"] = round(ours["pairs"] / ours["cpu_seconds"] / theirs, 1)
        if "cold_cpu_seconds" in figures and found["zaocha"].get("cold"):
            cold = found["zaocha"]["cold"]["cpu_seconds"]
            made[f"cold_against_{name}"] = round(figures["cold_cpu_seconds"] / cold, 1)
    return made


if __name__ == "__main__":
    raise SystemExit(main())
