"""The green channel for professional titles: dossier, referral, panel, result."""
