"""A person's medicines as reviewed receipts tell them, for a clinic or pharmacy: never who prescribed them (R15)."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from app.central.consents.consent import ConsentInForce, ConsentKind
from app.central.records.answers import answers_of
from app.central.records.entrustment import ENTRUSTED, not_answered
from app.central.records.generics import Offers
from app.central.records.medicines import medicine_told
from app.central.service import Service
from app.central.storage.database import Row, Statements
from app.contract.records import DispensingReply, DrugHistoryReply, MedicineReply
from app.scheme.calendar import NamedService
from app.scheme.days import business_day

REACH_YEARS = 3
IN_HOUSE = "院内"
PHARMACY_RECEIPT = "pharmacy_receipt"
_TOKEN_DIGITS = 16

_DRUGS = f"""
    SELECT dispensing.dispensing_id, dispensing.dispensed_on, dispensing.institution, dispensing.receipt_code,
        dispensing.quantity, dispensing.days_supply, dispensing.form, dispensing.source, dispensing.known_at,
        institution.name AS place, medicine.code, medicine.generic_group, medicine.name, medicine.ingredient,
        medicine.unit, medicine.is_generic
    FROM dispensing
    JOIN institution ON institution.code = dispensing.institution
    LEFT JOIN medicine ON medicine.receipt_code = dispensing.receipt_code
    WHERE dispensing.person_id = $1 AND dispensing.dispensed_on >= $2
        AND {ENTRUSTED.format(insurer="dispensing.insurer", kind="$3", today="$4")}
    ORDER BY dispensing.dispensed_on DESC, dispensing.dispensing_id
"""
# No column of dispensing_prescriber: what goes to clinics is asked for without it.
_NEWEST = f"""
    SELECT month FROM cost WHERE person_id = $1 AND {ENTRUSTED.format(insurer="cost.insurer", kind="$2", today="$3")}
    ORDER BY month DESC LIMIT 1
"""


async def drug_history(
    tx: Statements, service: Service, consent: ConsentInForce, now: datetime
) -> DrugHistoryReply:
    """For a clinic or pharmacy, newest first. Who holds the consent has it on record already."""
    today = business_day(now)
    reach = reach_of(service, today)
    rows = await tx.fetch(_DRUGS, consent.person_id, reach, ConsentKind.DRUG.value, today)
    offers = await Offers.of_person(tx, consent.person_id, reach)
    medicines = {code: medicine_told(row) for code, row in {row["receipt_code"]: row for row in rows}.items()}
    tokens = {
        code: place_token(service.settings.key, consent.person_id, code)
        for code in {row["institution"] for row in rows}
    }
    answered, declined = await answers_of(tx, consent)
    return DrugHistoryReply(
        consent_id=consent.consent_id,
        read_at=now,
        complete_from=reach,
        newest_month=await _newest_month(tx, consent.person_id, today),
        dispensings=tuple(_told(row, consent, medicines, tokens, offers) for row in rows),
        not_answered=await not_answered(tx, consent.person_id, ConsentKind.DRUG.value, reach, today, now),
        answered=answered,
        generics_declined=declined,
    )


async def _newest_month(tx: Statements, person_id: int, today: date) -> str | None:
    """Of treatment, by any receipt: who took nothing in it is known to have taken nothing."""
    row = await tx.fetch_one(_NEWEST, person_id, ConsentKind.DRUG.value, today)
    return f"{row['month']:%Y-%m}" if row else None


def reach_of(service: Service, today: date) -> date:
    """The first day told: three years back to the first of the month, not before receipts began to be read (R19)."""
    start = service.settings.calendar.start_of(NamedService.DRUG_INFORMATION)
    return max(today.replace(year=today.year - REACH_YEARS, day=1), start.treatment_from or start.on)


def place_token(key: bytes, person_id: int, institution: str) -> str:
    """The same for the same place of a person, and another for everybody else: it says where no more than "there"."""
    whole = hmac.digest(key, f"place/{person_id}/{institution}".encode(), hashlib.sha256)
    return whole.hex()[:_TOKEN_DIGITS]


def _told(
    row: Row,
    consent: ConsentInForce,
    medicines: Mapping[str, MedicineReply],
    tokens: Mapping[str, str],
    offers: Offers,
) -> DispensingReply:
    """medicines: by the receipt's code; tokens: by institution. Each is made once a history, not once a line."""
    institution = row["institution"]
    quantity = Decimal(row["quantity"])
    return DispensingReply(
        dispensing_id=row["dispensing_id"],
        dispensed_on=row["dispensed_on"],
        place=row["place"] if row["source"] == PHARMACY_RECEIPT else IN_HOUSE,
        place_token=tokens[institution],
        own=institution == consent.institution,
        medicine=medicines[row["receipt_code"]],
        quantity=quantity,
        days_supply=row["days_supply"],
        form=row["form"],
        source=row["source"],
        known_at=row["known_at"],
        generic=offers.for_dispensing(row, quantity),
    )
