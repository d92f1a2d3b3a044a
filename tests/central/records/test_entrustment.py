"""Insurers let the service answer, from a day until a day; without it nothing is told, and said why (R15)."""

from datetime import date

import pytest

from app.central.records.entrustment import NobodyEntrusts, entrust
from app.central.records.own_drugs import drugs_of_person
from app.errors import InputRefused
from app.scheme.numbers import InsurerNumber
from tests.central.clinic import LONG_KNOWN, SOCIETY
from tests.central.records.conftest import House
from tests.central.records.receipts import AMLODIPINE, clinic_file, clinic_medicine

pytestmark = pytest.mark.anyio
MINE = InsurerNumber(SOCIETY)


async def entrusted(house: House, since: date, until: date | None, *kinds: str) -> None:
    """In place of what stood."""
    async with house.clinic.database.transaction() as tx:
        await tx.execute("DELETE FROM entrustment")
        await entrust(tx, MINE, kinds or ("drug",), since, until, LONG_KNOWN)


@pytest.mark.parametrize(
    ("since", "until", "kind", "answered"),
    [
        (date(2026, 11, 20), None, "drug", True),
        (date(2026, 11, 21), None, "drug", False),
        (date(2020, 1, 1), date(2026, 11, 20), "drug", True),
        (date(2020, 1, 1), date(2026, 11, 19), "drug", False),
        (date(2020, 1, 1), None, "checkup", False),
    ],
)
async def test_the_day_of_asking_decides_and_what_is_not_answered_is_named(
    house: House, since: date, until: date | None, kind: str, answered: bool
) -> None:
    await house.reviewed(clinic_file(clinic_medicine(AMLODIPINE, "1", 20, 28)))
    await entrusted(house, since, until, kind)
    told = await house.drugs(await house.agreed("drug"))
    assert bool(told["dispensings"]) is answered
    withheld = {
        "insurer_name": "見本組合",
        "reason": "not_entrusted",
        "valid_from": "2023-11-01",
        "valid_until": None,
    }
    assert told["not_answered"] == ([] if answered else [withheld])
    assert told["newest_month"] == ("2026-10" if answered else None)


async def test_the_person_sees_her_own_all_the_same(house: House) -> None:
    await house.reviewed(clinic_file(clinic_medicine(AMLODIPINE, "1", 20, 28)))
    await entrusted(house, date(2030, 1, 1), None)
    async with house.clinic.database.transaction() as tx:
        assert len(await drugs_of_person(tx, house.person_id, date(2020, 1, 1))) == 1


async def test_an_entrustment_is_ended_by_telling_it_again(house: House) -> None:
    await entrusted(house, date(2021, 10, 1), None, "drug")
    async with house.clinic.database.transaction() as tx:
        await entrust(tx, MINE, ("drug",), date(2021, 10, 1), date(2026, 3, 31), LONG_KNOWN)
    told = await house.rows(
        "SELECT valid_from, valid_until FROM entrustment WHERE insurer = $1 AND kind = 'drug'", MINE.digits
    )
    assert told == [(date(2021, 10, 1), date(2026, 3, 31))]


async def test_what_cannot_be_an_entrustment_is_refused(house: House) -> None:
    async with house.clinic.database.transaction() as tx:
        with pytest.raises(InputRefused, match="until"):
            await entrust(tx, MINE, ("drug",), date(2026, 1, 2), date(2026, 1, 1), LONG_KNOWN)
        with pytest.raises(InputRefused, match="kinds"):
            await entrust(tx, MINE, ("drug", "genome"), date(2026, 1, 2), None, LONG_KNOWN)
        with pytest.raises(NobodyEntrusts):
            await entrust(tx, InsurerNumber("06139984"), ("drug",), date(2026, 1, 2), None, LONG_KNOWN)
