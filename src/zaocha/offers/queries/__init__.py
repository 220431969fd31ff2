"""Reads of the offers, split by noun."""
