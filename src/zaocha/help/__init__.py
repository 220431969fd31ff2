"""What helps a half-typed line: category, unit, similar demands."""
