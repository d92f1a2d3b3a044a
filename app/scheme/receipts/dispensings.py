"""Sharing a 調剤 receipt by the day of each dispensing (調剤年月日) and each fee (算定年月日).

A prescription block (SH) goes to every payer that has a dispensing (CZ) of it, with the drugs; the points stand in CZ
and KI and go with their day.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from app.scheme.receipts.day_columns import jd_must_be_shared, jd_within
from app.scheme.receipts.days import day_of
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.pharmacy_sums import points_of, reception_of
from app.scheme.receipts.receipt import Receipt, Record
from app.scheme.receipts.shares import CannotBeSplit, Share, SplitRefusal

_COPIED = frozenset({"RE", "HO", "SN", "MF", "TK", "ST"})
_BLOCK = frozenset({"SH", "CZ", "IY", "TO", "CO"})
_LAYOUTS = LAYOUTS[ReceiptKind.PHARMACY]
_CZ, _KI = _LAYOUTS["CZ"].index, _LAYOUTS["KI"].index
_DAY_OF = {"CZ": _CZ["dispensed_on"], "KI": _KI["counted_on"]}


def share_by_dispensing(receipt: Receipt, parts: Sequence[frozenset[date]]) -> tuple[Share, ...]:
    """One share for each set of days. Raises: CannotBeSplit."""
    kind, records = receipt.kind, receipt.records
    shared = frozenset[date]().union(*parts)
    jd_must_be_shared(kind, records, shared)
    for record in records:
        if record[0] in _DAY_OF and _day(record) not in shared:
            raise CannotBeSplit(SplitRefusal.DAYS)
        if record[0] not in _COPIED | _BLOCK | {"KI", "JD"}:
            raise CannotBeSplit(SplitRefusal.UNKNOWN_RECORD)
    reading = _reading(receipt)
    return tuple(_share(kind, records, days, reading) for days in parts)


def _share(kind: ReceiptKind, records: Sequence[Record], days: frozenset[date], reading: int) -> Share:
    found: list[Record] = []
    for block in _blocks(records):
        kept = tuple(record for record in block if record[0] not in _DAY_OF or _day(record) in days)
        if block[0][0] == "SH" and not any(record[0] == "CZ" for record in kept):
            continue
        found += (jd_within(kind, record, days) if record[0] == "JD" else record for record in kept)
    counted = [record for record in found if record[0] in _DAY_OF]
    points = sum(points_of(record)[reading] for record in counted)
    return Share(tuple(found), points, len({reception_of(record) for record in counted}))


def _reading(receipt: Receipt) -> int:
    """Fees given several times are told per time or for all times: the one that makes up the whole is meant."""
    told = [points_of(record) for record in receipt.records if record[0] in _DAY_OF]
    return int(sum(once for once, _ in told) != receipt.points)


def _blocks(records: Sequence[Record]) -> Iterator[tuple[Record, ...]]:
    """A prescription with all that belongs to it, or a record that stands alone."""
    block: list[Record] = []
    for record in records:
        if block and (record[0] == "SH" or record[0] not in _BLOCK):
            yield tuple(block)
            block = []
        if block or record[0] == "SH":
            block.append(record)
        else:
            yield (record,)
    if block:
        yield tuple(block)


def _day(record: Record) -> date | None:
    return day_of(_item(record, _DAY_OF[record[0]]))


def _item(record: Record, place: int) -> str:
    return record[place] if place < len(record) else ""
