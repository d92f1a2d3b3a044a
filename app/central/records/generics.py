"""The effect of switching to generics: the cheapest one of a day with the same ingredient, form and strength (R15)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from app.central.storage.database import Row, Statements
from app.contract.records import GenericOffer
from app.scheme.medicines import saving_yen

_PRICES = """
    SELECT medicine.receipt_code, medicine.generic_group, medicine.name, medicine.is_generic, medicine.ended_on,
        medicine_price.valid_from, medicine_price.price
    FROM medicine
    JOIN medicine_price ON medicine_price.receipt_code = medicine.receipt_code
    WHERE medicine.generic_group <> '' AND medicine.generic_group IN (
        SELECT taken.generic_group FROM dispensing
        JOIN medicine AS taken ON taken.receipt_code = dispensing.receipt_code
        WHERE dispensing.person_id = $1 AND dispensing.dispensed_on >= $2 AND NOT taken.is_generic
    )
    ORDER BY medicine.receipt_code, medicine_price.valid_from
"""


@dataclass(frozen=True, slots=True)
class _Priced:
    """A medicine of a group. prices: first day and yen a unit, oldest first."""

    name: str
    ended_on: date | None
    prices: tuple[tuple[date, Decimal], ...]

    def price_on(self, day: date) -> Decimal | None:
        """None before the first known price, and after its end."""
        if self.ended_on is not None and day > self.ended_on:
            return None
        return next((price for since, price in reversed(self.prices) if since <= day), None)


class Offers:
    """For the brands that one person takes."""

    def __init__(self, by_code: dict[str, _Priced], generics: dict[str, list[_Priced]]) -> None:
        self._by_code = by_code
        self._generics = generics

    @classmethod
    async def of_person(cls, tx: Statements, person_id: int, since: date) -> Self:
        prices: defaultdict[str, list[tuple[date, Decimal]]] = defaultdict(list)
        told: dict[str, Row] = {}
        for row in await tx.fetch(_PRICES, person_id, since):
            prices[row["receipt_code"]].append((row["valid_from"], Decimal(row["price"])))
            told[row["receipt_code"]] = row
        by_code: dict[str, _Priced] = {}
        generics: defaultdict[str, list[_Priced]] = defaultdict(list)
        for code, row in told.items():
            by_code[code] = _Priced(row["name"], row["ended_on"], tuple(prices[code]))
            if row["is_generic"]:
                generics[row["generic_group"]].append(by_code[code])
        return cls(by_code, generics)

    def for_dispensing(self, row: Row, quantity: Decimal) -> GenericOffer | None:
        """None for a generic, on a day without prices, and where nothing is saved."""
        brand = self._by_code.get(row["receipt_code"])
        if brand is None or row["is_generic"]:
            return None
        day = row["dispensed_on"]
        price = brand.price_on(day)
        cheapest = _cheapest(self._generics.get(row["generic_group"], ()), day)
        if price is None or cheapest is None:
            return None
        saved = saving_yen(price, cheapest[0], quantity)
        return GenericOffer(name=cheapest[1], saving_yen=saved) if saved else None


def _cheapest(generics: Iterable[_Priced], day: date) -> tuple[Decimal, str] | None:
    """Price and name; of two at one price the first by name."""
    priced = [(price, each.name) for each in generics if (price := each.price_on(day)) is not None]
    return min(priced, default=None)
