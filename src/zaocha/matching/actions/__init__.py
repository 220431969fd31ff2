"""Writes of the matching, split by noun."""
