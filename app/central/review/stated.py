"""Who stands under the cards that receipts state, looked up by the hundred (R13)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from app.central.registry.known import is_known
from app.central.storage.database import Statements
from app.scheme.cover import Cover
from app.scheme.numbers import CardKey, InsuredNumber, InsurerNumber

_AT_ONCE = 250
Asked = tuple[CardKey, date]
"""Card and birth date as a receipt states them."""


class Holding(NamedTuple):
    """Somebody born on that day who ever held the card, and one period of that cover."""

    person_id: int
    sex: str
    kana: str
    cover: Cover


def _values() -> str:
    places = iter(range(2, 2 + 4 * _AT_ONCE))
    return ", ".join(f"({', '.join(f'${next(places)}' for _ in range(4))})" for _ in range(_AT_ONCE))


# A day as text reads 1988-02-14 on either engine.
_HOLDINGS = f"""
    WITH asked (insurer, symbol, number, birth) AS (VALUES {_values()})
    SELECT asked.insurer, asked.symbol AS symbol_key, asked.number AS number_key, asked.birth,
        period.person_id, person_detail.sex, person_detail.kana,
        card_key.symbol, card_key.number, card_key.branch,
        cover.relationship, cover.acquired_on, cover.lost_on, cover.loss_reason
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
    rest = iter(dict.fromkeys(asked))
    while block := list(islice(rest, _AT_ONCE)):
        for row in await tx.fetch(_HOLDINGS, known_at, *_parameters(block)):
            insurer, symbol_key, number_key, birth, person_id, sex, kana, symbol, number, branch, *told = row
            insured = InsuredNumber(InsurerNumber(insurer), symbol, number, branch)
            place = CardKey(insurer, symbol_key, number_key), date.fromisoformat(birth)
            holding = Holding(person_id, sex, kana, Cover(insured, "", *told))
            found.setdefault(place, []).append(holding)
    return found


def _parameters(block: Sequence[Asked]) -> list[str]:
    """Always as many, so that the statement is prepared once."""
    found = [part for key, birth_on in block for part in (*key, birth_on.isoformat())]
    return [*found, *_NOBODYS * (_AT_ONCE - len(block))]
