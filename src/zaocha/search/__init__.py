"""The index of words and the search for similar ones."""
