"""Scarce places, handed out by rules that everybody can read: advisers' hours, seats, halls."""
