"""One receipt made into several, by treatment day: each payer gets the acts of its own days (R13).

Days, points and counts of the parts equal the whole, or the receipt is not split and the reason is said. 医科 and 歯科
go by the 31 day columns, 調剤 by the day of each dispensing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.scheme.receipts.addressing import addressed
from app.scheme.receipts.day_columns import share_by_columns
from app.scheme.receipts.dispensings import share_by_dispensing
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.routing import ConfirmationCode, Part
from app.scheme.receipts.shares import CannotBeSplit, Share, SplitRefusal


@dataclass(frozen=True, slots=True)
class SplitReceipt:
    """One payer's receipt, addressed to it. actual_days: 実日数, for 調剤 受付回数."""

    part: Part
    receipt: Receipt
    points: int
    actual_days: int


def split(
    receipt: Receipt, parts: Sequence[Part], ratios: Sequence[int | None] = ()
) -> tuple[SplitReceipt, ...]:
    """The receipt by payer, in the order of the parts. ratios: the patient's share at each payer, where known.

    Raises: CannotBeSplit.
    """
    if receipt.public_payers:
        raise CannotBeSplit(SplitRefusal.PUBLIC_EXPENSE)
    share = share_by_dispensing if receipt.kind is ReceiptKind.PHARMACY else share_by_columns
    shares = share(receipt, tuple(frozenset(part.days) for part in parts))
    _add_up(receipt, shares)
    return tuple(
        SplitReceipt(
            part,
            addressed(_totalled(receipt, each), part, ConfirmationCode.SPLIT, ratio),
            each.points,
            each.actual_days,
        )
        for part, each, ratio in zip(parts, shares, ratios or (None,) * len(parts), strict=True)
    )


def _add_up(receipt: Receipt, shares: Sequence[Share]) -> None:
    """Raises: CannotBeSplit."""
    if "HO" not in receipt.names:
        raise CannotBeSplit(SplitRefusal.NO_INSURER)
    if receipt.points != sum(share.points for share in shares):
        raise CannotBeSplit(SplitRefusal.POINTS)
    if receipt.actual_days != sum(share.actual_days for share in shares):
        raise CannotBeSplit(SplitRefusal.DAYS)
    if not all(share.actual_days for share in shares):
        raise CannotBeSplit(SplitRefusal.DAYS)


def _totalled(receipt: Receipt, share: Share) -> Receipt:
    """Its records with the share's own totals in HO."""
    index = LAYOUTS[receipt.kind]["HO"].index
    counted = "receptions" if receipt.kind is ReceiptKind.PHARMACY else "actual_days"
    totals = {index["total_points"]: str(share.points), index[counted]: str(share.actual_days)}
    return Receipt.of(
        receipt.kind,
        (
            tuple(totals.get(place, item) for place, item in enumerate(record))
            if record[0] == "HO"
            else record
            for record in share.records
        ),
        receipt.line,
    )
