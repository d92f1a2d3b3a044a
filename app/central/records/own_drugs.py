"""A person's medicines for the person alone: also who prescribed them, which nobody else is shown (R15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.central.records.medicines import medicine_told
from app.central.storage.database import Statements
from app.contract.records import MedicineReply


@dataclass(frozen=True, slots=True)
class OwnDispensing:
    """What the person sees: also who prescribed it, "" where the receipt does not say."""

    dispensing_id: str
    on: date
    medicine: MedicineReply
    quantity: Decimal
    days_supply: int | None
    form: str
    place: str
    prescriber: str
    source: str
    known_at: datetime


_OWN = """
    SELECT dispensing.dispensing_id, dispensing.source, dispensing.dispensed_on, dispensing.receipt_code,
        dispensing.quantity, dispensing.days_supply, dispensing.form, dispensing.known_at, institution.name AS place,
        dispensing_prescriber.name AS prescriber, medicine.code, medicine.name, medicine.ingredient,
        medicine.unit, medicine.is_generic
    FROM dispensing
    JOIN institution ON institution.code = dispensing.institution
    LEFT JOIN dispensing_prescriber ON dispensing_prescriber.dispensing_id = dispensing.dispensing_id
    LEFT JOIN medicine ON medicine.receipt_code = dispensing.receipt_code
    WHERE dispensing.person_id = $1 AND dispensing.dispensed_on >= $2
    ORDER BY dispensing.dispensed_on DESC, dispensing.dispensing_id
"""


async def drugs_of_person(tx: Statements, person_id: int, since: date) -> Sequence[OwnDispensing]:
    """Newest first. No entrustment is asked for: that is for answering others."""
    return [
        OwnDispensing(
            row["dispensing_id"],
            row["dispensed_on"],
            medicine_told(row),
            Decimal(row["quantity"]),
            row["days_supply"],
            row["form"],
            row["place"],
            row["prescriber"] or "",
            row["source"],
            row["known_at"],
        )
        for row in await tx.fetch(_OWN, person_id, since)
    ]
