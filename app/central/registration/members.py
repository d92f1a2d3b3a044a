"""An insurer's own members as the register knew them at a moment (R4); nothing of their cover elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.central.storage.database import Row, Transaction
from app.scheme.certificates import EntitlementCertificate
from app.scheme.cover import Cover, PersonDetails
from app.scheme.numbers import InsuredNumber


@dataclass(frozen=True, slots=True)
class CardOut:
    """A card the insurer handed out; returned_on None while it is out."""

    issued_on: date
    returned_on: date | None


@dataclass(frozen=True, slots=True)
class Member:
    """One period of cover. registered_at: since when it stands so in the register. ratio_percent: 後期高齢 only."""

    cover_ref: str | None
    cover: Cover
    ratio_percent: int | None
    details: PersonDetails
    filed_on: date | None
    registered_at: datetime
    certificates: tuple[EntitlementCertificate, ...]
    cards: tuple[CardOut, ...]


def known(version: str, moment: str) -> str:
    """The condition that a version was known at a moment, both as SQL."""
    return (
        f"{version}.known_from <= {moment}"
        f" AND ({version}.known_until IS NULL OR {version}.known_until > {moment})"
    )


# Whoever left may have told the next insurer a new name or address: that is not the former one's to know.
DETAILS_OF_OWN = known("person_detail", "CASE WHEN cover.lost_on IS NULL THEN $5 ELSE cover.known_from END")

_PERIODS = f"""
    FROM card_key
    JOIN period ON period.id = card_key.period_id
    {{joined}}
    WHERE insurer_key = $1 AND symbol_key = $2 AND number_key = $3 AND period.insurer = $4
        AND {known("card_key", "$5")}
"""
_MEMBERS = (
    """
    SELECT period.id AS period_id, period.cover_ref, insurer.name AS insurer_name,
        card_key.symbol, card_key.number, card_key.branch,
        cover.relationship, cover.acquired_on, cover.lost_on, cover.loss_reason, cover.ratio_percent, cover.filed_on,
        cover.known_from AS registered_at,
        person_detail.name, person_detail.kana, person_detail.sex, person_detail.birth_on,
        person_detail.postcode, person_detail.address
    """
    + _PERIODS.format(
        joined=f"""
    JOIN insurer ON insurer.number = period.insurer
    JOIN cover ON cover.period_id = period.id AND {known("cover", "$5")}
    JOIN person_detail ON person_detail.person_id = period.person_id AND {DETAILS_OF_OWN}
    """
    )
    + "ORDER BY cover.acquired_on, card_key.branch, period.id"
)
_CERTIFICATES = (
    "SELECT certificate.period_id, kind, class_code, ratio_percent, valid_from, valid_until"
    + _PERIODS.format(
        joined=f"JOIN certificate ON certificate.period_id = period.id AND {known('certificate', '$5')}"
    )
    + "AND (valid_until IS NULL OR valid_until >= valid_from) ORDER BY valid_from, kind"
)
_CARDS = (
    "SELECT card_issue.period_id, issued_on, returned_on"
    + _PERIODS.format(
        joined=f"JOIN card_issue ON card_issue.period_id = period.id AND {known('card_issue', '$5')}"
    )
    + "AND (returned_on IS NULL OR returned_on >= issued_on) ORDER BY issued_on"
)


async def members_of(tx: Transaction, household: InsuredNumber, known_at: datetime) -> tuple[Member, ...]:
    """Everyone its insurer ever covered under this symbol and number, oldest cover first.

    household: its branch, where it has one, narrows the members to that branch.
    """
    asked = (*household.key, household.insurer.digits, known_at)
    certificates = _by_period(await tx.fetch(_CERTIFICATES, *asked))
    cards = _by_period(await tx.fetch(_CARDS, *asked))
    return tuple(
        _member(row, household, certificates, cards)
        for row in await tx.fetch(_MEMBERS, *asked)
        if household.branch in (None, row["branch"])
    )


def _by_period(rows: Iterable[Row]) -> Mapping[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["period_id"]].append(row)
    return found


def _member(
    row: Row,
    household: InsuredNumber,
    certificates: Mapping[int, list[Row]],
    cards: Mapping[int, list[Row]],
) -> Member:
    insured = InsuredNumber(household.insurer, row["symbol"], row["number"], row["branch"])
    return Member(
        row["cover_ref"],
        Cover(
            insured,
            row["insurer_name"],
            row["relationship"],
            row["acquired_on"],
            row["lost_on"],
            row["loss_reason"],
        ),
        row["ratio_percent"],
        PersonDetails(row["name"], row["kana"], row["sex"], row["birth_on"], row["postcode"], row["address"]),
        row["filed_on"],
        row["registered_at"],
        tuple(
            EntitlementCertificate(
                each["kind"],
                each["class_code"],
                each["ratio_percent"],
                each["valid_from"],
                each["valid_until"],
            )
            for each in certificates.get(row["period_id"], ())
        ),
        tuple(CardOut(each["issued_on"], each["returned_on"]) for each in cards.get(row["period_id"], ())),
    )
