"""The demo town: invented companies and people, deterministic from a seed number."""
