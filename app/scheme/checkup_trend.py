"""An item of the checkups through the years, as a picture: the same at the desk and on the person's own page (R16).

Places are shares of the picture, so that whoever draws it needs a width and a height only. Years are those of the
programme: one beside the other, also those without a value.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.scheme.checkups import NO_RANGE, OutOfRange, ReferenceRange, number_of, programme_year

_ROOM = Decimal("0.15")
"""Kept free above the highest and below the lowest, in heights of what is drawn."""


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """What one checkup found for the item, with the range of that day. value: words where it has no unit."""

    held_on: date
    value: str
    unit: str
    within: ReferenceRange = NO_RANGE

    @property
    def number(self) -> Decimal | None:
        return number_of(self.value) if self.unit else None

    @property
    def beyond(self) -> OutOfRange | None:
        return None if self.number is None else self.within.beyond(self.number)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """across: 0 at the left, 1 at the right. up: 0 at the bottom, 1 at the top; None for words: they have no height."""

    measured: MeasuredValue
    across: float
    up: float | None


@dataclass(frozen=True, slots=True)
class TrendEnd:
    """An end of a range, and how high it lies."""

    number: Decimal
    up: float


@dataclass(frozen=True, slots=True)
class TrendYear:
    """One year's place, as wide as every other. points: none where no value is known: a gap.

    low, high: of the range, None where it is open. visits: ends beyond which a visit to a doctor is advised, where a
    value comes near.
    """

    year: int
    points: tuple[TrendPoint, ...]
    low: TrendEnd | None
    high: TrendEnd | None
    visits: tuple[TrendEnd, ...]


@dataclass(frozen=True, slots=True)
class CheckupTrend:
    """Oldest year first. is_drawn: there is a number, hence a height."""

    years: tuple[TrendYear, ...]

    @property
    def points(self) -> tuple[TrendPoint, ...]:
        return tuple(point for year in self.years for point in year.points)

    @property
    def is_drawn(self) -> bool:
        return any(point.up is not None for point in self.points)

    @property
    def runs(self) -> tuple[tuple[TrendPoint, ...], ...]:
        """Points to be joined by a line: it breaks at a year without a number."""
        found: list[list[TrendPoint]] = [[]]
        for year in self.years:
            for point in year.points:
                if point.up is None:
                    found.append([])
                else:
                    found[-1].append(point)
            if not year.points:
                found.append([])
        return tuple(tuple(run) for run in found if run)


def years_of(days: Iterable[date]) -> range:
    """The programme's years from the first to the last of these days; none without days."""
    years = {programme_year(day) for day in days}
    return range(min(years), max(years) + 1) if years else range(0)


def checkup_trend(measured: Sequence[MeasuredValue], years: range) -> CheckupTrend:
    """measured: of one item, oldest first, at least one. years: those to stand in the picture, measured's among them.

    A year without a value shows the range of the next later value, else that of the newest.
    """
    by_year: defaultdict[int, list[MeasuredValue]] = defaultdict(list)
    for each in measured:
        by_year[programme_year(each.held_on)].append(each)
    scale = _Scale.of(measured)
    within = measured[-1].within
    slots = []
    for place, year in reversed(list(enumerate(years))):
        held = by_year.get(year, [])
        within = held[-1].within if held else within
        points = tuple(
            TrendPoint(each, (place + (turn + 0.5) / len(held)) / len(years), scale.up(each.number))
            for turn, each in enumerate(held)
        )
        slots.append(TrendYear(year, points, *scale.ends(within), scale.visits(within)))
    return CheckupTrend(tuple(reversed(slots)))


@dataclass(frozen=True, slots=True)
class _Scale:
    """bottom, top: of the picture, in the item's unit; the same where nothing has a height."""

    bottom: Decimal
    top: Decimal
    lowest: Decimal
    highest: Decimal

    @classmethod
    def of(cls, measured: Sequence[MeasuredValue]) -> "_Scale":
        numbers = [each.number for each in measured if each.number is not None]
        if not numbers:
            return cls(*[Decimal(0)] * 4)
        lowest, highest = min(numbers), max(numbers)
        shown = [*numbers]
        for within in (each.within for each in measured):
            shown += [
                end
                for end in (within.low, within.high, *_reached(within, lowest, highest))
                if end is not None
            ]
        room = (max(shown) - min(shown)) * _ROOM or Decimal(1)
        return cls(min(shown) - room, max(shown) + room, lowest, highest)

    def up(self, number: Decimal | None) -> float | None:
        if number is None or self.top == self.bottom:
            return None
        return float((number - self.bottom) / (self.top - self.bottom))

    def ends(self, within: ReferenceRange) -> tuple[TrendEnd | None, TrendEnd | None]:
        return self._end(within.low), self._end(within.high)

    def visits(self, within: ReferenceRange) -> tuple[TrendEnd, ...]:
        ends = map(self._end, _reached(within, self.lowest, self.highest))
        return tuple(end for end in ends if end is not None)

    def _end(self, number: Decimal | None) -> TrendEnd | None:
        up = self.up(number)
        return None if number is None or up is None else TrendEnd(number, up)


def _reached(within: ReferenceRange, lowest: Decimal, highest: Decimal) -> list[Decimal]:
    """The ends beyond which a visit is advised, where a value comes nearer to them than to the range.

    A far one would flatten the line.
    """
    found = []
    if within.visit_low is not None and within.low is not None and 2 * lowest < within.low + within.visit_low:
        found.append(within.visit_low)
    if (
        within.visit_high is not None
        and within.high is not None
        and 2 * highest > within.high + within.visit_high
    ):
        found.append(within.visit_high)
    return found
