"""What was done on which day: treatment records with day columns, and the runs that share one number of points."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from app.scheme.receipts.days import DayPattern, day_of, day_pattern
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS, Layout

FIRST_DAY: dict[ReceiptKind, dict[str, int]] = {
    kind: {
        f"{name},": layout.first_day for name, layout in layouts.items() if layout.first_day and name != "JD"
    }
    for kind, layouts in LAYOUTS.items()
}
"""How each record with day columns begins, and the item of the month's first day."""

MEALS = "97"
"""診療識別 of meals: what stands in their points are yen."""

PHARMACY_DAY = {"CZ,": 3, "KI,": 1}
"""How the records of a pharmacy with a day begin, and the item it stands in: 調剤年月日, 算定年月日."""

_MOST_DIGITS = 10


class TreatmentLine(NamedTuple):
    """A treatment record. position: of its line in the receipt. section: 診療識別, also where it goes on unwritten.

    points: per time; None where the run goes on.
    """

    position: int
    record: str
    section: str
    burden: str
    points: int | None
    times: int | None
    days: DayPattern


class Unit(NamedTuple):
    """A run (算定単位) of treatment records, closed by the one with points; points None: nothing closes it."""

    lines: tuple[TreatmentLine, ...]

    @property
    def points(self) -> int | None:
        return self.lines[-1].points

    @property
    def times(self) -> int | None:
        return self.lines[-1].times

    @property
    def days(self) -> DayPattern:
        return self.lines[-1].days

    @property
    def is_meals(self) -> bool:
        return self.lines[0].section == MEALS

    @property
    def amount(self) -> int:
        """Points of the unit over all its times; 0 for meals, whose points are yen."""
        closing = self.lines[-1]
        return 0 if self.is_meals else (closing.points or 0) * (closing.times or 0)


def whole(text: str) -> int | None:
    """A whole number of a record; None where nothing or something else stands."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def treatment_line(position: int, line: str, layout: Layout, section: str = "") -> TreatmentLine:
    """From a record as text; only the items in front of the day columns are taken apart.

    section: of the record before, treatment or comment, which holds on until another is written.
    """
    items = line.split(",", layout.first_day)
    if len(items) <= layout.first_day:
        items += [""] * (layout.first_day + 1 - len(items))
    points, times = items[layout.index["points"]], items[layout.index["times"]]
    return TreatmentLine(
        position,
        items[0],
        items[1] or section,
        items[2],
        whole(points),
        whole(times),
        day_pattern(items[layout.first_day]),
    )


def units_of(lines: Iterable[TreatmentLine]) -> tuple[Unit, ...]:
    """Runs in order; what no points close is a unit too, the last one."""
    units: list[Unit] = []
    run: list[TreatmentLine] = []
    for line in lines:
        run.append(line)
        if line.points is not None:
            units.append(Unit(tuple(run)))
            run = []
    if run:
        units.append(Unit(tuple(run)))
    return tuple(units)


def pharmacy_day(line: str) -> date | None:
    """The day of a CZ (調剤年月日) or KI (算定年月日) record; None where none can be read."""
    position = PHARMACY_DAY[line[:3]]
    items = line.split(",", position + 1)
    return day_of(items[position]) if position < len(items) else None
