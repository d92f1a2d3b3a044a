"""Who stands under the cards that receipts state, looked up by the hundred (R13)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from app.central.registry.known import is_known
from app.central.storage.database import Statements
from app.central.storage.lists import given, in_parts, rows_given
from app.scheme.cover import Cover, standing
from app.scheme.numbers import CardKey, InsuredNumber

_AT_ONCE = 500
Asked = tuple[CardKey, date]
"""Card and birth date as a receipt states them."""


class Holding(NamedTuple):
    """Somebody born on that day who ever held the card, and one period of that cover."""

    person_id: int
    sex: str
    kana: str
    branch: str | None
    acquired_on: date
    lost_on: date | None

    @property
    def is_void(self) -> bool:
        """Taken back."""
        return self.lost_on is not None and self.lost_on <= self.acquired_on

    def cover(self, stated: InsuredNumber) -> Cover:
        """As far as it is laid against days: insurer's name, relationship and reason of loss are not looked up.

        stated: the card under which it was found.
        """
        insured = stated if stated.branch == self.branch else replace(stated, branch=self.branch)
        return Cover(insured, "", "", self.acquired_on, self.lost_on, None)


# A day as text reads 1988-02-14 on either engine.
_HOLDINGS = f"""
    SELECT asked.place, period.person_id, person_detail.sex, person_detail.kana, card_key.branch,
        cover.acquired_on, cover.lost_on
    FROM {rows_given(2, "insurer", "symbol", "number", "birth")} AS asked
    JOIN card_key ON card_key.insurer_key = asked.insurer AND card_key.number_key = asked.number
        AND card_key.symbol_key = asked.symbol AND {is_known("card_key", 1)}
    JOIN period ON period.id = card_key.period_id
    JOIN person_detail ON person_detail.person_id = period.person_id AND {is_known("person_detail", 1)}
        AND CAST(person_detail.birth_on AS text) = asked.birth
    JOIN cover ON cover.period_id = period.id AND {is_known("cover", 1)}
"""


async def holdings_of(
    tx: Statements, asked: Iterable[Asked], known_at: datetime
) -> dict[Asked, list[Holding]]:
    """By card and birth date; absent where nobody stands under them. Whose cover was taken back gives way."""
    found: dict[Asked, list[Holding]] = {}
    for block in in_parts(dict.fromkeys(asked), _AT_ONCE):
        rows = given((*key, birth_on.isoformat()) for key, birth_on in block)
        for place, *holding in await tx.fetch(_HOLDINGS, known_at, rows):
            found.setdefault(block[place], []).append(Holding(*holding))
    for card, held in found.items():
        if len(held) > 1:
            found[card] = list(standing(held, lambda each: each.is_void))
    return found
