"""What was true on a day and what was known at a moment are two times, both kept (R4)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.central.registry.insurers import insurers_after
from app.central.registry.known import NOBODY, history_of, holders_of
from app.central.registry.load import load_persons
from app.central.storage.database import Database
from app.scheme.certificates import ELDERLY, LIMIT, EntitlementCertificate
from tests.central.clinic import (
    ASSOCIATION,
    BORN,
    INSURERS,
    LATE_ELDERLY,
    LONG_KNOWN,
    MORNING,
    card,
    cover,
    enter,
    person,
)

pytestmark = pytest.mark.anyio
LEFT_ON = date(2026, 4, 1)
TOLD_AT = datetime(2026, 6, 1, tzinfo=UTC)


async def test_a_loss_that_became_known_later_was_not_known_before(database: Database) -> None:
    """R4"""
    (who,) = await enter(database, person(cover(lost_on=LEFT_ON, loss_known_at=TOLD_AT)))
    async with database.transaction() as tx:
        before = await history_of(tx, who, TOLD_AT - timedelta(seconds=1))
        after = await history_of(tx, who, TOLD_AT)
    assert before is not None and after is not None
    assert (before.periods[0].cover.lost_on, before.periods[0].registered_at) == (None, LONG_KNOWN)
    assert (after.periods[0].cover.lost_on, after.periods[0].registered_at) == (LEFT_ON, TOLD_AT)
    assert len(after.periods) == 1


async def test_nobody_was_known_before_their_registration(database: Database) -> None:
    """R4"""
    (who,) = await enter(database, person())
    early = LONG_KNOWN - timedelta(seconds=1)
    async with database.transaction() as tx:
        assert await history_of(tx, who, early) is None
        assert await holders_of(tx, card().key, early) == ()
        assert len(await holders_of(tx, card().key, LONG_KNOWN)) == 1


async def test_whose_cover_was_taken_back_holds_a_card_only_where_nobody_else_does(
    database: Database,
) -> None:
    """R2: told with somebody else's My Number, then told anew; a certificate is bound to who has cover."""
    (told_wrong,) = await enter(database, person(cover(lost_on=date(2019, 4, 1))))
    async with database.transaction() as tx:
        assert [each.person_id for each in await holders_of(tx, card().key, MORNING)] == [told_wrong]
    (told_anew,) = await enter(database, person())
    async with database.transaction() as tx:
        assert [each.person_id for each in await holders_of(tx, card().key, MORNING)] == [told_anew]


async def test_two_spellings_of_one_card_find_the_same_person_and_the_printed_form_is_kept(
    database: Database,
) -> None:
    """R1"""
    printed = card(symbol="Ａ－１", number="0012")
    (who,) = await enter(database, person(cover(printed)))
    async with database.transaction() as tx:
        (found,) = await holders_of(tx, card(symbol="a-1", number="００１２").key, MORNING)
        known = await history_of(tx, who, MORNING)
        assert await holders_of(tx, card(symbol="a-1", number="12").key, MORNING) == ()
    assert (found.person_id, found.branch, found.birth_on) == (who, "00", BORN)
    assert known is not None
    assert known.periods[0].cover.insured == printed


async def test_a_late_elderly_number_is_found_without_its_leading_zeros(database: Database) -> None:
    """R1"""
    await enter(database, person(cover(card(LATE_ELDERLY, "", "00123456", ""))))
    async with database.transaction() as tx:
        assert len(await holders_of(tx, card(LATE_ELDERLY, "", "123456", "").key, MORNING)) == 1


async def test_a_history_spans_insurers_oldest_first_with_each_periods_certificates(
    database: Database,
) -> None:
    """R2, R8"""
    limit = EntitlementCertificate(LIMIT, "A03", None, date(2026, 5, 1), None)
    elderly = EntitlementCertificate(ELDERLY, None, 20, date(2026, 4, 1), date(2027, 7, 31))
    newer = cover(card(ASSOCIATION, "7", "8"), since=LEFT_ON, certificates=(limit, elderly))
    (_, who) = await enter(database, person(), person(cover(lost_on=LEFT_ON), newer))
    async with database.transaction() as tx:
        known = await history_of(tx, who, MORNING)
    assert known is not None
    assert [each.cover.insurer_name for each in known.periods] == ["見本組合", "見本協会"]
    assert known.periods[0].certificates == ()
    assert known.periods[1].certificates == (elderly, limit)
    assert known.details == person().details


async def test_nobodys_history_is_empty(database: Database) -> None:
    await enter(database, person())
    async with database.transaction() as tx:
        assert await history_of(tx, NOBODY, MORNING) is None


async def test_people_enter_in_a_stream_with_ids_in_order(database: Database) -> None:
    people = (person(cover(card(number=str(number)))) for number in range(5_010))
    first = await enter(database, person())
    ids = await enter(database, *people)
    async with database.transaction() as tx:
        (last,) = await holders_of(tx, card(number="5009").key, MORNING)
    assert (ids.start, len(ids)) == (first.stop, 5_010)
    assert last.person_id == ids[-1]


async def test_a_loss_without_the_moment_it_became_known_is_no_entry(database: Database) -> None:
    wrong = replace(cover(lost_on=LEFT_ON), loss_known_at=None)
    await enter(database, person())
    with pytest.raises(ValueError, match="come together"):
        async with database.transaction() as tx:
            await load_persons(tx, [person(wrong)])


async def test_insurers_come_page_by_page_in_order_of_number(database: Database) -> None:
    await enter(database)
    async with database.transaction() as tx:
        first = await insurers_after(tx, "", 2)
        rest = await insurers_after(tx, first[-1].number, 2)
    assert (*first, *rest) == INSURERS_BY_NUMBER


INSURERS_BY_NUMBER = tuple(sorted(INSURERS, key=lambda each: each.number))
