"""Credit through pledged intellectual property, and digital upgrades."""
