"""`python -m bench.peers ENGINE --companies FILE.parquet --rules FILE.json`, in an environment of its own.

ENGINE is openfisca (three values as numbers), openfisca-planes (three values as pairs of booleans, the kindest form),
openfisca-two (its fastest form, two values), polars, duckdb or zen.
Prints the CPU seconds of all threads and how many companies pass (and, with three values, fail) each rule.
"""

from __future__ import annotations

import argparse
import json
import os
from importlib import import_module
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")
ENGINES = {
    "openfisca": ("openfisca", {"form": "numbers"}), "openfisca-planes": ("openfisca", {"form": "planes"}),
    "openfisca-two": ("openfisca", {"form": "two"}),
    "polars": ("polars", {}), "duckdb": ("duckdb", {}), "zen": ("zen", {}),
}  # fmt: skip


def run() -> None:
    """Run one engine and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("engine", choices=sorted(ENGINES))
    parser.add_argument("--companies", type=Path, required=True)
    parser.add_argument("--rules", type=Path, required=True)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--rows", type=int, default=500, help="Only so many companies (zen).")
    given = parser.parse_args()
    module, more = ENGINES[given.engine]
    rules = json.loads(given.rules.read_text())
    found = import_module(f"bench.peers.{module}").measured(given, rules, **more)
    print(json.dumps({"engine": given.engine, **found}))


if __name__ == "__main__":
    run()
