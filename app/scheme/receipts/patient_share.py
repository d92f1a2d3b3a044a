"""What the patient pays at the counter for a receipt: points of each day at a share, to the nearest 10 yen (R14)."""

from collections import Counter

from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.receipt import Receipt


def patient_share_yen(receipt: Receipt, percent: int) -> int:
    """In yen, before any monthly limit. percent: 10, 20 or 30.

    Each visit is paid and rounded by itself; where the points of the days do not add up, and for 調剤, the whole
    receipt is rounded once. Source: 一部負担金 in units of 10 yen, halves up.
    """
    total = receipt.points or 0
    by_day: Counter[int] = Counter()
    if receipt.kind is not ReceiptKind.PHARMACY:
        for unit in receipt.units:
            for day, times in zip(unit.days.days, unit.days.counts, strict=True):
                by_day[day] += times * (unit.points or 0)
    if sum(by_day.values()) != total:
        return rounded_share_yen(total, percent)
    return sum(rounded_share_yen(points, percent) for points in by_day.values())


def rounded_share_yen(points: int, percent: int) -> int:
    """A share of so many points (a point is 10 yen), to the nearest 10 yen, halves up."""
    return (points * percent + 50) // 100 * 10
