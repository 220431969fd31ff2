"""Template tags of this area."""
