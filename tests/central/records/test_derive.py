"""Health information read from reviewed receipts: again the same, and nothing of what went back (R15, R17)."""

from datetime import date, timedelta

import anyio
import pytest

from app.central.records.costs import costs_of_person
from app.central.records.derive import Derived, Handed, Reviewed, add
from app.central.records.waiting import derive_a_part, derive_again, put_off
from app.central.review.closing import review_again
from app.central.review.lane import review_lane
from app.central.storage.database import DatabaseBusy, open_database
from app.central.storage.migrate import migrate
from app.central.storage.migrations import MIGRATIONS
from tests.central.clinic import ASSOCIATION, MORNING, Clinic, StandingClock, card, cover, person
from tests.central.records.conftest import House
from tests.central.records.receipts import (
    AMLODIPINE,
    PharmacyBill,
    clinic_file,
    clinic_medicine,
    pharmacy_file,
)
from tests.central.review.files import Bill, uke
from tests.central.review.test_over_the_wire import announce, handed_in, send, work_off

pytestmark = pytest.mark.anyio


async def test_a_block_read_twice_changes_nothing(house: House, clock: StandingClock) -> None:
    await house.as_pharmacy()
    await house.reviewed(pharmacy_file(PharmacyBill(), PharmacyBill(month="202609")))
    before = await everything(house)
    clock.advance(timedelta(hours=1))
    async with house.clinic.database.transaction() as tx:
        assert await derive_again(tx) == 1
    assert await house.derived() == 1
    assert await everything(house) == before
    assert await house.derived() == 0


async def test_a_receipt_reviewed_again_replaces_what_it_told(house: House, clock: StandingClock) -> None:
    """Under the same ids, and with the moment it first became known."""
    number = await house.reviewed(clinic_file(clinic_medicine(AMLODIPINE, "1", 20, 28)))
    first = await house.rows("SELECT dispensing_id, known_at FROM dispensing")
    clock.advance(timedelta(minutes=5))
    async with house.clinic.database.transaction() as tx:
        await review_again(tx, number, clock())
    await work_off(house.clinic)
    await house.derived()
    assert await house.rows("SELECT dispensing_id, known_at FROM dispensing") == first


async def test_a_block_is_read_in_parts_and_goes_on_where_it_was_cut(house: House) -> None:
    """Each part is a transaction of its own, so that a counter waits for one at most."""
    await house.as_pharmacy()
    months = [f"{2020 + place // 12}{place % 12 + 1:02}" for place in range(70)]
    bills = [PharmacyBill(month=month, prescriber=each) for month in months for each in ("甲", "乙", "丙")]
    await handed_in(house.clinic, pharmacy_file(*bills))
    told = []
    while await derive_a_part(house.clinic.database, MORNING):
        told.append(len(await house.rows("SELECT place FROM cost")))
    assert told == [100, 200, 210]


async def test_a_claim_handed_in_again_in_another_file_counts_once_and_the_newest(
    house: House, clock: StandingClock
) -> None:
    """R17: a corrected file of the month replaces what the first one told, in whatever order they are read."""
    await house.as_pharmacy()
    await house.reviewed(pharmacy_file(PharmacyBill(points=320), PharmacyBill(month="202609")))
    clock.advance(timedelta(minutes=5))
    await house.reviewed(pharmacy_file(PharmacyBill(points=300), PharmacyBill(prescriber="ほかの医院")))
    newest_only = [("202609", 3200), ("202610", 3000), ("202610", 3200)]
    assert await months_and_totals(house) == newest_only
    assert len(await house.rows("SELECT dispensing_id FROM dispensing")) == 3
    async with house.clinic.database.transaction() as tx:
        await derive_again(tx)
    await house.derived()
    assert await months_and_totals(house) == newest_only
    assert len(await house.rows("SELECT dispensing_id FROM dispensing_prescriber")) == 3


async def months_and_totals(house: House) -> list[tuple[str, int]]:
    found = await house.rows("SELECT month, total_yen FROM cost ORDER BY month, total_yen")
    return [(f"{month:%Y%m}", total) for month, total in found]


async def test_a_receipt_that_went_back_tells_nothing(house: House) -> None:
    """R13: its sender corrects it, and it comes again. Here the birth date is nobody's."""
    await house.as_pharmacy()
    await house.reviewed(pharmacy_file(PharmacyBill(birth="19880215"), PharmacyBill(number="９")))
    assert await everything(house) == ([], [], [])


async def test_a_receipt_on_which_cover_had_ended_tells_nothing(house: House) -> None:
    (who,) = await house.clinic.enter(
        person(cover(card(number="77"), lost_on=date(2026, 9, 1)), name="架空　太郎")
    )
    await house.as_pharmacy()
    await house.reviewed(pharmacy_file(PharmacyBill(number="７７")))
    assert await house.rows("SELECT person_id FROM dispensing WHERE person_id = $1", who) == []


async def test_a_split_receipt_costs_each_insurer_its_days(house: House) -> None:
    """R13, R17"""
    moved_on = date(2026, 10, 12)
    (who,) = await house.clinic.enter(
        person(
            cover(card(number="88"), lost_on=moved_on),
            cover(card(ASSOCIATION, "13990001", "7", "01"), moved_on),
        )
    )
    await house.reviewed(uke(Bill(number="８８", days=(5, 20))))
    async with house.clinic.database.transaction() as tx:
        told = await costs_of_person(tx, who, date(2026, 1, 1), date(2026, 12, 31))
    assert [(each.insurer, each.total_yen, each.days) for each in told] == [
        ("見本組合", 3560, 1),
        ("見本協会", 680, 1),
    ]
    assert sum(each.total_yen for each in told) == Bill(days=(5, 20)).points * 10


async def test_costs_add_up_to_the_receipts_to_the_yen(house: House) -> None:
    """R17: what the person, the insurer and public expense paid is the whole."""
    await house.reviewed(uke(Bill(days=(5, 20)), Bill(month="202609", days=(3,))))
    await house.as_pharmacy()
    await house.reviewed(pharmacy_file(PharmacyBill(points=333)))
    async with house.clinic.database.transaction() as tx:
        told = await costs_of_person(tx, house.person_id, date(2026, 1, 1), date(2026, 12, 31))
    assert [(each.month, each.institution, each.kind, each.total_yen, each.paid_yen) for each in told] == [
        (date(2026, 9, 1), "見本医院", "medical", 3560, 1070),
        (date(2026, 10, 1), "例示薬局", "pharmacy", 3330, 1000),
        (date(2026, 10, 1), "見本医院", "medical", 4240, 1270),
    ]
    for each in told:
        assert (each.paid_yen or 0) + (each.insurer_yen or 0) + each.public_yen == each.total_yen
        assert (each.insurer, each.known_at) == ("見本組合", MORNING)


async def test_a_running_service_reads_what_it_reviewed_by_itself(house: House) -> None:
    await house.as_pharmacy()
    async with review_lane(house.clinic.service):
        await given_in(house.clinic, pharmacy_file(PharmacyBill()))
        with anyio.fail_after(30):
            while not await house.rows("SELECT dispensing_id FROM dispensing"):
                await anyio.sleep(0.01)
    assert await house.rows("SELECT receipt_number FROM records_waiting") == []


async def given_in(clinic: Clinic, data: bytes) -> None:
    number = (await announce(clinic, data)).json()["receipt_number"]
    await send(clinic, number, 0, data)


async def test_what_was_reviewed_before_this_version_waits_to_be_read(url: str) -> None:
    """Of each block the newest run that is done."""
    database = await open_database(url)
    names = [name for name, _ in MIGRATIONS]
    await migrate(database, MORNING, MIGRATIONS[: names.index("m010_records")])
    done = [("a", 1, 1, MORNING), ("a", 2, 1, MORNING), ("a", 1, 2, MORNING), ("a", 2, 2, None)]
    async with database.transaction() as tx:
        await tx.insert_many("review_work", ("receipt_number", "block", "run", "done_at"), done)
    await migrate(database, MORNING)
    async with database.transaction() as tx:
        rows = await tx.fetch("SELECT receipt_number, block, run, read FROM records_waiting ORDER BY block")
    await database.close()
    assert [tuple(row) for row in rows] == [("a", 1, 2, 0), ("a", 2, 1, 0)]


async def test_a_part_that_fails_keeps_no_other_is_told_and_is_tried_again(
    house_on_both: House,
    clock: StandingClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = house_on_both
    await house.as_pharmacy()
    numbers = [
        await handed_in(house.clinic, pharmacy_file(PharmacyBill(month=month)))
        for month in ("202608", "202609", "202610")
    ]
    first, *others = sorted(numbers)

    def fails(derived: Derived, key: bytes, handed: Handed, reviewed: Reviewed) -> None:
        if handed.number == first:
            raise ValueError("himitsu")
        add(derived, key, handed, reviewed)

    with monkeypatch.context() as broken:
        broken.setattr("app.central.records.derive.add", fails)
        assert await house.derived() == 2
    assert sorted(await house.rows("SELECT receipt_number FROM cost")) == [(each,) for each in others]
    (logged,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert first in logged and "ValueError" in logged and "himitsu" not in logged
    assert await _put_off(house) == [(first, 1)]
    assert await house.derived() == 0, "not yet"
    clock.advance(timedelta(minutes=6))
    assert await house.derived() == 1
    assert len(await house.rows("SELECT receipt_number FROM cost")) == 3
    assert await _put_off(house) == []


async def _put_off(house: House) -> list[tuple[str, int]]:
    async with house.clinic.database.transaction() as tx:
        return await put_off(tx)


async def test_a_database_that_is_away_puts_nothing_off(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.as_pharmacy()
    await handed_in(house.clinic, pharmacy_file(PharmacyBill()))

    async def away(*_: object) -> None:
        raise DatabaseBusy

    with monkeypatch.context() as broken:
        broken.setattr("app.central.records.derive.keep", away)
        with pytest.raises(DatabaseBusy):
            await house.derived()
    assert await everything(house) == ([], [], [])
    assert await house.derived() == 1
    assert len((await everything(house))[0]) == 1


async def everything(house: House) -> tuple[list[tuple[object, ...]], ...]:
    return (
        await house.rows("SELECT * FROM dispensing ORDER BY dispensing_id"),
        await house.rows("SELECT * FROM dispensing_prescriber ORDER BY dispensing_id"),
        await house.rows("SELECT * FROM cost ORDER BY receipt_number, place, part"),
    )
