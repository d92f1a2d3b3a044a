"""The register as known at a moment (R4): who holds a card, and a person's whole history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from app.central.storage.database import Row, Transaction
from app.scheme.certificates import EntitlementCertificate
from app.scheme.cover import Cover, PersonDetails
from app.scheme.numbers import CardKey, InsuredNumber, InsurerNumber

NOBODY = 0
"""An id that no person has: who finds nobody still asks the register for somebody's history, and takes as long."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody under a card's insurer, symbol and number. branch: None while the register knows none (R12)."""

    person_id: int
    period_id: int
    branch: str | None
    birth_on: date


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


def _known(version: str, parameter: int) -> str:
    """The condition that a version was known at the moment in a parameter."""
    return (
        f"{version}.known_from <= ${parameter}"
        f" AND ({version}.known_until IS NULL OR {version}.known_until > ${parameter})"
    )


_HOLDERS = f"""
    SELECT period.person_id, period.id AS period_id, card_key.branch, person_detail.birth_on
    FROM card_key
    JOIN period ON period.id = card_key.period_id
    JOIN person_detail ON person_detail.person_id = period.person_id AND {_known("person_detail", 4)}
    WHERE insurer_key = $1 AND symbol_key = $2 AND number_key = $3 AND {_known("card_key", 4)}
"""

_HISTORY = f"""
    SELECT period.id AS period_id, period.insurer, insurer.name AS insurer_name,
        card_key.symbol, card_key.number, card_key.branch,
        cover.relationship, cover.ratio_percent, cover.acquired_on, cover.lost_on, cover.loss_reason,
        cover.known_from AS registered_at,
        person_detail.name, person_detail.kana, person_detail.sex, person_detail.birth_on,
        person_detail.postcode, person_detail.address,
        certificate.kind, certificate.class_code, certificate.ratio_percent AS certificate_ratio_percent,
        certificate.valid_from, certificate.valid_until
    FROM period
    JOIN insurer ON insurer.number = period.insurer
    JOIN cover ON cover.period_id = period.id AND {_known("cover", 2)}
    JOIN card_key ON card_key.period_id = period.id AND {_known("card_key", 2)}
    JOIN person_detail ON person_detail.person_id = period.person_id AND {_known("person_detail", 2)}
    LEFT JOIN certificate ON certificate.period_id = period.id AND {_known("certificate", 2)}
    WHERE period.person_id = $1
    ORDER BY cover.acquired_on, period.id, certificate.valid_from
"""


async def holders_of(tx: Transaction, key: CardKey, known_at: datetime) -> tuple[Holder, ...]:
    """Everyone ever covered under this card: the household, also those whose cover has ended."""
    rows = await tx.fetch(_HOLDERS, key.insurer, key.symbol, key.number, known_at)
    return tuple(Holder(*row) for row in rows)


async def history_of(tx: Transaction, person_id: int, known_at: datetime) -> KnownPerson | None:
    """The person's details and periods; None for somebody without any, or NOBODY."""
    rows = await tx.fetch(_HISTORY, person_id, known_at)
    if not rows:
        return None
    periods = (_period(tuple(of_period)) for _, of_period in groupby(rows, lambda row: row["period_id"]))
    return KnownPerson(person_id, _details(rows[0]), tuple(periods))


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
    certificates = tuple(_certificates(rows))
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
