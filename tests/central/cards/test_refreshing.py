"""Registered lists are read again while the service serves; what fails is told and costs nobody an answer."""

import asyncio
import logging
from datetime import datetime, timedelta

import pytest

from app.central.cards import refreshing
from app.central.cards.bindings import trust
from app.central.cards.fetching import ListUnreachable
from app.central.cards.lists import Taken, kept_lists
from app.central.cards.refreshing import (
    Source,
    forget,
    lists_kept_fresh,
    refresh,
    refresh_due,
    register,
    sources,
)
from app.central.storage.database import Database
from app.errors import ClinicError
from tests.central.clinic import MORNING
from tests.central.issuers import LISTED_AT, NEWER

pytestmark = pytest.mark.anyio
URL = "https://ca.example/list.crl"
HOUR = timedelta(hours=1)


class Issuing:
    """An issuer's server: hands out its newest list, or fails."""

    def __init__(self) -> None:
        self.list = NEWER.revocation_list(7)
        self.asked = 0
        self.failure: ClinicError | None = None

    def __call__(self, url: str) -> bytes:
        assert url == URL
        self.asked += 1
        if self.failure:
            raise self.failure
        return self.list


async def _registered(database: Database) -> None:
    async with database.transaction() as tx:
        await trust(tx, NEWER.certificate, MORNING)
        await register(tx, URL, MORNING)


async def _source(database: Database) -> Source:
    async with database.transaction() as tx:
        (source,) = await sources(tx)
    return source


async def test_a_list_is_read_again_after_hours_and_not_before(database: Database) -> None:
    await _registered(database)
    issuer = Issuing()
    await refresh_due(database, MORNING + 5 * HOUR, issuer)
    assert issuer.asked == 0
    await refresh_due(database, MORNING + 6 * HOUR, issuer)
    assert issuer.asked == 1
    async with database.transaction() as tx:
        (kept,) = await kept_lists(tx)
    assert (kept.entries, kept.source, kept.taken_at) == (1, URL, MORNING + 6 * HOUR)


async def test_a_failure_is_logged_kept_and_tried_again_soon(
    memory: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await _registered(memory)
    issuer = Issuing()
    issuer.failure = ListUnreachable("status 503")
    with caplog.at_level(logging.WARNING):
        await refresh_due(memory, MORNING + 6 * HOUR, issuer)
    assert "crl.unreachable status 503" in caplog.text
    assert (await _source(memory)).failure == "crl.unreachable"
    issuer.failure = None
    await refresh_due(memory, MORNING + 7 * HOUR, issuer)
    assert (await _source(memory)).failure is None


async def test_a_list_that_is_no_list_leaves_the_one_before(memory: Database) -> None:
    await _registered(memory)
    issuer = Issuing()
    await refresh(memory, await _source(memory), MORNING + HOUR, issuer)
    issuer.list = b"<html>"
    ended = await refresh(memory, await _source(memory), MORNING + 2 * HOUR, issuer)
    assert isinstance(ended, ClinicError) and ended.code == "crl.malformed"
    async with memory.transaction() as tx:
        assert [each.entries for each in await kept_lists(tx)] == [1]


async def test_of_two_processes_one_reads_an_address(database: Database) -> None:
    await _registered(database)
    issuer, both_saw = Issuing(), await _source(database)
    first = await refresh(database, both_saw, MORNING + 6 * HOUR, issuer)
    second = await refresh(database, both_saw, MORNING + 6 * HOUR, issuer)
    assert isinstance(first, Taken)
    assert (second, issuer.asked) == (None, 1)


async def test_a_stale_list_is_told_in_the_log(memory: Database, caplog: pytest.LogCaptureFixture) -> None:
    await _registered(memory)
    issuer = Issuing()
    await refresh(memory, await _source(memory), MORNING, issuer)
    with caplog.at_level(logging.WARNING):
        await refresh_due(memory, LISTED_AT + 100 * 24 * HOUR, issuer)
    assert "1 revocation lists are past their next update" in caplog.text


async def test_a_serving_process_looks_at_once_and_stops_with_it(memory: Database) -> None:
    await _registered(memory)
    issuer = Issuing()
    async with lists_kept_fresh(memory, lambda: MORNING + 6 * HOUR, issuer):
        while not await _kept(memory):
            await asyncio.sleep(0.01)
    assert issuer.asked == 1


async def test_a_fault_of_one_round_is_logged_and_the_next_one_comes(
    memory: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "_LOOK_S", 0.001)
    await _registered(memory)
    rounds = 0

    def clock() -> datetime:
        nonlocal rounds
        rounds += 1
        if rounds == 1:
            raise ZeroDivisionError
        return MORNING + 6 * HOUR

    async with lists_kept_fresh(memory, clock, Issuing()):
        while not await _kept(memory):
            await asyncio.sleep(0.001)
    assert "ZeroDivisionError" in caplog.text


async def _kept(database: Database) -> bool:
    async with database.transaction() as tx:
        return bool(await kept_lists(tx))


async def test_a_forgotten_address_is_read_no_more(memory: Database) -> None:
    await _registered(memory)
    async with memory.transaction() as tx:
        assert await forget(tx, URL)
        assert not await forget(tx, URL)
        assert await sources(tx) == []
