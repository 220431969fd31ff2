"""Benchmarks and durability trials: commands with JSON output, no timed tests. See docs/benchmarks.md."""
