"""Secrets of one kind of caller: given, renewed, and for a while two of them side by side."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.central.access.client_secrets import hashed, is_among, new_secret
from app.central.storage.database import Statements, Transaction
from app.errors import ClinicError, InputRefused


class NoSecretYet(ClinicError):
    """Nobody of this kind has a secret under this number, code or id."""

    code = "credentials.none_yet"


@dataclass(frozen=True, slots=True)
class SecretInForce:
    """mark: tells an owner's secrets apart, in tokens too. ends_at: None while nobody has renewed it."""

    mark: str
    ends_at: datetime | None

    def life_left(self, wanted: timedelta, now: datetime) -> timedelta:
        """Of what is made for this secret: it ends with it."""
        return wanted if self.ends_at is None else min(wanted, self.ends_at - now)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Where they are kept. owner: the column that says whose. Names are the program's own, never from outside."""

    table: str
    owner: str

    async def in_force(self, tx: Statements, owner: str, secret: str, now: datetime) -> SecretInForce | None:
        """Where this is a secret of the owner's; an unknown owner takes the same steps."""
        held = {
            bytes(row["secret_hash"]): row["revoked_at"]
            for row in await tx.fetch(
                f"SELECT secret_hash, revoked_at FROM {self.table}"
                f" WHERE {self.owner} = $1 AND (revoked_at IS NULL OR revoked_at > $2)",
                *(owner, now),
            )
        }
        if not is_among(secret, held):
            return None
        of_this = hashed(secret)
        return SecretInForce(mark_of(of_this), held[of_this])

    async def exist(self, tx: Statements, owner: str) -> bool:
        """Whether the owner was ever given one."""
        found = await tx.fetch_one(f"SELECT 1 FROM {self.table} WHERE {self.owner} = $1 LIMIT 1", owner)
        return found is not None

    async def give(self, tx: Transaction, owner: str, now: datetime) -> str:
        """A new secret, told this once."""
        secret = new_secret()
        await tx.execute(
            f"INSERT INTO {self.table} ({self.owner}, secret_hash, created_at) VALUES ($1, $2, $3)",
            *(owner, hashed(secret), now),
        )
        return secret

    async def renew(self, tx: Transaction, owner: str, old_until: datetime, now: datetime) -> str:
        """A new secret, told this once. Those before it go on until the given moment, or their own if it is earlier.

        Raises: NoSecretYet, InputRefused for a moment that is past.
        """
        if old_until < now:
            raise InputRefused("old-until", "is past: --now ends the old one at once")
        if not await self.exist(tx, owner):
            raise NoSecretYet
        await tx.execute(
            f"UPDATE {self.table} SET revoked_at = $2"
            f" WHERE {self.owner} = $1 AND (revoked_at IS NULL OR revoked_at > $2)",
            *(owner, old_until),
        )
        return await self.give(tx, owner, now)


def mark_of(secret_hash: bytes) -> str:
    """Of 256 random bits nothing is learned from eight bytes of their hash."""
    return secret_hash[:8].hex()
