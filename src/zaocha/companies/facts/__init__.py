"""Facts of companies: what is known, since when, from whom, who may see it, and what it may be used for."""
