"""The person's checkups: each item through the years, with the range it should keep (R16)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.contract.records import CheckupReply, CheckupValue
from app.scheme.checkup_trend import CheckupTrend, MeasuredValue, TrendPoint, checkup_trend, years_of
from app.scheme.checkups import CheckupLevel, ReferenceRange, place_on_sheet

HEIGHT, WIDTH = 40, 100
"""Of the drawing."""
_OUTSIDE = {
    CheckupLevel.GUIDANCE: ("基準の外", "caution"),
    CheckupLevel.VISIT: ("受診をすすめる値", "lapsed"),
}
"""In words, and the tone of the page."""


@dataclass(frozen=True, slots=True)
class Measured:
    """held_on and what was found. outside, tone: beyond the range of that day; "" within it."""

    held_on: date
    value: str
    outside: str
    tone: str


@dataclass(frozen=True, slots=True)
class Point:
    """In the drawing, down from the top. tone: as of what was measured."""

    x: float
    y: float
    tone: str


@dataclass(frozen=True, slots=True)
class Band:
    """The range in one year of the drawing, from x and y on."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Trend:
    """range_words: 129以下. runs: none where fewer than two numbers were found. words: the drawing told."""

    name: str
    unit: str
    range_words: str
    measured: tuple[Measured, ...]
    runs: tuple[tuple[Point, ...], ...]
    bands: tuple[Band, ...]
    words: str


def trends(checkups: Sequence[CheckupReply]) -> tuple[Trend, ...]:
    """By item as on a result sheet, oldest value first; the several methods of one item are one trend.

    checkups: newest first.
    """
    years = years_of(checkup.held_on for checkup in checkups)
    found: defaultdict[tuple[str, str], list[MeasuredValue]] = defaultdict(list)
    told = [(checkup.held_on, each) for checkup in reversed(checkups) for each in checkup.values]
    for held_on, each in sorted(told, key=lambda one: place_on_sheet(one[1].item)):
        found[each.name, each.unit].append(MeasuredValue(held_on, each.value, each.unit, _range(each)))
    return tuple(
        _trend(name, unit, sorted(held, key=lambda one: one.held_on), years)
        for (name, unit), held in found.items()
    )


def _trend(name: str, unit: str, held: Sequence[MeasuredValue], years: range) -> Trend:
    measured = tuple(Measured(each.held_on, each.value, *_outside(each)) for each in held)
    drawn = checkup_trend(held, years)
    is_drawn = sum(point.up is not None for point in drawn.points) > 1
    words = "、".join(
        f"{each.held_on.year}年 {each.value}{f'（{each.outside}）' if each.outside else ''}"
        for each in measured
    )
    return Trend(
        name=name,
        unit=unit,
        range_words=held[-1].within.words,
        measured=measured,
        runs=_runs(drawn) if is_drawn else (),
        bands=_bands(drawn) if is_drawn else (),
        words=words,
    )


def _range(value: CheckupValue) -> ReferenceRange:
    return ReferenceRange(value.low, value.high, value.visit_low, value.visit_high)


def _outside(measured: MeasuredValue) -> tuple[str, str]:
    return _OUTSIDE[measured.beyond.level] if measured.beyond else ("", "")


def _runs(drawn: CheckupTrend) -> tuple[tuple[Point, ...], ...]:
    return tuple(tuple(map(_point, run)) for run in drawn.runs)


def _point(point: TrendPoint) -> Point:
    """Of a run: it has a height."""
    _, tone = _outside(point.measured)
    return Point(round(point.across * WIDTH, 2), _down(point.up or 0.0), tone)


def _bands(drawn: CheckupTrend) -> tuple[Band, ...]:
    """To the edge of the drawing where a range is open; none without a range."""
    width = WIDTH / len(drawn.years)
    found = []
    for place, year in enumerate(drawn.years):
        if year.low is not None or year.high is not None:
            top = _down(year.high.up) if year.high else 0.0
            bottom = _down(year.low.up) if year.low else float(HEIGHT)
            found.append(Band(round(place * width, 2), top, round(width, 2), round(bottom - top, 2)))
    return tuple(found)


def _down(up: float) -> float:
    return round((1 - up) * HEIGHT, 2)
