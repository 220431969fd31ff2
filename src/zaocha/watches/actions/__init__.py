"""Everything that changes watches."""
