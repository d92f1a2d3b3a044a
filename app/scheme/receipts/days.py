"""Days and months inside a receipt: day columns, treatment months, years western or of eras."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from app.scheme.days import ERAS, last_of_month

_FIRST_YEARS = {era.code: era.first_day.year for era in ERAS}


class DayPattern(NamedTuple):
    """What 31 day columns say.

    days: those with a number above 0, ascending. counts: the number of each. total: their sum. other: columns that
    hold something else. columns: how many there are. mask: the days as bits, bit 1 the first day.
    """

    days: tuple[int, ...]
    counts: tuple[int, ...]
    total: int
    other: tuple[int, ...]
    columns: int
    mask: int


@lru_cache(maxsize=16384)
def day_pattern(columns: str) -> DayPattern:
    """From the columns as they stand in the record, "1,,,2,…": the same few patterns fill most files."""
    counts: dict[int, int] = {}
    other: list[int] = []
    fields = columns.split(",")
    for day, text in enumerate(fields, start=1):
        if not text:
            continue
        if text.isascii() and text.isdigit() and len(text) <= 3 and day <= 31 and int(text):
            counts[day] = int(text)
        else:
            other.append(day)
    total, mask = sum(counts.values()), sum(1 << day for day in counts)
    return DayPattern(tuple(counts), tuple(counts.values()), total, tuple(other), len(fields), mask)


@lru_cache(maxsize=65536)
def days_of_mask(mask: int) -> tuple[int, ...]:
    """The days whose bits are set, ascending."""
    return tuple(day for day in range(mask.bit_length()) if mask >> day & 1)


@lru_cache(maxsize=4096)
def month_of(text: str) -> date | None:
    """The first day of a month written YYYYMM, or GYYMM with the digit of the era; None for anything else."""
    return day_of(f"{text}01")


@lru_cache(maxsize=65536)
def day_of(text: str) -> date | None:
    """A day of 1000 to 2999 written YYYYMMDD, or GYYMMDD with the digit of the era; None for anything else."""
    if not (text.isascii() and text.isdigit()) or len(text) not in (7, 8):
        return None
    if len(text) == 7:
        first_year = _FIRST_YEARS.get(text[0])
        if first_year is None or text[1:3] == "00":
            return None
        year = first_year + int(text[1:3]) - 1
    elif text[0] in "12":
        year = int(text[:4])
    else:
        return None  # the calendar ends in 9999: nobody who counts on from there should fall off it
    try:
        return date(year, int(text[-4:-2]), int(text[-2:]))
    except ValueError:
        return None


@lru_cache(maxsize=65536)
def days_in(first: date, days: tuple[int, ...]) -> tuple[date, ...]:
    """Days of the month that begins on this day, as days of the calendar; a 31st of a short month is left out."""
    last = last_of_month(first).day
    return tuple(first.replace(day=day) for day in days if day <= last)
