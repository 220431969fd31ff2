"""Benchmarks and durability trials: commands with JSON output, no timed tests. See docs/benchmarks.md."""

import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [one for one in (str(_ROOT), str(_ROOT / "src")) if one not in sys.path]
