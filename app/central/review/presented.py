"""A receipt as the review asks the register about it, whether it came as data or was announced on paper."""

import re
from datetime import date
from typing import NamedTuple

from app.contract.receipts import PaperReceipt
from app.errors import InputRefused
from app.scheme.names import UNPRINTABLE
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.days import day_of, days_in, month_of
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.obstacles import obstacles_beside
from app.scheme.receipts.receipt import Receipt, stated_number
from app.scheme.receipts.routing import NO_OBSTACLES, Claim, Obstacle

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
_MOST_DIGITS = 8


class Presented(NamedTuple):
    """place: in its submission, from 1; of paper below 0, in its order. number: レセプト番号.

    stated: None where no readable number stands. insured: whether it names a health insurance at all. receipt: None
    on paper.
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
        return Claim(self.stated, self.days, self.obstacles | but if but else self.obstacles)


def storable(text: str) -> str:
    """Bytes of a file that are no letter as ●: no database and no JSON takes them."""
    return _NOT_TEXT.sub(UNPRINTABLE, text)


def presented(place: int, receipt: Receipt) -> Presented:
    """Reads what the review needs, each record once: this is the way that every receipt goes."""
    kind, names = receipt.kind, receipt.names
    number, month, sex, birth, kana = _items(receipt, "RE", _COMMON[kind])
    first = month_of(month)
    stated, points, obstacles = None, 0, NO_OBSTACLES
    if insured := "HO" in names:
        insurer, symbol, card, total, meals, meal_amount, amount_paid = _items(
            receipt, "HO", _INSURANCE[kind]
        )
        stated, points = stated_number(insurer, symbol, card, receipt.branch), _points(total)
        obstacles = obstacles_beside(receipt, meals, meal_amount, amount_paid)
    return Presented(
        place,
        number if number.isdecimal() else storable(number),
        insured,
        stated,
        day_of(birth),
        sex if sex.isdecimal() else storable(sex),
        kana,
        days_in(first, receipt.treatment_days) if first else (),
        points if insured else receipt.points or 0,
        obstacles,
        receipt,
    )


def _points(text: str) -> int:
    """0 where no number of points stands that a receipt can have."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def _items(receipt: Receipt, name: str, places: tuple[int, ...]) -> list[str]:
    """What stands at these places of the first such record; "" where it is shorter or missing, and at place 0."""
    if name not in receipt.names:
        return [""] * len(places)
    record = receipt.lines[receipt.names.index(name)].split(",")
    record[0], length = "", len(record)
    return [record[place] if place < length else "" for place in places]


def _places(record: str, *names: str) -> dict[ReceiptKind, tuple[int, ...]]:
    return {
        kind: tuple(layouts[record].index.get(name, 0) for name in names) for kind, layouts in LAYOUTS.items()
    }


_COMMON = _places("RE", "number", "month", "sex", "birth", "kana")
_INSURANCE = _places(
    "HO", "insurer", "symbol", "number", "total_points", "meals", "meal_amount", "amount_paid"
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
