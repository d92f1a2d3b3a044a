"""What a receipt cost, and who paid which part of it: cost information, as the tax notice asks for it (R17)."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.patient_share import patient_share_yen, rounded_share_yen
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.treatment import whole

_YEN_A_POINT = 10


@dataclass(frozen=True, slots=True)
class ReceiptCost:
    """In yen; the three parts make up the whole. paid_yen, insurer_yen: None where the person's share is not known.

    days: 実日数, of a pharmacy's how often a prescription came (受付回数).
    """

    days: int
    total_yen: int
    paid_yen: int | None
    insurer_yen: int | None
    public_yen: int


def cost_of(receipt: Receipt, percent: int | None) -> ReceiptCost:
    """Of a receipt with health insurance, meals not counted. percent: the person's share, None where not known.

    What the receipt states as paid counts before what the share comes to: a monthly limit was kept then. Where public
    expense takes a part, the person pays what its last record states, nothing where that is empty, and the ordinary
    share of points that public expense does not cover.
    """
    points = receipt.points or 0
    total = points * _YEN_A_POINT
    days = receipt.actual_days or len(receipt.treated_on)
    share = whole(receipt.item("HO", "amount_paid"))
    if share is None and percent is not None:
        share = patient_share_yen(receipt, percent)
    if share is None:
        return ReceiptCost(days, total, None, None, 0)
    share = min(share, total)
    paid = share
    if receipt.public_payers:
        covered = max(each.total_points or points for each in receipt.public_payers)
        rest = 0 if percent is None else rounded_share_yen(max(0, points - covered), percent)
        paid = min(share, (_stated_by_public_expense(receipt) or 0) + rest)
    return ReceiptCost(days, total, paid, total - share, share - paid)


def cost_of_part(points: int, days: Sequence[object], percent: int | None) -> ReceiptCost:
    """Of a part that a split gave to one payer: points of its days, rounded once."""
    total = points * _YEN_A_POINT
    if percent is None:
        return ReceiptCost(len(days), total, None, None, 0)
    paid = rounded_share_yen(points, percent)
    return ReceiptCost(len(days), total, paid, total - paid, 0)


def _stated_by_public_expense(receipt: Receipt) -> int | None:
    place = LAYOUTS[ReceiptKind(receipt.kind)]["KO"].index["amount_paid"]
    stated = [whole(record[place]) for record in receipt.all("KO") if place < len(record)]
    return stated[-1] if stated else None
