"""Staged imports: a table comes in, is checked whole, and only then taken."""
