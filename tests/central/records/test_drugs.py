"""A person's medicines under a consent: read from reviewed receipts, told without who prescribed (R15)."""

from datetime import date, datetime, timedelta

import pytest

from app.central.records.own_drugs import drugs_of_person
from tests.central.clinic import CODE, MORNING, StandingClock
from tests.central.consents.counter import PHARMACY
from tests.central.records.conftest import House
from tests.central.records.receipts import (
    AMLODIPINE,
    PRESCRIBER,
    TAPE,
    ZOLPIDEM,
    PharmacyBill,
    Prescription,
    clinic_file,
    clinic_medicine,
    pharmacy_file,
)

pytestmark = pytest.mark.anyio


async def test_what_a_pharmacy_and_a_clinic_dispensed_is_told_newest_first(house_on_both: House) -> None:
    """R15: the pharmacy by its name, in-house medicines as 院内."""
    house = house_on_both
    tape = Prescription(TAPE, "14", 1, (19,), "5")
    await house.as_pharmacy()
    await house.reviewed(pharmacy_file(PharmacyBill((Prescription(days=(5, 19)), tape))))
    await house.as_clinic()
    await house.reviewed(clinic_file(clinic_medicine(AMLODIPINE, "1", 20, 28)))
    told = await house.drugs(await house.agreed("drug"))
    assert [
        (each["dispensed_on"], each["medicine"]["name"], each["place"], each["own"], each["days_supply"])
        for each in sorted(
            told["dispensings"], key=lambda each: (each["dispensed_on"], each["form"]), reverse=True
        )
    ] == [
        ("2026-10-20", "見本アムロ錠５ｍｇ", "院内", True, 28),
        ("2026-10-19", "見本ゾルピ錠１０ｍｇ", "例示薬局", False, 14),
        ("2026-10-19", "見本ケトプロテープ２０ｍｇ", "例示薬局", False, None),
        ("2026-10-05", "見本ゾルピ錠１０ｍｇ", "例示薬局", False, 14),
    ]
    days = [each["dispensed_on"] for each in told["dispensings"]]
    assert days == sorted(days, reverse=True)
    assert {each["quantity"] for each in told["dispensings"]} == {"14", "28"}
    assert (told["newest_month"], told["complete_from"]) == ("2026-10", "2023-11-01")
    assert datetime.fromisoformat(told["read_at"]) == MORNING


async def test_the_effect_of_a_generic_is_told_to_the_yen(house: House) -> None:
    """R15: the cheapest of the same ingredient, form and strength; (43.60 − 17.90) × 14 = 359.8."""
    await house.as_pharmacy()
    await house.reviewed(pharmacy_file(PharmacyBill()))
    (only,) = (await house.drugs(await house.agreed("drug", institution=PHARMACY.digits)))["dispensings"]
    assert only["generic"] == {"name": "ゾルピデム酒石酸塩錠１０ｍｇ「架空」", "saving_yen": 360}
    assert only["own"] is True
    assert only["medicine"]["class_name"] == "催眠鎮静剤・抗不安剤"


async def test_who_prescribed_is_told_to_the_person_alone(house: House) -> None:
    """R15"""
    await house.as_pharmacy()
    await house.reviewed(pharmacy_file(PharmacyBill()))
    told = await house.read("drugs", await house.agreed("drug", institution=PHARMACY.digits))
    assert PRESCRIBER not in told.text
    async with house.clinic.database.transaction() as tx:
        (own,) = await drugs_of_person(tx, house.person_id, date(2020, 1, 1))
    assert (own.prescriber, own.place) == (PRESCRIBER, "例示薬局")


async def test_a_place_keeps_its_token_and_shows_nothing_of_itself(house: House) -> None:
    await house.reviewed(clinic_file(clinic_medicine(AMLODIPINE, "1", 5, 14)))
    await house.reviewed(clinic_file(clinic_medicine(ZOLPIDEM, "1", 20, 14)))
    told = await house.drugs(await house.agreed("drug"))
    tokens = {each["place_token"] for each in told["dispensings"]}
    assert len(tokens) == 1 and CODE.digits not in tokens.pop()


async def test_a_medicine_that_the_master_lacks_is_told_by_its_number(house: House) -> None:
    await house.reviewed(clinic_file(clinic_medicine("621999999", "2.5", 5, 3)))
    (only,) = (await house.drugs(await house.agreed("drug")))["dispensings"]
    assert (only["medicine"]["code"], only["medicine"]["name"]) == ("", "医薬品コード621999999")
    assert (only["quantity"], only["generic"]) == ("7.5", None)


async def test_what_is_older_than_three_years_is_not_told(house: House, clock: StandingClock) -> None:
    await house.as_pharmacy()
    await house.reviewed(pharmacy_file(PharmacyBill(month="202310"), PharmacyBill(month="202311")))
    told = await house.drugs(await house.agreed("drug", institution=PHARMACY.digits))
    assert [each["dispensed_on"] for each in told["dispensings"]] == ["2023-11-05"]


async def test_known_is_the_moment_of_the_review(house: House, clock: StandingClock) -> None:
    clock.advance(timedelta(minutes=3))
    await house.reviewed(clinic_file(clinic_medicine(AMLODIPINE, "1", 5, 14)))
    (only,) = (await house.drugs(await house.agreed("drug")))["dispensings"]
    assert datetime.fromisoformat(only["known_at"]) == MORNING + timedelta(minutes=3)
