"""What an insurer is told of its own members: findings and cards that did not come back, page by page."""

from dataclasses import dataclass
from datetime import date, datetime

from app.central.registration.members import known
from app.central.storage.database import Row, Transaction
from app.scheme.numbers import InsuredNumber, InsurerNumber


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """cover_ref, insured: of the insurer's own period, else as its row told them; None in findings from before those
    were kept. day_from, day_until: both included."""

    id: int
    kind: str
    cover_ref: str | None
    insured: InsuredNumber | None
    day_from: date | None
    day_until: date | None
    detail: str
    alike: str
    found_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class UnreturnedCard:
    """A card still out though its cover was lost; name and address as known when the loss was (R11)."""

    period_id: int
    cover_ref: str | None
    insured: InsuredNumber
    name: str
    postcode: str | None
    address: str | None
    lost_on: date
    loss_reason: str | None
    issued_on: date


_FINDINGS = """
    SELECT finding.id, finding.kind, finding.day_from, finding.day_until, finding.detail, finding.alike,
        finding.found_at, finding.closed_at, COALESCE(period.cover_ref, finding.cover_ref) AS cover_ref,
        COALESCE(card_key.symbol, finding.symbol) AS symbol, COALESCE(card_key.number, finding.number) AS number,
        COALESCE(card_key.branch, finding.branch) AS branch
    FROM finding
    LEFT JOIN period ON period.id = finding.period_id
    LEFT JOIN card_key ON card_key.period_id = period.id AND card_key.known_until IS NULL
    WHERE finding.insurer = $1 AND finding.id > $2 {open}
    ORDER BY finding.id LIMIT $3
"""

# The newest card alone: one that was replaced is not waited for, nor one whose period was taken back and whose holder
# was told anew and has cover under the same numbers.
_UNRETURNED = f"""
    SELECT period.id AS period_id, period.cover_ref, card_key.symbol, card_key.number, card_key.branch,
        person_detail.name, person_detail.postcode, person_detail.address,
        cover.lost_on, cover.loss_reason, card_issue.issued_on
    FROM period
    JOIN cover ON cover.period_id = period.id AND cover.known_until IS NULL AND cover.lost_on <= $3
    JOIN card_issue ON card_issue.period_id = period.id AND card_issue.known_until IS NULL
        AND card_issue.returned_on IS NULL
    JOIN card_key ON card_key.period_id = period.id AND card_key.known_until IS NULL
    JOIN person_detail ON person_detail.person_id = period.person_id
        AND {known("person_detail", "cover.known_from")}
    WHERE period.insurer = $1 AND period.id > $2
        AND NOT EXISTS (
            SELECT 1 FROM card_issue AS newer WHERE newer.period_id = period.id AND newer.known_until IS NULL
                AND newer.issued_on > card_issue.issued_on
                AND (newer.returned_on IS NULL OR newer.returned_on >= newer.issued_on)
        )
        AND NOT (cover.lost_on <= cover.acquired_on AND EXISTS (
            SELECT 1 FROM card_key AS same
            JOIN cover AS anew ON anew.period_id = same.period_id AND anew.known_until IS NULL
                AND (anew.lost_on IS NULL OR anew.lost_on > $3)
            WHERE same.insurer_key = card_key.insurer_key AND same.number_key = card_key.number_key
                AND same.symbol_key = card_key.symbol_key AND same.known_until IS NULL
                AND COALESCE(same.branch, '') = COALESCE(card_key.branch, '')
        ))
    ORDER BY period.id LIMIT $4
"""


async def findings_told(
    tx: Transaction, insurer: InsurerNumber, after: int, limit: int, closed_too: bool
) -> tuple[ToldFinding, ...]:
    """From the first one after the given id; 0 is the beginning. closed_too: also what is so no more."""
    sql = _FINDINGS.format(open="" if closed_too else "AND finding.closed_at IS NULL")
    return tuple(_finding(insurer, row) for row in await tx.fetch(sql, insurer.digits, after, limit))


async def unreturned_cards(
    tx: Transaction, insurer: InsurerNumber, today: date, after: int, limit: int
) -> tuple[UnreturnedCard, ...]:
    """By period, from the first one after the given; 0 is the beginning. Only losses up to today."""
    rows = await tx.fetch(_UNRETURNED, insurer.digits, after, today, limit)
    return tuple(
        UnreturnedCard(
            row["period_id"],
            row["cover_ref"],
            InsuredNumber(insurer, row["symbol"], row["number"], row["branch"]),
            row["name"],
            row["postcode"],
            row["address"],
            row["lost_on"],
            row["loss_reason"],
            row["issued_on"],
        )
        for row in rows
    )


def _finding(insurer: InsurerNumber, row: Row) -> ToldFinding:
    number = row["number"]
    insured = None if number is None else InsuredNumber(insurer, row["symbol"], number, row["branch"])
    return ToldFinding(
        row["id"],
        row["kind"],
        row["cover_ref"],
        insured,
        row["day_from"],
        row["day_until"],
        row["detail"],
        row["alike"],
        row["found_at"],
        row["closed_at"],
    )
