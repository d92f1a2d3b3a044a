"""What the receipts of a clinic and two pharmacies tell of the person of `clinic.person()` (R15, R17)."""

from datetime import date

from app.central.institutions.credentials import create_institution
from app.central.practice.medicines import town_medicines
from app.central.records.entrustment import entrust
from app.central.records.medicines import enter_medicines
from app.scheme.numbers import InstitutionCode, InsurerNumber
from tests.central.clinic import CODE, LONG_KNOWN, MORNING, SOCIETY, Clinic
from tests.central.consents.counter import PHARMACY
from tests.central.records.receipts import (
    AMLODIPINE,
    AMLODIPINE_GENERIC,
    OTHER_PRESCRIBER,
    PRESCRIBER,
    ZOLPIDEM_GENERIC,
    PharmacyBill,
    Prescription,
    clinic_file,
    clinic_medicine,
    pharmacy_file,
)
from tests.central.review.files import Bill

OTHER_PHARMACY = InstitutionCode("1349990037")
NAMES = {CODE: "見本医院", PHARMACY: "例示薬局", OTHER_PHARMACY: "別例薬局"}
HIDDEN_AT_THE_COUNTER = (PRESCRIBER, OTHER_PRESCRIBER, NAMES[CODE], "9990055")
"""Who prescribed, by name and by number."""
HISTORY = (
    ("2026-10-20", "院内", "見本アムロ錠５ｍｇ", 148),
    ("2026-10-12", "別例薬局", "ゾルピデム酒石酸塩錠１０ｍｇ「架空」", None),
    ("2026-10-05", "例示薬局", "見本ゾルピ錠１０ｍｇ", 360),
    ("2025-12-05", "例示薬局", "アムロジピン錠５ｍｇ「架空」", None),
)
"""As a pharmacy sees it: the day, the place, the medicine, and what its generic would save in yen."""
TWICE = "ゾルピデム酒石酸塩錠１０ｍｇ"
CLINIC_POINTS = Bill().points + 4 * 28
POINTS = (320, 455, CLINIC_POINTS)
"""Of the three receipts of 2026: the pharmacy's, the other pharmacy's, the clinic's."""
PAID = (960, 1370, 1610)
"""Three tenths of each, to the nearest ten yen: 1,365 up, 1,608 up."""
POINTS_OF_LAST_YEAR = 100


async def enter_institutions(clinic: Clinic) -> dict[InstitutionCode, str]:
    """Secrets by code, the clinic's too; with prices of medicines, and the insurer's entrustment to answer."""
    secrets = {CODE: clinic.secret}
    async with clinic.database.transaction() as tx:
        for pharmacy in (PHARMACY, OTHER_PHARMACY):
            secrets[pharmacy] = await create_institution(tx, pharmacy, NAMES[pharmacy], MORNING)
        await enter_medicines(tx, town_medicines())
        insurer = InsurerNumber(SOCIETY)
        await entrust(tx, insurer, ("drug", "checkup"), date(2021, 10, 1), None, LONG_KNOWN)
    return secrets


def receipts() -> tuple[tuple[InstitutionCode, bytes], ...]:
    """Files by who hands them in: three of October 2026, and one of the pharmacy's of the year before."""
    again = PharmacyBill((Prescription(ZOLPIDEM_GENERIC, days=(12,)),), OTHER_PRESCRIBER, points=POINTS[1])
    before = PharmacyBill((Prescription(AMLODIPINE_GENERIC),), month="202512", points=POINTS_OF_LAST_YEAR)
    return (
        (PHARMACY, pharmacy_file(PharmacyBill())),
        (CODE, clinic_file(clinic_medicine(AMLODIPINE, "1", 20, 28))),
        (PHARMACY, pharmacy_file(before)),
        (OTHER_PHARMACY, _from_the_other_pharmacy(pharmacy_file(again))),
    )


def _from_the_other_pharmacy(data: bytes) -> bytes:
    """The same file under its number."""
    return data.replace(PHARMACY.digits[3:].encode(), OTHER_PHARMACY.digits[3:].encode(), 1)
