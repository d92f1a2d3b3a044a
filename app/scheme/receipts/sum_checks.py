"""What must add up in a receipt: day columns, runs, points, days of treatment.

The rules were measured on real files without exception: the day columns of a record make up its 回数, the records
of a run share one pattern of days, points times 回数 over all runs are the 合計点数 of the first payer, and the days
with any treatment are its 実日数.
"""

from collections.abc import Iterator
from datetime import date

from app.scheme.days import last_of_month
from app.scheme.receipts.complaints import Complaint, Fault
from app.scheme.receipts.days import DayPattern, day_of, day_pattern
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.pharmacy_sums import points_of, reception_of
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.treatment import PHARMACY_DAY, Unit

_DAYS = 31
_VISIT_CODES = (1, 2, 9)
_NOT_COUNTED, _DISAGREES = 2, 9
_INSURANCE_BEARS = frozenset("123EG4MNOPQVWXY9")
_FIRST_PUBLIC_BEARS = frozenset("527HI4MNRSTVWXZ9")
"""負担区分: the codes of units that the insurance, and the first public expense, pay alone or with others."""


def sum_complaints(receipt: Receipt, number: int, month: date | None) -> Iterator[Complaint]:
    """number: where the receipt stands in the file. month: of treatment, None where it cannot be read."""
    if receipt.kind is ReceiptKind.PHARMACY:
        yield from _pharmacy(receipt, number, month)
        return
    last = last_of_month(month).day if month else _DAYS
    no_show = receipt.kind is ReceiptKind.DENTAL and bool(receipt.item("RE", "no_show"))
    total = 0
    for unit in receipt.units:
        if not _adds_up(unit, last):
            yield from _unit(receipt, unit, last, no_show, number)
        total += unit.amount
    stated = receipt.points
    if stated is not None and total != stated and stated != _of_payer(receipt):
        yield _at_payer(receipt, Fault.TOTAL_POINTS, "合計点数", str(total), number)
    yield from _days(receipt, number)


def _adds_up(unit: Unit, last: int) -> bool:
    """Whether `_unit` has nothing to say of it: the short way, for nearly all of them."""
    closing = unit.lines[-1]
    days = closing.days
    if closing.points is None or days.columns != _DAYS or days.other or days.mask >> last + 1:
        return False
    return all(line.times == days.total and line.days == days for line in unit.lines)


def _unit(receipt: Receipt, unit: Unit, last: int, no_show: bool, number: int) -> Iterator[Complaint]:
    """no_show: what was made for somebody who no longer came (未来院請求) has no day."""
    closing = unit.lines[-1]
    for line in unit.lines:
        days, at = line.days, receipt.line + line.position
        if days.columns != _DAYS:
            yield Complaint(Fault.DAY_COLUMNS, at, line.record, "", "31日分の欄", number)
        elif days.other:
            for day in days.other:
                yield Complaint(Fault.DAY_VALUE, at, line.record, f"{day}日の情報", "1から999", number)
        elif days.total != line.times and line.times is not None and not (no_show and not days.mask):
            yield Complaint(Fault.DAY_TIMES, at, line.record, "回数", str(days.total), number)
        if days.mask >> last + 1:
            for day in days.days:
                if day > last:
                    yield Complaint(
                        Fault.DAY_OUTSIDE, at, line.record, f"{day}日の情報", f"{last}日まで", number
                    )
        if days is not closing.days and days != closing.days:
            yield Complaint(
                Fault.DAY_PATTERN, at, line.record, "算定日", "点数のあるレコードと同じ日", number
            )
    if closing.points is None:
        yield Complaint(
            Fault.UNIT_OPEN, receipt.line + closing.position, closing.record, "点数", "点数", number
        )


def _of_payer(receipt: Receipt) -> int:
    """Points of the units that the first payer bears alone or with others (負担区分)."""
    bearing = _INSURANCE_BEARS if "HO" in receipt.names else _FIRST_PUBLIC_BEARS
    return sum(unit.amount for unit in receipt.units if unit.lines[-1].burden in bearing)


def _days(receipt: Receipt, number: int) -> Iterator[Complaint]:
    treated = 0
    for line in receipt.treatment:
        treated |= line.days.mask
    counted, first = treated, "1" if "HO" in receipt.names else "2"
    for at, text in enumerate(receipt.lines, start=receipt.line):
        if not text.startswith("JD,"):
            continue
        visits, is_first = day_pattern(text[5:]), text[3:4] == first
        if visits.other or visits.total != len(visits.days) or (is_first and visits.mask != treated):
            yield from _visits(visits, treated if is_first else visits.mask, at, number)
        if is_first:
            for day, code in zip(visits.days, visits.counts, strict=True):
                if code == _NOT_COUNTED:
                    counted &= ~(1 << day)
    stated = receipt.actual_days
    if stated is not None and treated and stated not in (counted.bit_count(), treated.bit_count()):
        yield _at_payer(receipt, Fault.TOTAL_DAYS, "診療実日数", str(counted.bit_count()), number)


def _visits(visits: DayPattern, treated: int, at: int, number: int) -> Iterator[Complaint]:
    codes = dict(zip(visits.days, visits.counts, strict=True))
    for day in range(1, max(_DAYS, visits.columns) + 1):
        code, word = codes.get(day), f"{day}日の情報"
        if day in visits.other or code not in (None, *_VISIT_CODES):
            yield Complaint(Fault.VISIT_CODE, at, "JD", word, "1、2、9", number)
        elif code == _DISAGREES:
            yield Complaint(Fault.VISIT_DISAGREES, at, "JD", word, "算定日と同じ日", number)
        elif (code is not None) != bool(treated >> day & 1):
            yield Complaint(Fault.VISIT_DIFFERS, at, "JD", word, "算定日と同じ日", number)


def _pharmacy(receipt: Receipt, number: int, month: date | None) -> Iterator[Complaint]:
    least = most = 0
    receptions: set[str] = set()
    for at, line in enumerate(receipt.lines, start=receipt.line):
        if line.startswith("JD,"):
            visits = day_pattern(line[5:])
            yield from _visits(visits, visits.mask, at, number)
        position = PHARMACY_DAY.get(line[:3])
        if position is None:
            continue
        items = line.split(",")
        day = day_of(items[position]) if position < len(items) else None
        if month and day and (day.year, day.month) != (month.year, month.month):
            layout = receipt.layout(line[:2])
            item = layout.item(position) if layout else None
            word = item.word if item else ""
            yield Complaint(Fault.DAY_OUTSIDE, at, line[:2], word, f"{month.month}月の日", number)
        once, often = points_of(items)
        least, most = least + once, most + often
        receptions.add(reception_of(items))
    if receptions and receipt.points is not None and receipt.points not in (least, most):
        yield _at_payer(receipt, Fault.PHARMACY_POINTS, "合計点数", str(most), number)
    if receptions and receipt.actual_days is not None and receipt.actual_days != len(receptions):
        yield _at_payer(receipt, Fault.PHARMACY_RECEPTIONS, "処方箋受付回数", str(len(receptions)), number)


def _at_payer(receipt: Receipt, fault: Fault, word: str, expected: str, number: int) -> Complaint:
    record = "HO" if "HO" in receipt.names else "KO"
    return Complaint(fault, receipt.line + receipt.names.index(record), record, word, expected, number)
