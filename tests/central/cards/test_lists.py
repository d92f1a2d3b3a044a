"""Revocation lists kept: the newest counts, whole, and what it leaves out is revoked no more."""

import asyncio
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from cryptography import x509

from app.central.cards.bindings import HolderKind, bind, revoke, standing_of, trust
from app.central.cards.certificate import read_card_certificate
from app.central.cards.lists import (
    RevocationListAhead,
    RevocationListOlder,
    RevocationListUntrusted,
    Taken,
    kept_lists,
    stale_lists,
    take,
)
from app.central.cards.revocation_list import RevocationList, read_revocation_list
from app.central.storage.database import Database
from tests.central.clinic import MORNING, enter, person
from tests.central.issuers import LISTED_AT, LISTED_UNTIL, NEWER, OLDER, STRANGER, Issuer

pytestmark = pytest.mark.anyio
CARD = read_card_certificate(NEWER.card(serial=7).certificate)
DAY = timedelta(days=1)


async def _take(database: Database, der: bytes, now: datetime = MORNING, issuer: Issuer = NEWER) -> Taken:
    async with database.transaction() as tx:
        await trust(tx, issuer.certificate, MORNING)
        return await take(tx, read_revocation_list(der), "town.crl", now)


async def _is_revoked(database: Database) -> bool:
    async with database.transaction() as tx:
        return (await standing_of(tx, CARD)).is_revoked


async def test_a_listed_certificate_is_revoked_from_then_and_an_unlisted_one_is_not(
    database: Database,
) -> None:
    assert await _take(database, NEWER.revocation_list(8, 9)) == Taken(2, 2, 0, LISTED_UNTIL)
    assert not await _is_revoked(database)
    later = NEWER.revocation_list(7, 8, since=LISTED_AT + DAY, number=2)
    assert await _take(database, later, MORNING + DAY) == Taken(2, 1, 1, LISTED_UNTIL)
    assert await _is_revoked(database)


async def test_who_is_taken_off_the_list_is_revoked_no_more_but_an_operators_word_stays(
    database: Database,
) -> None:
    """A card reported lost and found again."""
    await _take(database, NEWER.revocation_list(7))
    assert await _is_revoked(database)
    await _take(database, NEWER.revocation_list(since=LISTED_AT + DAY, number=2), MORNING + DAY)
    assert not await _is_revoked(database)
    async with database.transaction() as tx:
        await revoke(tx, CARD, MORNING)
    await _take(database, NEWER.revocation_list(since=LISTED_AT + 2 * DAY, number=3), MORNING + 2 * DAY)
    assert await _is_revoked(database)


async def test_a_serial_of_another_generation_is_another_certificate(database: Database) -> None:
    await _take(database, NEWER.revocation_list(8))
    await _take(database, OLDER.revocation_list(7), issuer=OLDER)
    assert not await _is_revoked(database)


async def test_lists_of_two_distribution_points_stand_side_by_side(database: Database) -> None:
    for number, (town, serial) in enumerate((("EAST", 7), ("WEST", 8))):
        name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, town)])
        names = [x509.DirectoryName(name)]
        point = x509.IssuingDistributionPoint(names, None, True, False, None, False, False)
        await _take(database, NEWER.revocation_list(serial, number=number + 1, extensions=[(point, True)]))
    assert await _is_revoked(database)
    async with database.transaction() as tx:
        assert [each.scope for each in await kept_lists(tx)] == ["OU=EAST", "OU=WEST"]


async def test_the_same_list_again_changes_nothing_but_when_it_was_read(database: Database) -> None:
    der = NEWER.revocation_list(7, 8)
    await _take(database, der)
    assert await _take(database, der, MORNING + DAY) == Taken(2, 0, 0, LISTED_UNTIL)
    async with database.transaction() as tx:
        (kept,) = await kept_lists(tx)
    assert (kept.taken_at, kept.entries, kept.age(MORNING)) == (MORNING + DAY, 2, MORNING - LISTED_AT)


@pytest.mark.parametrize(
    ("der", "issuer", "refused"),
    [
        (NEWER.revocation_list(since=LISTED_AT - DAY, number=4), NEWER, RevocationListOlder),
        (NEWER.revocation_list(number=4), NEWER, RevocationListOlder),
        (NEWER.revocation_list(8, number=5), NEWER, RevocationListOlder),
        (
            NEWER.revocation_list(since=MORNING + DAY, until=MORNING + 2 * DAY, number=9),
            NEWER,
            RevocationListAhead,
        ),
        (STRANGER.revocation_list(number=9), NEWER, RevocationListUntrusted),
    ],
    ids=[
        "older",
        "a lower number of the same moment",
        "another of the same moment",
        "begins tomorrow",
        "a stranger's",
    ],
)
async def test_only_a_newer_list_of_a_pinned_issuer_takes_its_place(
    memory: Database, der: bytes, issuer: Issuer, refused: type[Exception]
) -> None:
    await _take(memory, NEWER.revocation_list(7, number=5))
    with pytest.raises(refused):
        await _take(memory, der, issuer=issuer)
    assert await _is_revoked(memory)


async def test_a_stale_list_is_counted_and_still_revokes(database: Database) -> None:
    await _take(database, NEWER.revocation_list(7))
    async with database.transaction() as tx:
        assert await stale_lists(tx, LISTED_UNTIL) == 0
        assert await stale_lists(tx, LISTED_UNTIL + DAY) == 1
        (kept,) = await kept_lists(tx)
    assert kept.is_stale(LISTED_UNTIL + DAY) and not kept.is_stale(LISTED_UNTIL)
    assert await _is_revoked(database)


async def test_a_serial_listed_twice_is_one(database: Database) -> None:
    assert (await _take(database, NEWER.revocation_list(7, 7))).added == 1


@dataclass(frozen=True)
class _Nation(RevocationList):
    """A list as long as a nation's, without the minutes it takes to sign one in a test."""

    entries: int = 0

    def revoked(self) -> Iterator[tuple[str, datetime]]:
        return ((f"{serial:x}", LISTED_AT) for serial in range(self.entries))


def _nation(like: RevocationList, entries: int) -> _Nation:
    parts = (like.number, like.scope, like.this_update, like.next_update, like.digest, like.content)
    return _Nation(*parts, entries)


async def test_a_nations_list_comes_in_whole_and_little_of_it_at_a_time(
    database: Database, size: Callable[[int, int], int]
) -> None:
    nation = _nation(read_revocation_list(NEWER.revocation_list(7)), size(10_000, 300_000))
    async with database.transaction() as tx:
        await trust(tx, NEWER.certificate, MORNING)
        tracemalloc.start()
        taken = await take(tx, nation, "nation.crl", MORNING)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert taken.added == nation.entries
    assert most < 16 * 1024 * 1024
    assert await _is_revoked(database)


async def test_a_renewed_card_replaces_the_one_before_and_a_phone_stands_beside_it(
    database: Database,
) -> None:
    """Renewal: the newest issued of a kind counts, in whatever order they were bound."""
    old, new, phone = (
        read_card_certificate(NEWER.card(serial, since=since).certificate)
        for serial, since in ((21, LISTED_AT - 900 * DAY), (22, LISTED_AT), (23, LISTED_AT - 10 * DAY))
    )
    first, second = await enter(database, person(), person())
    async with database.transaction() as tx:
        await trust(tx, NEWER.certificate, MORNING)
        assert await bind(tx, new, first, HolderKind.CARD, MORNING) == 0
        assert await bind(tx, phone, first, HolderKind.PHONE, MORNING) == 0
        assert await bind(tx, old, first, HolderKind.CARD, MORNING) == 1
        assert await bind(tx, CARD, second, HolderKind.CARD, MORNING) == 0
        standings = [await standing_of(tx, each) for each in (old, new, phone, CARD)]
    assert [each.is_revoked for each in standings] == [True, False, False, False]
    assert [each.person_id for each in standings] == [first, first, first, second]


async def test_of_two_lists_taken_at_a_time_the_newer_one_is_kept(database: Database) -> None:
    """Whichever is done first: who compares with the list before must not be overtaken."""
    await _take(database, NEWER.revocation_list(since=LISTED_AT - DAY, number=1))
    long, short = NEWER.revocation_list(number=2), NEWER.revocation_list(7, since=LISTED_AT, number=3)
    nation = _nation(read_revocation_list(long), 5_000)

    async def connected() -> None:
        async with database.transaction():
            await asyncio.sleep(0.01)

    async def taking(found: RevocationList) -> None:
        async with database.transaction() as tx:
            await take(tx, found, "town.crl", MORNING)

    await asyncio.gather(connected(), connected())  # else the second would still be connecting
    await asyncio.gather(taking(nation), taking(read_revocation_list(short)), return_exceptions=True)
    async with database.transaction() as tx:
        (kept,) = await kept_lists(tx)
    assert (kept.number, kept.entries) == ("3", 1)
    assert await _is_revoked(database)
