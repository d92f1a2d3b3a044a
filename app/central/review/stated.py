"""Who stands under the cards that receipts state, looked up by the hundred (R13)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from app.central.registry.known import is_known
from app.central.storage.database import Statements
from app.central.storage.lists import in_parts, listed
from app.scheme.cover import Cover
from app.scheme.numbers import CardKey, InsuredNumber

_AT_ONCE = 250
_WIDTH = 4
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

    def cover(self, stated: InsuredNumber) -> Cover:
        """As far as it is laid against days: insurer's name, relationship and reason of loss are not looked up.

        stated: the card under which it was found.
        """
        insured = stated if stated.branch == self.branch else replace(stated, branch=self.branch)
        return Cover(insured, "", "", self.acquired_on, self.lost_on, None)


def _values() -> str:
    rows = (listed(_WIDTH, 2 + place * _WIDTH).strip("()") for place in range(_AT_ONCE))
    return ", ".join(f"({place}, {row})" for place, row in enumerate(rows))


# A day as text reads 1988-02-14 on either engine.
_HOLDINGS = f"""
    WITH asked (place, insurer, symbol, number, birth) AS (VALUES {_values()})
    SELECT asked.place, period.person_id, person_detail.sex, person_detail.kana, card_key.branch,
        cover.acquired_on, cover.lost_on
    FROM asked
    JOIN card_key ON card_key.insurer_key = asked.insurer AND card_key.number_key = asked.number
        AND card_key.symbol_key = asked.symbol AND {is_known("card_key", 1)}
    JOIN period ON period.id = card_key.period_id
    JOIN person_detail ON person_detail.person_id = period.person_id AND {is_known("person_detail", 1)}
        AND CAST(person_detail.birth_on AS text) = asked.birth
    JOIN cover ON cover.period_id = period.id AND {is_known("cover", 1)}
"""
_NOBODYS: tuple[str, ...] = ("", "", "", "")


async def holdings_of(
    tx: Statements, asked: Iterable[Asked], known_at: datetime
) -> dict[Asked, list[Holding]]:
    """By card and birth date; absent where nobody stands under them."""
    found: dict[Asked, list[Holding]] = {}
    for block in in_parts(dict.fromkeys(asked), _AT_ONCE):
        for row in await tx.fetch(_HOLDINGS, known_at, *_parameters(block)):
            place, *holding = row
            found.setdefault(block[place], []).append(Holding(*holding))
    return found


def _parameters(block: Sequence[Asked]) -> list[str]:
    """Always as many, so that the statement is prepared once."""
    found = [part for key, birth_on in block for part in (*key, birth_on.isoformat())]
    return [*found, *_NOBODYS * (_AT_ONCE - len(block))]
