"""A policy as a form: the document as rows that a person fills in, and back. Pure."""
