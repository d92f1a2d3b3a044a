"""A receipt as the review asks the register about it, whether it came as data or was announced on paper."""

from dataclasses import dataclass
from datetime import date

from app.contract.receipts import PaperReceipt
from app.errors import InputRefused
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.routing import NO_OBSTACLES, Claim, Obstacle
from app.scheme.receipts.treatment import MEALS

_NOTHING = frozenset({"", "0"})


@dataclass(frozen=True, slots=True)
class Presented:
    """place: in its submission, from 1. number: レセプト番号. stated: None where no readable number stands.

    insured: whether it names a health insurance at all. receipt: None on paper.
    """

    place: int
    number: str
    insured: bool
    stated: InsuredNumber | None
    birth_on: date | None
    sex: str
    kana: str
    days: tuple[date, ...]
    points: int
    obstacles: frozenset[Obstacle]
    receipt: Receipt | None

    def claim(self, but: frozenset[Obstacle] = NO_OBSTACLES) -> Claim:
        """What is laid against the covers. but: obstacles found since. Raises: ValueError without a stated number."""
        if self.stated is None:
            raise ValueError("no insured number is stated")
        return Claim(self.stated, self.days, self.obstacles | but)


def presented(place: int, receipt: Receipt) -> Presented:
    return Presented(
        place,
        receipt.number,
        "HO" in receipt.names,
        receipt.insured,
        receipt.birth_on,
        receipt.sex,
        receipt.kana,
        receipt.treated_on,
        receipt.points or 0,
        _obstacles(receipt),
        receipt,
    )


def announced(place: int, row: PaperReceipt) -> Presented:
    """A receipt on paper; numbers that no card carries state nothing."""
    try:
        stated = InsuredNumber.parse(row.insurer, row.symbol, row.number, row.branch or "")
    except InputRefused:
        stated = None
    flags = {
        Obstacle.PUBLIC_EXPENSE: row.public_expense,
        Obstacle.MEALS: row.meals,
        Obstacle.AMOUNTS_PAID: row.amounts_paid,
        Obstacle.PAPER: True,
    }
    obstacles = frozenset(obstacle for obstacle, holds in flags.items() if holds)
    days = tuple(sorted(set(row.days)))
    return Presented(
        *(place, row.receipt_number, True, stated, row.birth_on, row.sex, row.kana, days, row.points),
        obstacles,
        None,
    )


def _obstacles(receipt: Receipt) -> frozenset[Obstacle]:
    """What R13 leaves with the insurer it states."""
    found = set()
    if "KO" in receipt.names:
        found.add(Obstacle.PUBLIC_EXPENSE)
    if not {receipt.item("HO", "meals"), receipt.item("HO", "meal_amount")} <= _NOTHING or any(
        line.section == MEALS for line in receipt.treatment
    ):
        found.add(Obstacle.MEALS)
    if receipt.item("HO", "amount_paid") not in _NOTHING:
        found.add(Obstacle.AMOUNTS_PAID)
    return frozenset(found) if found else NO_OBSTACLES
