"""Runs everything that holds the project together: lint, types, and the three rings of tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests import machine

HERE = Path(__file__).resolve().parents[1]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]


def step(name: str, command: list[str], **variables: str) -> bool:
    """Run one command; its output is printed whole when it is done, so that parallel ones do not mix."""
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=HERE, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    good = done.returncode == 0
    took = time.monotonic() - started
    print(f"\n=== {name}: {'passed' if good else 'FAILED'} in {took:.0f} s", flush=True)
    print((done.stdout + done.stderr).strip()[-20_000:], flush=True)
    return good


def main() -> int:
    chromium = machine.chromium()
    with machine.postgres() as url, ThreadPoolExecutor(2) as side:
        lint = [
            side.submit(step, "ruff", [sys.executable, "-m", "ruff", "check", "."]),
            side.submit(step, "ruff format", [sys.executable, "-m", "ruff", "format", "--check", "."]),
            side.submit(step, "mypy", [sys.executable, "-m", "mypy"]),
            side.submit(step, "pure ring", [*PYTEST, "-m", "pure"]),
        ]
        good = all([one.result() for one in lint])
        rings = [side.submit(step, "area ring on SQLite", [*PYTEST, "-m", "area"], ZAOCHA_DATABASE_URL="")]
        if url:
            rings.append(
                side.submit(step, "area ring on PostgreSQL", [*PYTEST, "-m", "area"], ZAOCHA_DATABASE_URL=url)
            )
        good = all([one.result() for one in rings]) and good
        if chromium:
            tour = {"ZAOCHA_CHROMIUM": chromium}
            good = step("journeys", [*PYTEST, "-m", "journey"], ZAOCHA_DATABASE_URL="", **tour) and good
            if url:
                again = [*PYTEST, "-m", "journey and both"]
                good = step("journeys on PostgreSQL", again, ZAOCHA_DATABASE_URL=url, **tour) and good
    for what in machine.skipped:
        print(f"\n!!! SKIPPED: {what}")
    if machine.skipped and os.environ.get("CI") == "true":
        print("CI=true: a skip is a failure.")
        good = False
    print("\nAll passed." if good else "\nSomething FAILED; see above.")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
