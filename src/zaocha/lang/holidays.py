"""Holidays by their everyday names: on which day they begin, and how long the rest usually is."""

from datetime import date

NAMES = {
    "元旦": "元旦",
    "春节": "春节",
    "过年": "春节",
    "年": "春节",
    "清明": "清明",
    "五一": "五一",
    "劳动": "五一",
    "端午": "端午",
    "中秋": "中秋",
    "国庆": "国庆",
    "十一": "国庆",
    "元宵": "元宵",
}
_FIXED = {"元旦": (1, 1, 1), "清明": (4, 5, 1), "五一": (5, 1, 5), "国庆": (10, 1, 7)}
# Days that follow the moon (source: almanac), and how long the rest usually is.
_MOON = {
    "春节": (
        {
            2024: (2, 10),
            2025: (1, 29),
            2026: (2, 17),
            2027: (2, 6),
            2028: (1, 26),
            2029: (2, 13),
            2030: (2, 3),
        },
        7,
    ),
    "元宵": (
        {
            2024: (2, 24),
            2025: (2, 12),
            2026: (3, 3),
            2027: (2, 20),
            2028: (2, 9),
            2029: (2, 27),
            2030: (2, 17),
        },
        1,
    ),
    "端午": (
        {
            2024: (6, 10),
            2025: (5, 31),
            2026: (6, 19),
            2027: (6, 9),
            2028: (5, 28),
            2029: (6, 16),
            2030: (6, 5),
        },
        1,
    ),
    "中秋": (
        {
            2024: (9, 17),
            2025: (10, 6),
            2026: (9, 25),
            2027: (9, 15),
            2028: (10, 3),
            2029: (9, 22),
            2030: (9, 12),
        },
        1,
    ),
}


def first_day(name: str, year: int) -> tuple[date, int]:
    """The first day in a year, and the number of days; ValueError for a year that the table lacks."""
    if name in _FIXED:
        month, day, length = _FIXED[name]
        return date(year, month, day), length
    by_year, length = _MOON[name]
    if year not in by_year:
        raise ValueError(year)
    return date(year, *by_year[year]), length
