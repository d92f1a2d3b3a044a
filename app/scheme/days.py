"""Days of the scheme: Japanese eras, ages, the business day. Moments are UTC; days are Japanese."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from app.errors import InputRefused
from app.scheme.digits import folded

Clock = Callable[[], datetime]
"""Answers the present moment, aware, in UTC; injected wherever time matters."""

JAPAN = timezone(timedelta(hours=9), "JST")
"""Asia/Tokyo has had no summer time since 1951, so a fixed offset needs no zone data on Windows."""


class DayMalformed(InputRefused):
    """No day of the calendar can be read from what was typed."""

    code = "input.day"


class Era(NamedTuple):
    letter: str
    kanji: str
    code: str  # the digit of old receipt layouts (GYYMMDD)
    first_day: date


ERAS = (
    Era("R", "令和", "5", date(2019, 5, 1)),
    Era("H", "平成", "4", date(1989, 1, 8)),
    Era("S", "昭和", "3", date(1926, 12, 25)),
    Era("T", "大正", "2", date(1912, 7, 30)),
    Era("M", "明治", "1", date(1868, 10, 23)),
)
_KANJI_INITIALS = {era.kanji[0]: era for era in ERAS}
_WITH_ERA = re.compile(
    r"(?P<era>[RHSTM]|令和|平成|昭和|大正|明治|[令平昭大明])(?P<year>元|\d{1,2})\D*(?P<rest>.*)"
)
_PARTED = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*")
_MONTH_DAY = re.compile(r"(\d{1,2})\D+(\d{1,2})\D*")


def utc_now() -> datetime:
    """The present moment: the Clock of the running program."""
    return datetime.now(tz=UTC)


def business_day(moment: datetime) -> date:
    """The day in Japan at this moment, whatever the PC's own zone says."""
    return moment.astimezone(JAPAN).date()


def parse_day(typed: str, field: str = "day") -> date:
    """A day as people type it: S63.2.14, 昭和63年2月14日, 630214 with an era letter, 1988/2/14, 19880214; any width.

    Raises: DayMalformed — also for a day outside its era, such as S64.1.8.
    """
    text = folded(typed).upper()
    if text.isdigit() and len(text) == 8:
        return _day(int(text[:4]), text[4:6], text[6:], field)
    if parted := _PARTED.fullmatch(text):
        return _day(int(parted[1]), parted[2], parted[3], field)
    if found := _WITH_ERA.fullmatch(text):
        return _day_of_era(_era_of(found["era"]), found["year"], found["rest"], text, field)
    raise DayMalformed(field, "a day such as S63.2.14 or 1988-02-14")


def _era_of(name: str) -> Era:
    return next((era for era in ERAS if era.letter == name), None) or _KANJI_INITIALS[name[0]]


def _day_of_era(era: Era, year: str, rest: str, text: str, field: str) -> date:
    compact = re.sub(r"\D", "", text)
    if "元" not in text and len(compact) == 6 and not re.search(r"\d\D+\d", text):
        year, month, day = compact[:2], compact[2:4], compact[4:]
    elif parted := _MONTH_DAY.fullmatch(rest):
        month, day = parted[1], parted[2]
    elif len(rest) == 4 and rest.isdigit():
        month, day = rest[:2], rest[2:]
    else:
        raise DayMalformed(field, "a day such as S63.2.14")
    western = era.first_day.year + (1 if year == "元" else int(year)) - 1
    found = _day(western, month, day, field)
    if era_of(found) is not era:
        raise DayMalformed(field, f"no such day in {era.kanji}")
    return found


def _day(year: int, month: str, day: str, field: str) -> date:
    try:
        found = date(year, int(month), int(day))
    except ValueError:
        raise DayMalformed(field, "no such day in the calendar") from None
    if found < ERAS[-1].first_day:
        raise DayMalformed(field, "before 明治")
    return found


def parse_month_day(typed: str, field: str = "month_day") -> str:
    """Month and day of birth as 4 digits (R6): "0214" from 0214, ２月14日 or 2/14. Raises: DayMalformed."""
    text = folded(typed)
    if parted := _MONTH_DAY.fullmatch(text):
        text = f"{int(parted[1]):02}{int(parted[2]):02}"
    if len(text) != 4 or not (text.isascii() and text.isdigit()):
        raise DayMalformed(field, "month and day as 4 digits, such as 0214")
    _day(2024, text[:2], text[2:], field)  # a leap year: 0229 is a birthday
    return text


def era_of(day: date) -> Era:
    """The era a day falls in. Raises: ValueError before 明治."""
    for era in ERAS:
        if day >= era.first_day:
            return era
    raise ValueError("before 明治")


def written(day: date) -> str:
    """昭和63年2月14日, first years as 元年."""
    era = era_of(day)
    year = day.year - era.first_day.year + 1
    return f"{era.kanji}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def written_short(day: date) -> str:
    """S63.2.14, as counters write it."""
    era = era_of(day)
    return f"{era.letter}{day.year - era.first_day.year + 1}.{day.month}.{day.day}"


def age_on(birth_on: date, day: date) -> int:
    """Full years of age; a year is full on the birthday itself, as people count it."""
    had_birthday = (day.month, day.day) >= (birth_on.month, birth_on.day)
    return day.year - birth_on.year - (0 if had_birthday else 1)


def months_from(day: date, months: int) -> date:
    """The first of the month so many months later; below 0, earlier."""
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def last_of_month(day: date) -> date:
    """The last day of the day's month."""
    return months_from(day, 1) - timedelta(days=1)


def elderly_rules_from(birth_on: date) -> date:
    """The first day on which the rules for 70 and over hold: the month after the 70th birthday's month.

    Who is born on the 1st has the rules from that very month. Source: elderly recipients' certificate rules.
    """
    return months_from(birth_on, 70 * 12 + (birth_on.day > 1))


def school_age_from(birth_on: date) -> date:
    """The 1 April after the sixth birthday: before it a child pays two tenths (未就学)."""
    turned_six_by_april = (birth_on.month, birth_on.day) <= (4, 1)
    return date(birth_on.year + (6 if turned_six_by_april else 7), 4, 1)


def is_halved_month(birth_on: date, day: date) -> bool:
    """Whether the day lies in the month of the 75th birthday, where two insurers share it and limits are halved.

    Who was born on the 1st changes with the month and has no such month. Source: limits in the 75th birthday's month.
    """
    return birth_on.day != 1 and (day.year, day.month) == (birth_on.year + 75, birth_on.month)
