"""Minutes read into draft demands, each beside the words that it came from."""

from zaocha.lang.minutes.findings import Demand, Meeting, MinutesReading, Promise, Quote, as_json
from zaocha.lang.minutes.reader import LIMIT, read_minutes
from zaocha.lang.names import KnownCompany

__all__ = [
    "LIMIT",
    "Demand",
    "KnownCompany",
    "Meeting",
    "MinutesReading",
    "Promise",
    "Quote",
    "as_json",
    "read_minutes",
]
