"""Writes of titles: workers, dossiers and their papers, experts, panels, marks."""
