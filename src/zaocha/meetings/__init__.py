"""The tea table: invitations, live capture, minutes, read-back."""
