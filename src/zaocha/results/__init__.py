"""What changed for a company, counted, with evidence and the word of the one who benefited."""
