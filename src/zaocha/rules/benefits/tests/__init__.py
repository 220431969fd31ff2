"""Benefits: vectors, properties, wording, and what is refused."""
