"""Writes of this area, one module per noun: planning, invitations, seats, lines, statements, closing, minutes."""
