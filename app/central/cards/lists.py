"""Revocation lists kept: the newest of each issuer and scope, its age, and the addresses they are read from again."""

from asyncio import sleep
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from app.central.cards.bindings import pinned_anchors
from app.central.cards.revocation_list import RevocationList
from app.central.storage.database import Statements, Transaction
from app.errors import ClinicError

_CLOCKS_DIFFER = timedelta(minutes=5)
_AT_A_TIME = 1_000  # some ten milliseconds: other requests of this process get their turn between
_INCOMING = "incoming_revocation"


class RevocationListUntrusted(ClinicError):
    """No pinned anchor signed this list."""

    code = "crl.untrusted"


class RevocationListOlder(ClinicError):
    """A newer list of this issuer is kept already."""

    code = "crl.older"


class RevocationListAhead(ClinicError):
    """The list says it begins on a day to come."""

    code = "crl.ahead"


@dataclass(frozen=True, slots=True)
class Taken:
    """added, removed: certificates that are revoked since this list, and those that are no more."""

    entries: int
    added: int
    removed: int
    next_update: datetime | None


@dataclass(frozen=True, slots=True)
class KeptList:
    """issuer: SHA-256 of the issuer's key in hex. taken_at: when it was last read, changed or not."""

    issuer: str
    scope: str
    source: str
    number: str | None
    this_update: datetime
    next_update: datetime | None
    taken_at: datetime
    entries: int

    def is_stale(self, now: datetime) -> bool:
        """Its next one should have been there. It still counts: what it revokes stays revoked."""
        return self.next_update is not None and self.next_update < now

    def age(self, now: datetime) -> timedelta:
        return now - self.this_update


async def take(tx: Transaction, found: RevocationList, source: str, now: datetime) -> Taken:
    """Keeps a list in place of the one before it, set by set, in this transaction; the same list again is fine.

    Raises: RevocationListUntrusted, RevocationListAhead, RevocationListOlder, RevocationListMalformed.
    """
    anchor = next((each for each in await pinned_anchors(tx) if found.is_signed_by(each)), None)
    if anchor is None:
        raise RevocationListUntrusted
    if found.this_update > now + _CLOCKS_DIFFER:
        raise RevocationListAhead
    # Holds the issuer's row, so that two who take its lists do so one after another.
    await tx.execute("UPDATE trust_anchor SET trusted_at = trusted_at WHERE issuer_key = $1", anchor.key_hash)
    key = (anchor.key_hash, found.scope)
    kept = await tx.fetch_one(
        "SELECT digest, this_update, number FROM revocation_list WHERE issuer_key = $1 AND scope = $2", *key
    )
    if kept is not None and kept["digest"] == found.digest:
        await tx.execute(
            "UPDATE revocation_list SET taken_at = $3, source = $4 WHERE issuer_key = $1 AND scope = $2",
            *key,
            now,
            source,
        )
        return Taken(len(found), 0, 0, found.next_update)
    if kept is not None and _rank(found.this_update, found.number) <= _rank(
        kept["this_update"], int(kept["number"] or 0)
    ):
        raise RevocationListOlder
    added, removed = await _exchange(tx, key, found)
    await tx.execute("DELETE FROM revocation_list WHERE issuer_key = $1 AND scope = $2", *key)
    await tx.execute(
        "INSERT INTO revocation_list (issuer_key, scope, source, number, digest, this_update, next_update,"
        " taken_at, entries) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        *key,
        source,
        None if found.number is None else str(found.number),
        found.digest,
        found.this_update,
        found.next_update,
        now,
        len(found),
    )
    return Taken(len(found), added, removed, found.next_update)


def _rank(this_update: datetime, number: int | None) -> tuple[datetime, int]:
    return this_update, number or 0


async def _exchange(tx: Transaction, key: tuple[bytes, str], found: RevocationList) -> tuple[int, int]:
    """Writes only what differs from the list before: from day to day that is little of a long list."""
    columns = ("issuer_key", "scope", "serial", "revoked_at")
    await tx.execute(
        f"CREATE TEMPORARY TABLE {_INCOMING}"
        " (issuer_key bytea NOT NULL, scope text NOT NULL, serial text NOT NULL, revoked_at timestamptz NOT NULL)"
    )
    entries = ((*key, serial, revoked_at) for serial, revoked_at in found.revoked())
    while part := tuple(islice(entries, _AT_A_TIME)):
        await tx.insert_many(_INCOMING, columns, part)
        await sleep(0)
    await tx.execute(f"CREATE INDEX {_INCOMING}_by_serial ON {_INCOMING} (serial)")
    removed = await tx.execute(
        "DELETE FROM listed_revocation WHERE issuer_key = $1 AND scope = $2 AND NOT EXISTS"
        f" (SELECT 1 FROM {_INCOMING} AS new WHERE new.serial = listed_revocation.serial)",
        *key,
    )
    added = await tx.execute(
        "INSERT INTO listed_revocation (issuer_key, scope, serial, revoked_at)"
        f" SELECT issuer_key, scope, serial, min(revoked_at) FROM {_INCOMING} WHERE true"
        " GROUP BY issuer_key, scope, serial ON CONFLICT DO NOTHING"
    )
    await tx.execute(f"DROP TABLE {_INCOMING}")
    return added, removed


async def kept_lists(tx: Statements) -> Sequence[KeptList]:
    rows = await tx.fetch(
        "SELECT issuer_key, scope, source, number, this_update, next_update, taken_at, entries"
        " FROM revocation_list ORDER BY issuer_key, scope"
    )
    return [KeptList(key.hex(), *values) for key, *values in rows]


async def stale_lists(tx: Statements, now: datetime) -> int:
    """How many kept lists are past the day on which the next one should have been there."""
    row = await tx.fetch_one("SELECT count(*) AS stale FROM revocation_list WHERE next_update < $1", now)
    return int(row["stale"]) if row else 0
