"""Reading registered revocation lists again while the service serves, so that nobody has to think of it."""

import asyncio
import logging
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.central.cards.fetching import Fetch, fetch
from app.central.cards.lists import Taken, stale_lists, take
from app.central.cards.revocation_list import read_revocation_list
from app.central.lane import beside
from app.central.storage.database import Database, Statements, Transaction
from app.errors import ClinicError
from app.scheme.days import Clock

_LOG = logging.getLogger("madoguchi.central")
_EVERY = timedelta(hours=6)
_AFTER_FAILURE = timedelta(minutes=30)
_LOOK_S = 300.0


@dataclass(frozen=True, slots=True)
class Source:
    """failure: code of the last try, None where it went well or none was made."""

    url: str
    tried_at: datetime | None
    failure: str | None

    def is_due(self, now: datetime) -> bool:
        pause = _AFTER_FAILURE if self.failure else _EVERY
        return self.tried_at is None or self.tried_at + pause <= now


async def sources(tx: Statements) -> list[Source]:
    rows = await tx.fetch("SELECT url, tried_at, failure FROM revocation_source ORDER BY url")
    return [Source(*row) for row in rows]


async def register(tx: Transaction, url: str, now: datetime) -> None:
    """After it was read once: an address that never worked is a typing error."""
    await tx.execute(
        "INSERT INTO revocation_source (url, registered_at, tried_at) VALUES ($1, $2, $2)"
        " ON CONFLICT (url) DO UPDATE SET tried_at = excluded.tried_at, failure = NULL",
        url,
        now,
    )


async def forget(tx: Transaction, url: str) -> bool:
    """Whether it was registered. What its last list revokes stays revoked."""
    return bool(await tx.execute("DELETE FROM revocation_source WHERE url = $1", url))


async def refresh(
    database: Database, source: Source, now: datetime, read: Fetch = fetch
) -> Taken | ClinicError | None:
    """Reads one address again; None where another process has just begun to. A failure is kept and returned."""
    async with database.transaction() as tx:
        claimed = await tx.execute(
            "UPDATE revocation_source SET tried_at = $2 WHERE url = $1 AND (tried_at IS NULL OR tried_at = $3)",
            source.url,
            now,
            source.tried_at or now,
        )
    if not claimed:
        return None
    try:
        content = await asyncio.to_thread(read, source.url)
        found = await asyncio.to_thread(read_revocation_list, content)
        async with database.transaction() as tx:
            taken = await take(tx, found, source.url, now)
    except ClinicError as failure:
        await _note(database, source.url, failure.code)
        return failure
    await _note(database, source.url, None)
    return taken


async def _note(database: Database, url: str, failure: str | None) -> None:
    async with database.transaction() as tx:
        await tx.execute("UPDATE revocation_source SET failure = $2 WHERE url = $1", url, failure)


async def refresh_due(database: Database, now: datetime, read: Fetch = fetch) -> None:
    """Failures and stale lists go to the log; answers are given all the same."""
    async with database.session() as session:
        due = [each for each in await sources(session) if each.is_due(now)]
    for source in due:
        ended = await refresh(database, source, now, read)
        if isinstance(ended, ClinicError):
            _LOG.warning("revocation list of %s: %s %s", source.url, ended.code, ended)
    async with database.session() as session:
        if stale := await stale_lists(session, now):
            _LOG.warning("%d revocation lists are past their next update", stale)


def lists_kept_fresh(
    database: Database, clock: Clock, read: Fetch = fetch
) -> AbstractAsyncContextManager[None]:
    """Looks every few minutes for lists that are due, until the block ends."""

    async def keep() -> None:
        while True:
            try:
                await refresh_due(database, clock(), read)
            except ClinicError as failure:
                _LOG.warning("revocation lists were not looked at: %s", failure.code)
            except Exception as bug:
                _LOG.error("revocation lists were not looked at: %s", type(bug).__qualname__)
            await asyncio.sleep(_LOOK_S)

    return beside(keep(), "revocation lists")
