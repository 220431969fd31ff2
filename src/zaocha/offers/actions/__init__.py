"""Writes of the offers, split by noun."""
