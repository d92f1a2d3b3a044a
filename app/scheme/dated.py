"""What changes by date, as data: each value holds from its first day until the next one's."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Dated(Generic[Value]):
    """steps: first day and value, days strictly rising. A gap or an overlap cannot be written down.

    The last value has no end. Where a value became unknown from some day on, a step of None says so.
    Raises: ValueError for steps out of order, or none.
    """

    steps: tuple[tuple[date, Value], ...]

    def __post_init__(self) -> None:
        days = self.first_days
        if not days or any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError("first days must rise")

    @property
    def first_days(self) -> tuple[date, ...]:
        return tuple(day for day, _ in self.steps)

    def on(self, day: date) -> Value | None:
        """The value in force; None before the first day."""
        place = bisect_right(self.first_days, day)
        return self.steps[place - 1][1] if place else None
