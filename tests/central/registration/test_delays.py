"""How late the register knows: between true, filed and known, by insurer and month (R4)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.central.registration.delays import Days, Delays, Event, Month, delays_of, publish_usual_delay
from app.errors import InputRefused
from app.scheme.numbers import InsurerNumber
from tests.central.clinic import ASSOCIATION, SOCIETY, Clinic
from tests.central.registrar import Registrar, known_by_card, row

pytestmark = pytest.mark.anyio
NOVEMBER = Month.parse("2026-11")


def at(day: int, month: int = 11) -> datetime:
    """Noon in Japan."""
    return datetime(2026, month, day, 3, tzinfo=UTC)


async def report(
    registrar: Registrar, month: Month = NOVEMBER, insurer: str = SOCIETY
) -> dict[Event, Delays]:
    async with registrar.database.transaction() as tx:
        found = await delays_of(tx, InsurerNumber(insurer), month)
    return {each.event: each for each in found}


async def told(registrar: Registrar, serial: int, acquired: str, known_at: datetime, filed: str = "") -> None:
    assert await registrar.outcomes(row(serial, acquired_on=acquired, filed_on=filed), known_at=known_at) == [
        "accepted"
    ]


async def test_a_month_tells_days_between_true_filed_and_known(registrar: Registrar) -> None:
    await told(registrar, 1, "2026-11-01", at(4), filed="2026-11-03")
    await told(registrar, 2, "2026-11-01", at(7), filed="2026-11-02")
    await told(registrar, 3, "2026-10-01", at(10), filed="2026-11-10")
    await told(registrar, 4, "2026-11-09", at(11))
    acquired = (await report(registrar))[Event.ACQUISITION]
    assert acquired.true_to_known == Days(4, 3, 40)
    assert acquired.true_to_filed == Days(3, 2, 40)
    assert acquired.filed_to_known == Days(3, 1, 5)
    assert [(each.insured.branch, each.days) for each in acquired.slowest] == [
        ("02", 40),
        ("01", 6),
        ("00", 3),
        ("03", 2),
    ]
    slowest = acquired.slowest[0]
    assert (slowest.true_on, slowest.filed_on, slowest.known_on) == (
        date(2026, 10, 1),
        date(2026, 11, 10),
        date(2026, 11, 10),
    )


async def test_the_twenty_slowest_are_named_the_slowest_first(registrar: Registrar) -> None:
    """R4: also where each of two mornings told of a dozen."""
    for morning, serials in ((10, range(1, 13)), (20, range(13, 25))):
        rows = (row(serial, acquired_on="2026-11-01", name="架空　花") for serial in serials)
        await registrar.tell(*rows, known_at=at(morning))
    slowest = (await report(registrar))[Event.ACQUISITION].slowest
    branches = [f"{serial - 1:02}" for serial in (*range(13, 25), *range(1, 9))]
    assert [each.insured.branch for each in slowest] == branches
    assert [each.days for each in slowest] == [19] * 12 + [9] * 8


async def test_a_loss_has_delays_of_its_own(registrar: Registrar) -> None:
    await told(registrar, 1, "2026-10-01", at(2, month=10))
    loss = known_by_card(row(), action="lose", lost_on="2026-11-10", loss_reason="03", filed_on="2026-11-12")
    await registrar.tell(loss, known_at=at(25))
    found = await report(registrar)
    assert found[Event.ACQUISITION].true_to_known.rows == 0, "the acquisition was October's"
    assert found[Event.LOSS].true_to_known == Days(1, 15, 15)
    assert found[Event.LOSS].true_to_filed == Days(1, 2, 2)
    assert [each.true_on for each in found[Event.LOSS].slowest] == [date(2026, 11, 10)]


@pytest.mark.parametrize("days_later", [0, 23], ids=["in one file", "later"])
async def test_a_loss_without_a_filing_day_has_not_that_of_the_acquisition(
    registrar: Registrar, days_later: int
) -> None:
    loss = known_by_card(row(), action="lose", lost_on="2026-11-01", loss_reason="03")
    acquired = row(acquired_on="2026-10-01", filed_on="2026-10-05")
    if days_later:
        await registrar.tell(acquired, known_at=at(2))
        await registrar.tell(loss, known_at=at(2 + days_later))
    else:
        await registrar.tell(acquired, loss, known_at=at(2))
    found = (await report(registrar))[Event.LOSS]
    assert (found.true_to_filed.rows, found.filed_to_known.rows, found.true_to_known.rows) == (0, 0, 1)
    assert [each.filed_on for each in found.slowest] == [None]


async def test_a_month_begins_and_ends_at_midnight_in_japan(registrar: Registrar) -> None:
    midnight = datetime(2026, 10, 31, 15, tzinfo=UTC)
    await told(registrar, 1, "2026-10-20", midnight - timedelta(seconds=1))
    await told(registrar, 2, "2026-10-20", midnight)
    november = (await report(registrar))[Event.ACQUISITION]
    assert [(each.insured.branch, each.days) for each in november.slowest] == [("01", 12)]
    assert (await report(registrar, Month.parse("2026-10")))[Event.ACQUISITION].true_to_known == Days(
        1, 11, 11
    )


async def test_a_correction_is_no_second_registration(registrar: Registrar) -> None:
    await told(registrar, 1, "2026-11-01", at(4))
    await registrar.tell(known_by_card(row(), action="correct", relationship="2"), known_at=at(20))
    assert (await report(registrar))[Event.ACQUISITION].true_to_known == Days(1, 3, 3)


async def test_what_an_insurer_pours_in_at_first_is_no_delay(registrar: Registrar) -> None:
    await told(registrar, 1, "1999-04-01", at(1))
    await told(registrar, 2, "2026-10-25", at(1))
    assert (await report(registrar))[Event.ACQUISITION].true_to_known == Days(1, 7, 7)


async def test_news_ahead_of_its_day_is_not_late(registrar: Registrar) -> None:
    await told(registrar, 1, "2026-11-04", at(4))
    acquired = (await report(registrar))[Event.ACQUISITION]
    assert (acquired.true_to_known, acquired.slowest) == (Days(1, 0, 0), ())


async def test_an_insurer_without_members_has_no_figures(registrar: Registrar) -> None:
    await told(registrar, 1, "2026-11-01", at(4))
    for delays in (await report(registrar, insurer=ASSOCIATION)).values():
        assert (delays.true_to_known, delays.slowest) == (Days(0, None, None), ())


async def test_desks_are_told_the_usual_days_of_the_last_twelve_months(
    clinic: Clinic, books: Registrar
) -> None:
    """R7: "usually 6 days" comes from here."""
    a_year_ago = datetime(2025, 11, 1, tzinfo=UTC)
    await told(books, 1, "2025-10-31", a_year_ago)
    for serial, day in enumerate((4, 7, 9), start=2):
        await told(books, serial, "2026-11-01", at(day))
    published = {}
    for insurer in (SOCIETY, ASSOCIATION):
        async with books.database.transaction() as tx:
            published[insurer] = await publish_usual_delay(tx, InsurerNumber(insurer), at(20))
    assert published == {SOCIETY: 6, ASSOCIATION: None}
    reply = (await clinic.line.get("/v1/insurers")).json()["insurers"]
    usual = {each["number"]: each["usual_delay_days"] for each in reply}
    assert {number: usual[number] for number in published} == published


@pytest.mark.parametrize("typed", ["2026", "2026-13", "x", "2026-11-01"])
def test_a_month_is_year_and_month(typed: str) -> None:
    with pytest.raises(InputRefused):
        Month.parse(typed)


def test_december_ends_with_its_year() -> None:
    assert Month.parse("2026-12").ends_at == Month.parse("2027-01").begins_at
