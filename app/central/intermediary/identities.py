"""Who is who between agencies: My Numbers in bulk, found by a keyed hash, told outside by linkage numbers alone."""

import hmac
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.central.intermediary.key import IntermediaryKey, IntermediaryKeyForeign
from app.central.intermediary.migrations import MIGRATIONS
from app.central.intermediary.my_number import MyNumber
from app.central.storage.database import Database, Transaction
from app.central.storage.lists import in_parts, listed, listed_rows
from app.central.storage.migrate import migrate, must_be_current

_NONCE_BYTES = 12
_CODE_BYTES = 10
_CHECK = b"madoguchi intermediary"
_OF_NO_ROW = b"0"


class IndividualNumber(NamedTuple):
    """A number in the form that is compared, and whose it is. branch: "" on a card without one."""

    linkage: str
    insurer_key: str
    symbol_key: str
    number_key: str
    branch: str


@dataclass(frozen=True, slots=True)
class Intermediary:
    """The store and its key. What leaves it are linkage numbers (紐づけ番号): random, and worth nothing elsewhere."""

    database: Database
    key: IntermediaryKey

    async def migrate(self, now: datetime) -> tuple[str, ...]:
        """The migrations it applied. Raises: DatabaseNewer, IntermediaryKeyForeign."""
        applied = await migrate(self.database, now, MIGRATIONS)
        async with self.database.transaction() as tx:
            if await tx.fetch_one("SELECT sealed FROM key_check") is None:
                sealed = self._sealed(_CHECK, _OF_NO_ROW)
                await tx.execute("INSERT INTO key_check (sealed) VALUES ($1)", sealed)
        await self.must_be_current()
        return applied

    async def must_be_current(self) -> None:
        """Raises: DatabaseNewer, DatabaseNotMigrated, IntermediaryKeyForeign."""
        await must_be_current(self.database, MIGRATIONS)
        async with self.database.transaction() as tx:
            row = await tx.fetch_one("SELECT sealed FROM key_check")
        if row is None or self._opened(row["sealed"], _OF_NO_ROW) != _CHECK:
            raise IntermediaryKeyForeign

    async def find(self, numbers: Collection[MyNumber]) -> dict[MyNumber, str]:
        """Linkage numbers of those that are known; nothing is written."""
        async with self.database.transaction() as tx:
            return await self._known(tx, numbers)

    async def enter(self, numbers: Collection[MyNumber], now: datetime) -> dict[MyNumber, str]:
        """Linkage numbers of all; who is new gets an agency code and a linkage number. On disk when it returns."""
        async with self.database.transaction() as tx:
            # The lock on the ids lets one writer at a time see who is new.
            row = await tx.fetch_one(
                "UPDATE identity_ids SET next_id = next_id + $1 WHERE name = 'my_number' RETURNING next_id",
                len(numbers),
            )
            if row is None:
                raise LookupError("identity_ids")
            known = await self._known(tx, numbers)
            first_id: int = row["next_id"] - len(numbers)
            rows, links = [], []
            for number_id, number in enumerate(sorted(set(numbers) - set(known), key=self._lookup), first_id):
                agency_code, linkage = secrets.token_hex(_CODE_BYTES), secrets.token_hex(_CODE_BYTES)
                sealed = self._sealed(number.digits.encode(), str(number_id).encode())
                rows.append((number_id, self._lookup(number), sealed, agency_code, now))
                links.append((agency_code, linkage))
                known[number] = linkage
            await tx.insert_many("my_number", ("id", "lookup", "sealed", "agency_code", "made_at"), rows)
            await tx.insert_many("linkage", ("agency_code", "linkage"), links)
        return known

    async def give(self, numbers: Iterable[IndividualNumber], now: datetime) -> None:
        """Keeps individual numbers with their person; what is kept already stays as it is."""
        asked = set(numbers)
        async with self.database.transaction() as tx:
            for part in in_parts(sorted(asked), 500):
                rows = await tx.fetch(
                    "SELECT linkage, insurer_key, symbol_key, number_key, branch FROM individual_number"
                    " WHERE (linkage, insurer_key, symbol_key, number_key, branch)"
                    f" IN {listed_rows(len(part), 5)}",
                    *(value for number in part for value in number),
                )
                asked -= {IndividualNumber(*row) for row in rows}
            columns = (*IndividualNumber._fields, "given_at")
            await tx.insert_many("individual_number", columns, [(*number, now) for number in sorted(asked)])

    async def my_number_of(self, linkage: str) -> MyNumber | None:
        """For insurers' own use between agencies, never for the register. Raises: IntermediaryKeyForeign."""
        async with self.database.transaction() as tx:
            row = await tx.fetch_one(
                "SELECT my_number.id, my_number.sealed FROM linkage"
                " JOIN my_number ON my_number.agency_code = linkage.agency_code WHERE linkage.linkage = $1",
                linkage,
            )
        return MyNumber(self._opened(row["sealed"], str(row["id"]).encode()).decode()) if row else None

    async def _known(self, tx: Transaction, numbers: Collection[MyNumber]) -> dict[MyNumber, str]:
        number_of = {self._lookup(number): number for number in numbers}
        known: dict[MyNumber, str] = {}
        for part in in_parts(number_of):
            rows = await tx.fetch(
                "SELECT my_number.lookup, linkage.linkage FROM my_number"
                " JOIN linkage ON linkage.agency_code = my_number.agency_code"
                f" WHERE my_number.lookup IN {listed(len(part))}",
                *part,
            )
            known.update({number_of[row["lookup"]]: row["linkage"] for row in rows})
        return known

    def _lookup(self, number: MyNumber) -> bytes:
        return hmac.digest(self.key.finding, number.digits.encode(), sha256)

    def _sealed(self, plain: bytes, row: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self.key.sealing).encrypt(nonce, plain, row)

    def _opened(self, sealed: bytes, row: bytes) -> bytes:
        """Raises: IntermediaryKeyForeign, also for a sealed number that was moved to another row."""
        try:
            return AESGCM(self.key.sealing).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], row)
        except InvalidTag:
            raise IntermediaryKeyForeign from None
