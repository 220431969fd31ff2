"""Reads of agreements, facilities, activities and wishes."""

from zaocha.agreements.queries.facilities import (
    Day,
    bookings,
    facilities,
    may_book,
    nearest,
    own_bookings,
    week,
)

__all__ = ["Day", "bookings", "facilities", "may_book", "nearest", "own_bookings", "week"]
