"""From ten thousand companies to ten million: `python bench/match_growth.py --svg docs/images/match-growth.svg`.

Each size in a process of its own, in parts of about a million rows: CPU seconds by step (read Parquet and make
columns, sort into bins, all verdicts) and the largest memory. With `--svg` a chart of the same figures.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import match_tasks, match_world, places
from zaocha.rules.facts import dictionary
from zaocha.rules.planes import bound, engines, readers
from zaocha.rules.planes.results import Results
from zaocha.rules.planes.stores import Store

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
STEP = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every size and report."""
    usual = Path(os.environ.get("ZAOCHA_BENCH", "/tmp/zaocha-bench"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--policies", type=int, default=200)
    parser.add_argument("--data", type=Path, default=usual / "match")
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        places.report(measured(folder(given.data, given.one), given.policies))
        return 0
    runs = []
    for size in map(int, given.sizes.split(",")):
        folder(given.data, size)
        words = [sys.executable, str(Path(__file__)), "--one", str(size)]
        words += ["--data", str(given.data), "--policies", str(given.policies)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout))
    if given.svg:
        given.svg.write_text(chart(runs), encoding="utf-8")
    places.report(
        {"bench": "match_growth", "policies": given.policies, "runs": runs, "machine": places.machine()}
    )
    return 0


def folder(data: Path, size: int) -> Path:
    """A folder of Parquet files with so many companies in all, made once."""
    import pyarrow.parquet as pq

    made = data / f"growth-{size}"
    made.mkdir(parents=True, exist_ok=True)
    for number in range(math.ceil(size / STEP)):
        file = made / f"{number:03d}.parquet"
        if not file.exists():
            rows = min(STEP, size - number * STEP)
            pq.write_table(match_world.table(rows, seed=100 + number), file, row_group_size=131_072)
    return made


def measured(companies: Path, policies: int) -> dict[str, Any]:
    """CPU seconds by step, and memory; compiled code is loaded before."""
    program = match_tasks.compiled(match_world.policies(policies))
    engine = match_tasks.ENGINES[0]
    reader = readers.Reader(companies, dictionary=dictionary())
    warm(program, engine)
    seconds = {"read": 0.0, "bins": 0.0, "verdicts": 0.0}
    true = 0
    marks = [time.process_time()]
    for part in reader.parts(match_world.FACTS):
        marks.append(time.process_time())
        store = Store(part.columns, rows=part.rows)
        ready = bound.bound(program, store)
        marks.append(time.process_time())
        results = Results.empty(ready)
        engines.fill(ready, results, engine=engine)
        marks.append(time.process_time())
        true += int(results.counts()[0].sum())
        for name, (began, ended) in zip(seconds, itertools.pairwise(marks), strict=True):
            seconds[name] += ended - began
        marks = [time.process_time()]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "companies": reader.rows, "pairs": reader.rows * policies, "eligible_pairs": true, "engine": engine,
        **{f"{name}_cpu_seconds": round(value, 4) for name, value in seconds.items()}, "memory_mb": memory,
    }  # fmt: skip


def warm(program: Any, engine: engines.Engine) -> None:
    """Load compiled code on a handful of companies."""
    columns = readers.Reader.of_table(
        Path("warm"), match_world.table(10).schema, dictionary=dictionary(), id_column="company"
    ).part(match_world.table(10), match_world.FACTS)
    engines.run(program, Store(columns.columns, rows=10), engine=engine)


# ---- the chart ------------------------------------------------------------------------------------------

WIDE, HIGH, LEFT, TOP, BOTTOM, RIGHT = 760, 420, 70, 50, 60, 80
LINES = (  # figure, colour, words, where its label stands from the point
    ("read_cpu_seconds", "#5a6b85", "read and columns, CPU s", (6, -7, "start")),
    ("bins_cpu_seconds", "#9a6412", "bins, CPU s", (6, 14, "start")),
    ("verdicts_cpu_seconds", "#0b6b50", "all verdicts, CPU s", (6, 14, "start")),
    ("memory_mb", "#a33b3b", "largest memory, GB", (-6, -7, "end")),
)


def chart(runs: list[dict[str, Any]]) -> str:
    """Both axes logarithmic."""
    low, high = -4, 2
    first, last = (math.log10(runs[at]["companies"]) for at in (0, -1))

    def x(run: dict[str, Any]) -> float:
        return LEFT + (math.log10(run["companies"]) - first) / max(1e-9, last - first) * (WIDE - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (high - math.log10(max(value, 10**low))) / (high - low) * (HIGH - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDE}" height="{HIGH}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="24" font-size="15">{runs[0]["pairs"] // runs[0]["companies"]} policies, 25 facts, '
        "10 % missing: CPU seconds and memory by number of companies</text>",
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(f'<line x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#e3e6ea"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10**power:g}</text>')
    for run in runs:
        parts.append(
            f'<text x="{x(run):.1f}" y="{HIGH - BOTTOM + 20}" text-anchor="middle">{run["companies"]:,}</text>'
        )
    at = LEFT
    for name, colour, label, (right, down, anchor) in LINES:
        scale = 1 / 1024 if name == "memory_mb" else 1
        points = [(x(run), y(run[name] * scale)) for run in runs]
        dashed = ' stroke-dasharray="5 4"' if name == "memory_mb" else ""
        path = " ".join(f"{one:.1f},{other:.1f}" for one, other in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>')
        parts += [
            f'<circle cx="{one:.1f}" cy="{other:.1f}" r="3.5" fill="{colour}"/>' for one, other in points
        ]
        style = f'fill="{colour}" font-size="11" text-anchor="{anchor}" stroke="#fff" stroke-width="3" paint-order="stroke"'
        parts += [
            f'<text x="{one + right:.1f}" y="{other + down:.1f}" {style}>{run[name] * scale:.2g}</text>'
            for run, (one, other) in zip(runs, points, strict=True)
        ]
        end, line = at + 18, HIGH - 16
        parts.append(
            f'<line x1="{at}" x2="{end}" y1="{line}" y2="{line}" stroke="{colour}" stroke-width="2"{dashed}/>'
        )
        parts.append(f'<text x="{at + 23}" y="{HIGH - 12}">{label}</text>')
        at += 45 + 7 * len(label)
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    raise SystemExit(main())
