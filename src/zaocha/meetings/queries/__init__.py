"""Reads of this area, one module per noun."""
