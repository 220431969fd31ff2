"""Packs: each real policy with worked companies at, below and above its bounds."""
