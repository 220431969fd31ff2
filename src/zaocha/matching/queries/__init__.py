"""Reads of the matching, split by noun."""
