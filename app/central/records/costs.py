"""What treatment cost a person, receipt by receipt (R17): for the person alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.central.registry.known import KnownPerson
from app.central.review.presented import Presented
from app.central.storage.database import Statements
from app.contract.receipts import OutcomeReply
from app.scheme.burden import burden_of
from app.scheme.cover import EligibilityInformation
from app.scheme.receipts.cost import ReceiptCost, cost_of, cost_of_part
from app.scheme.receipts.receipt import Receipt

COLUMNS = (
    *("receipt_number", "place", "part", "person_id", "institution", "insurer", "month", "kind"),
    *("days", "total_yen", "paid_yen", "insurer_yen", "public_yen", "known_at", "claim_key"),
    "received_at",
)


@dataclass(frozen=True, slots=True)
class Charged:
    """A receipt's cost under one insurer. part: 0, or counting where the receipt was split."""

    part: int
    insurer: str
    cost: ReceiptCost


def charged(
    presented: Presented, receipt: Receipt, told: OutcomeReply | None, person: KnownPerson | None
) -> Iterator[Charged]:
    """told: what the review told of the receipt, None where it went on as it came."""
    stated = presented.stated
    if stated is None or not presented.days:
        return
    parts = told.parts if told else ()
    if len(parts) > 1:
        for part, each in enumerate(parts):
            cost = cost_of_part(each.points, each.days, each.ratio_percent)
            yield Charged(part, each.insurer, cost)
        return
    insurer = parts[0].insurer if parts else stated.insurer.digits
    yield Charged(0, insurer, cost_of(receipt, _percent(person, insurer, presented.days[0])))


def _percent(person: KnownPerson | None, insurer: str, day: date) -> int | None:
    """The share under that insurer on the day, as the register knew it."""
    if person is None:
        return None
    for period in person.periods:
        if period.cover.insured.insurer.digits == insurer and period.cover.is_valid_on(day):
            information = EligibilityInformation(
                *(period.cover, person.details, period.ratio_percent, period.certificates),
                *((), period.registered_at),
            )
            return burden_of(information, day).percent
    return None


@dataclass(frozen=True, slots=True)
class CostLine:
    """The six items of the tax notice but the names of the person, and who paid the rest. month: its first day.

    kind: of the receipt (medical, dental, pharmacy). days: 実日数. paid_yen, insurer_yen: None where not known.
    """

    month: date
    institution: str
    kind: str
    days: int
    total_yen: int
    paid_yen: int | None
    insurer_yen: int | None
    public_yen: int
    insurer: str
    known_at: datetime


_COSTS = """
    SELECT cost.month, institution.name AS institution, cost.kind, cost.days, cost.total_yen, cost.paid_yen,
        cost.insurer_yen, cost.public_yen, insurer.name AS insurer_name, cost.insurer, cost.known_at
    FROM cost
    JOIN institution ON institution.code = cost.institution
    LEFT JOIN insurer ON insurer.number = cost.insurer
    WHERE cost.person_id = $1 AND cost.month BETWEEN $2 AND $3
    ORDER BY cost.month, institution.name, cost.receipt_number, cost.place, cost.part
"""


async def costs_of_person(tx: Statements, person_id: int, since: date, until: date) -> Sequence[CostLine]:
    """Months of treatment between the two days, oldest first."""
    return [
        CostLine(
            row["month"],
            row["institution"],
            row["kind"],
            row["days"],
            row["total_yen"],
            row["paid_yen"],
            row["insurer_yen"],
            row["public_yen"],
            row["insurer_name"] or row["insurer"],
            row["known_at"],
        )
        for row in await tx.fetch(_COSTS, person_id, since, until)
    ]
