"""Writes of agreements, facilities, activities and wishes, each noun in its own file."""
