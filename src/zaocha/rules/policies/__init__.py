"""Policies: what they say, how they are written, what they answer to one company, and what is wrong with them."""
