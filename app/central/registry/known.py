"""The register as known at a moment (R4): who holds a card, and a person's whole history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice

from app.central.storage.database import Row, Statements
from app.scheme.certificates import EntitlementCertificate
from app.scheme.cover import Cover, PersonDetails
from app.scheme.numbers import CardKey, InsuredNumber, InsurerNumber

NOBODY = 0
"""An id that no person has: who finds nobody still asks the register for somebody's history, and takes as long."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody under a card's insurer, symbol and number. branch: None while the register knows none (R12).

    is_void: the period was taken back.
    """

    person_id: int
    period_id: int
    branch: str | None
    birth_on: date
    is_void: bool


@dataclass(frozen=True, slots=True)
class KnownPeriod:
    """One period of cover. registered_at: when the period, or its loss, became known."""

    id: int
    cover: Cover
    ratio_percent: int | None
    registered_at: datetime
    certificates: tuple[EntitlementCertificate, ...]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """periods: oldest first."""

    id: int
    details: PersonDetails
    periods: tuple[KnownPeriod, ...]

    @property
    def own_periods(self) -> tuple[KnownPeriod, ...]:
        """Without those taken back: told by mistake, they may have somebody else's numbers."""
        return tuple(each for each in self.periods if not each.cover.is_void)


@dataclass(frozen=True, slots=True)
class Carded:
    """Somebody of a card's household. stated: those of the periods, by id, that stand under the card."""

    person: KnownPerson
    stated: frozenset[int]


def is_known(version: str, parameter: int) -> str:
    """The condition that a version was known at the moment in a parameter."""
    return (
        f"{version}.known_from <= ${parameter}"
        f" AND ({version}.known_until IS NULL OR {version}.known_until > ${parameter})"
    )


_HOLDERS = f"""
    SELECT period.person_id, period.id AS period_id, card_key.branch, person_detail.birth_on,
        COALESCE(cover.lost_on <= cover.acquired_on, FALSE) AS is_void
    FROM card_key
    JOIN period ON period.id = card_key.period_id
    JOIN cover ON cover.period_id = period.id AND {is_known("cover", 4)}
    JOIN person_detail ON person_detail.person_id = period.person_id AND {is_known("person_detail", 4)}
    WHERE insurer_key = $1 AND symbol_key = $2 AND number_key = $3 AND {is_known("card_key", 4)}
"""

_HISTORY = """
    SELECT period.person_id, period.id AS period_id, period.insurer, insurer.name AS insurer_name,
        card_key.symbol, card_key.number, card_key.branch,
        cover.relationship, cover.ratio_percent, cover.acquired_on, cover.lost_on, cover.loss_reason,
        cover.known_from AS registered_at,
        person_detail.name, person_detail.kana, person_detail.sex, person_detail.birth_on,
        person_detail.postcode, person_detail.address,
        certificate.kind, certificate.class_code, certificate.ratio_percent AS certificate_ratio_percent,
        certificate.valid_from, certificate.valid_until,
        card_key.insurer_key, card_key.symbol_key, card_key.number_key
    FROM {whose}
    JOIN insurer ON insurer.number = period.insurer
    JOIN cover ON cover.period_id = period.id AND {cover_is_known}
    JOIN card_key ON card_key.period_id = period.id AND {card_key_is_known}
    JOIN person_detail ON person_detail.person_id = period.person_id AND {person_detail_is_known}
    LEFT JOIN certificate ON certificate.period_id = period.id AND {certificate_is_known}
    ORDER BY period.person_id, cover.acquired_on, period.id, certificate.valid_from
"""


def _history(whose: str, known_at: int) -> str:
    """known_at: the place of that parameter."""
    versions = ("cover", "card_key", "person_detail", "certificate")
    return _HISTORY.format(whose=whose, **{f"{each}_is_known": is_known(each, known_at) for each in versions})


_HISTORY_OF_ONE = _history("(SELECT * FROM period WHERE person_id = $1) AS period", 2)
_PERSONS_AT_ONCE = 100
_PLACES = ", ".join(f"${place}" for place in range(2, _PERSONS_AT_ONCE + 2))
_HISTORIES_OF_MANY = _history(f"(SELECT * FROM period WHERE person_id IN ({_PLACES})) AS period", 1)
# A day as text reads 1988-02-14 on either engine. DISTINCT also keeps PostgreSQL from joining everything at once: it
# would choose an order that begins at the wrong end.
_OF_A_CARD = """
    (
        SELECT DISTINCT stated.person_id
        FROM card_key AS key
        JOIN period AS stated ON stated.id = key.period_id
        JOIN person_detail AS born ON born.person_id = stated.person_id AND {born_is_known}
        WHERE key.insurer_key = $1 AND key.symbol_key = $2 AND key.number_key = $3 AND {key_is_known}
            AND CAST(born.birth_on AS text) LIKE $5
    ) AS holder
    JOIN period ON period.person_id = holder.person_id
"""
HISTORIES_OF_A_CARD = _history(
    _OF_A_CARD.format(born_is_known=is_known("born", 4), key_is_known=is_known("key", 4)), 4
)


async def holders_of(tx: Statements, key: CardKey, known_at: datetime) -> tuple[Holder, ...]:
    """Everyone ever covered under this card: the household, also those whose cover has ended.

    Whose cover was taken back only where no other has their branch.
    """
    rows = await tx.fetch(_HOLDERS, key.insurer, key.symbol, key.number, known_at)
    held = [Holder(*row) for row in rows]
    branches = {each.branch for each in held if not each.is_void}
    return tuple(each for each in held if not each.is_void or each.branch not in branches)


async def history_of(tx: Statements, person_id: int, known_at: datetime) -> KnownPerson | None:
    """The person's details and periods; None for somebody without any, or NOBODY."""
    rows = await tx.fetch(_HISTORY_OF_ONE, person_id, known_at)
    return _person(rows) if rows else None


async def histories_of(
    tx: Statements, person_ids: Iterable[int], known_at: datetime
) -> dict[int, KnownPerson]:
    """Many persons' details and periods, by id, a hundred a query."""
    found: dict[int, KnownPerson] = {}
    ids = iter(dict.fromkeys(person_ids))
    while asked := list(islice(ids, _PERSONS_AT_ONCE)):
        asked += [NOBODY] * (_PERSONS_AT_ONCE - len(asked))
        rows = await tx.fetch(_HISTORIES_OF_MANY, known_at, *asked)
        for person_id, of_person in groupby(rows, lambda row: int(row["person_id"])):
            found[person_id] = _person(tuple(of_person))
    return found


async def histories_of_card(
    tx: Statements, key: CardKey, born: str, known_at: datetime
) -> tuple[Carded, ...]:
    """Everyone ever covered under this card and born so, with their whole history: one query, whoever is found.

    born: an ISO day, or "____-02-14" for a month and day of any year.
    """
    rows = await tx.fetch(HISTORIES_OF_A_CARD, key.insurer, key.symbol, key.number, known_at, born)
    return tuple(
        _carded(tuple(of_person), key) for _, of_person in groupby(rows, lambda row: row["person_id"])
    )


def _carded(rows: Sequence[Row], key: CardKey) -> Carded:
    stated = frozenset(
        row["period_id"]
        for row in rows
        if (row["insurer_key"], row["symbol_key"], row["number_key"]) == (key.insurer, key.symbol, key.number)
    )
    return Carded(_person(rows), stated)


def _person(rows: Sequence[Row]) -> KnownPerson:
    periods = (_period(tuple(of_period)) for _, of_period in groupby(rows, lambda row: row["period_id"]))
    return KnownPerson(rows[0]["person_id"], _details(rows[0]), tuple(periods))


def _details(row: Row) -> PersonDetails:
    return PersonDetails(
        row["name"], row["kana"], row["sex"], row["birth_on"], row["postcode"], row["address"]
    )


def _period(rows: Sequence[Row]) -> KnownPeriod:
    row = rows[0]
    insured = InsuredNumber(InsurerNumber(row["insurer"]), row["symbol"], row["number"], row["branch"])
    cover = Cover(
        insured,
        row["insurer_name"],
        row["relationship"],
        row["acquired_on"],
        row["lost_on"],
        row["loss_reason"],
    )
    certificates = tuple(each for each in _certificates(rows) if not each.is_void)
    return KnownPeriod(row["period_id"], cover, row["ratio_percent"], row["registered_at"], certificates)


def _certificates(rows: Iterable[Row]) -> Iterable[EntitlementCertificate]:
    for row in rows:
        if row["kind"] is not None:
            yield EntitlementCertificate(
                row["kind"],
                row["class_code"],
                row["certificate_ratio_percent"],
                row["valid_from"],
                row["valid_until"],
            )
