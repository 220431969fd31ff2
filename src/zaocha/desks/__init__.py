"""Pages over several areas: first page, desk home, company page."""
