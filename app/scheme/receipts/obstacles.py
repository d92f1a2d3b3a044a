"""What in a receipt keeps it with the insurer it states, whatever became of the cover (R13)."""

from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.routing import NO_OBSTACLES, Obstacle
from app.scheme.receipts.treatment import MEALS

_NOTHING = frozenset({"", "0"})
_MEALS = f",{MEALS},"


def obstacles_of(receipt: Receipt) -> frozenset[Obstacle]:
    """Public expense, meals and amounts paid, as they stand in KO, HO and the treatment lines."""
    meals, meal_amount, amount_paid = (
        receipt.item("HO", name) for name in ("meals", "meal_amount", "amount_paid")
    )
    return obstacles_beside(receipt, meals, meal_amount, amount_paid)


def obstacles_beside(receipt: Receipt, meals: str, meal_amount: str, amount_paid: str) -> frozenset[Obstacle]:
    """The same for a reader that has these items of HO at hand already, "" where one is missing."""
    found = set()
    if "KO" in receipt.names:
        found.add(Obstacle.PUBLIC_EXPENSE)
    if meals not in _NOTHING or meal_amount not in _NOTHING or _has_meals(receipt):
        found.add(Obstacle.MEALS)
    if amount_paid not in _NOTHING:
        found.add(Obstacle.AMOUNTS_PAID)
    return frozenset(found) if found else NO_OBSTACLES


def _has_meals(receipt: Receipt) -> bool:
    """Looked for in the text as a whole first: nearly every receipt has none."""
    return _MEALS in "\n".join(receipt.lines) and any(line[2:6] == _MEALS for line in receipt.lines)
