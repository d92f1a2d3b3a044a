"""Sharing a 医科 or 歯科 receipt by its 31 day columns (算定日).

A 算定単位 is a run of act records closed by the one that carries the points; all of its records have the same days.
"""

from collections.abc import Sequence
from datetime import date

from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS, Layout
from app.scheme.receipts.receipt import Receipt, Record
from app.scheme.receipts.shares import CannotBeSplit, Share, SplitRefusal, whole_number

_ACTS = frozenset({"SI", "IY", "TO", "SS"})
_COPIED = frozenset({"IR", "RE", "HO", "SN", "MF", "GR", "SY", "HS", "CO", "SJ"})
DAYS = 31
_MOST_DIGITS = 3
_COUNTED = "1"


def share_by_columns(receipt: Receipt, parts: Sequence[frozenset[date]]) -> tuple[Share, ...]:
    """One share for each set of days. Raises: CannotBeSplit."""
    kind, records = receipt.kind, receipt.records
    _units_must_be_whole(kind, records)
    jd_must_be_shared(kind, records, frozenset[date]().union(*parts))
    return tuple(_share(kind, records, days) for days in parts)


def _share(kind: ReceiptKind, records: Sequence[Record], whose: frozenset[date]) -> Share:
    found: list[Record] = []
    days = frozenset(day.day for day in whose)
    points = 0
    treated: set[int] = set()
    visits: int | None = None
    lost_section = ""
    for record in records:
        name = record[0]
        if name in _ACTS:
            layout = LAYOUTS[kind][name]
            kept = _within(record, layout, days)
            if kept is None:
                lost_section = record[1] or lost_section
                continue
            times = _times(kept, layout)
            treated |= {day for day in days if _column(kept, layout, day)}
            points += (whole_number(kept, layout.index["points"]) or 0) * times
            record = kept
        elif name == "JD":
            record = jd_within(kind, record, whose)
            visits = record[2:].count(_COUNTED)
        elif name not in _COPIED:
            raise CannotBeSplit(SplitRefusal.UNKNOWN_RECORD)
        if name in _ACTS or name == "CO":
            # 診療識別 stands on the first record of its kind alone: whoever follows a lost one takes it over.
            record = (name, record[1] or lost_section, *record[2:])
            lost_section = ""
        found.append(record)
    return Share(tuple(found), points, len(treated) if visits is None else visits)


def _within(record: Record, layout: Layout, days: frozenset[int]) -> Record | None:
    """The record with these days' columns alone; None where nothing is left of it."""
    first = layout.first_day
    counts = [record[place] if place - first + 1 in days else "" for place in range(first, first + DAYS)]
    times = sum(int(count) for count in counts if count)
    if not times:
        return None
    changed = [*record[:first], *counts, *record[first + DAYS :]]
    changed[layout.index["times"]] = str(times)
    return tuple(changed)


def jd_within(kind: ReceiptKind, record: Record, days: frozenset[date]) -> Record:
    """JD with these days alone."""
    first = LAYOUTS[kind]["JD"].first_day
    kept = {first + day.day - 1 for day in days}
    return tuple(item if place < first or place in kept else "" for place, item in enumerate(record))


def jd_must_be_shared(kind: ReceiptKind, records: Sequence[Record], days: frozenset[date]) -> None:
    """No day of JD may stand outside the shares. Raises: CannotBeSplit."""
    first = LAYOUTS[kind]["JD"].first_day
    shared = {day.day for day in days}
    for record in records:
        if record[0] == "JD" and any(
            value for day, value in enumerate(record[first : first + DAYS], start=1) if day not in shared
        ):
            raise CannotBeSplit(SplitRefusal.DAYS)


def _units_must_be_whole(kind: ReceiptKind, records: Sequence[Record]) -> None:
    """Every record has its days, they make up its count, and one unit has one pattern. Raises: CannotBeSplit."""
    pattern: tuple[str, ...] | None = None
    for record in records:
        if record[0] not in _ACTS:
            continue
        layout = LAYOUTS[kind][record[0]]
        first = layout.first_day
        columns = record[first : first + DAYS]
        if len(columns) != DAYS or not all(map(_is_count, columns)):
            raise CannotBeSplit(SplitRefusal.DAY_COLUMNS)
        times = _times(record, layout)
        if not times or times != sum(int(count) for count in columns if count):
            raise CannotBeSplit(SplitRefusal.DAY_COLUMNS)
        if record[layout.index["section"]]:
            pattern = None  # a new unit, although the one before had no points
        if pattern is not None and columns != pattern:
            raise CannotBeSplit(SplitRefusal.UNIT)
        pattern = None if record[layout.index["points"]] else columns


def _is_count(text: str) -> bool:
    return not text or (text.isdecimal() and len(text) <= _MOST_DIGITS)


def _times(record: Record, layout: Layout) -> int:
    return whole_number(record, layout.index["times"]) or 0


def _column(record: Record, layout: Layout, day: int) -> str:
    return record[layout.first_day + day - 1]
