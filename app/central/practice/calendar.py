"""The day at which the town is anchored, and the moments at which its register learned things.

Days are proleptic ordinals (`date.toordinal`) wherever many are reckoned with.
"""

from datetime import UTC, date, datetime, timedelta

from app.scheme.days import JAPAN

_OPEN_FOR_DAYS = 6 * 365
_CLOSING_HOUR = 18


class Calendar:
    """today, opened: ordinals of the anchor and of the day on which the register opened, six years before.

    A register learns things in the evening, so nothing is known of the anchor day itself: whatever the hour of the
    first check, the town's moments lie behind it.
    """

    def __init__(self, day: date) -> None:
        self.day = day
        self.today = day.toordinal()
        self.opened = self.today - _OPEN_FOR_DAYS
        first = datetime(1, 1, 1, _CLOSING_HOUR, tzinfo=JAPAN) + timedelta(days=self.opened - 1)
        self._evenings = [
            (first + timedelta(days=offset)).astimezone(UTC) for offset in range(_OPEN_FOR_DAYS)
        ]

    def is_known(self, ordinal: int) -> bool:
        """Whether what was registered on that day is known when the anchor day begins."""
        return ordinal < self.today

    def evening(self, ordinal: int) -> datetime:
        """The moment at which something was registered on that day; never before the opening or after the anchor."""
        return self._evenings[min(max(ordinal - self.opened, 0), _OPEN_FOR_DAYS - 1)]

    def days_ago(self, days: int) -> date:
        return date.fromordinal(self.today - days)

    def birth(self, age: int, days_since_birthday: int) -> date:
        """The birth date of somebody whose last birthday, the age-th, was so many days ago; never 29 February."""
        return years_before(self.days_ago(days_since_birthday), age)

    def certificate_year(self) -> tuple[date, date]:
        """1 August to 31 July around the anchor: insurers renew certificates by it."""
        year = self.day.year if self.day.month >= 8 else self.day.year - 1
        return date(year, 8, 1), date(year + 1, 7, 31)


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year (a later one if negative); 29 February becomes the 28th."""
    return date(day.year - years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
