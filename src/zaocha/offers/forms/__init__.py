"""Forms of the offers, split by noun."""
