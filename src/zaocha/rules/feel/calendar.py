"""The Gregorian calendar for any year: day numbers and back."""


def leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_days(year: int, month: int) -> int:
    if month == 2:
        return 29 if leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def number(year: int, month: int, day: int) -> int:
    """Days since 0000-03-01; counting from March puts the leap day last."""
    shifted = year - (month <= 2)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return shifted * 365 + shifted // 4 - shifted // 100 + shifted // 400 + of_year


def day_of(days: int) -> tuple[int, int, int]:
    """Year, month and day, so many days after 0000-03-01."""
    era, rest = divmod(days, 146_097)
    of_era = (rest - rest // 1460 + rest // 36524 - rest // 146_096) // 365
    of_year = rest - (365 * of_era + of_era // 4 - of_era // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return of_era + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1
