"""Forms of agreements, facilities, activities and wishes."""
