"""Agreements, shared facilities, activities and what workers need, each noun in its own file."""

from zaocha.agreements.models.activities import Activity, Signup
from zaocha.agreements.models.agreements import Agreement, Clause, Due, Party
from zaocha.agreements.models.facilities import Booking, Closing, Facility, Slot
from zaocha.agreements.models.wishes import Collection, Voice, WishGroup

__all__ = [
    "Activity", "Agreement", "Booking", "Clause", "Closing", "Collection", "Due", "Facility", "Party", "Signup",
    "Slot", "Voice", "WishGroup",
]  # fmt: skip
