"""What in a receipt keeps it with the insurer it states, whatever became of the cover (R13)."""

from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.routing import NO_OBSTACLES, Obstacle
from app.scheme.receipts.treatment import MEALS

_NOTHING = frozenset({"", "0"})
_MEALS = f",{MEALS},"


def obstacles_of(receipt: Receipt) -> frozenset[Obstacle]:
    """Public expense, meals and amounts paid, as they stand in KO, HO and the treatment lines."""
    found = set()
    if "KO" in receipt.names:
        found.add(Obstacle.PUBLIC_EXPENSE)
    written = (receipt.item("HO", "meals"), receipt.item("HO", "meal_amount"))
    if not _NOTHING.issuperset(written) or any(line[2:6] == _MEALS for line in receipt.lines):
        found.add(Obstacle.MEALS)
    if receipt.item("HO", "amount_paid") not in _NOTHING:
        found.add(Obstacle.AMOUNTS_PAID)
    return frozenset(found) if found else NO_OBSTACLES
