"""Co-building agreements, shared facilities, activities, and what workers need."""
