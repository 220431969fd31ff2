"""Rows of the areas for the small town: see `town.areas`."""
