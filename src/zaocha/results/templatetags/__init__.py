"""Filters of the result pages."""
