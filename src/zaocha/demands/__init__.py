"""The pool of demands and their way to the company's own word."""
