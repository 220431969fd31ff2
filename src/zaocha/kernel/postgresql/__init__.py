"""The PostgreSQL connection."""
