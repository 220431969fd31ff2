"""Tenants, units, people and their roles, sign-in, links without an account, access."""
