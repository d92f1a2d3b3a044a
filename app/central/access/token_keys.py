"""The keys that sign tokens: each from a moment on, and read until what it signed has ended."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.central.access.tokens import TOKEN_LIFE
from app.central.storage.database import Statements, Transaction

KNOWN_AFTER = timedelta(seconds=5)
"""Behind this moment every running service has read of a new key, and may meet a token that it signed."""


@dataclass(frozen=True, slots=True, repr=False)
class LaterKey:
    """signs_from: from then on. earlier_until: so long tokens of all keys before it are read."""

    key: bytes
    signs_from: datetime
    earlier_until: datetime


@dataclass(frozen=True, slots=True, repr=False)
class TokenKeys:
    """first: the service's own key. later: oldest first."""

    first: bytes
    later: tuple[LaterKey, ...] = ()

    def signing(self, now: datetime) -> bytes:
        begun = (each.key for each in reversed(self.later) if each.signs_from <= now)
        return next(begun, self.first)

    def reading(self, now: datetime) -> Iterator[bytes]:
        """Newest first; also one that does not sign yet, since clocks of several machines differ a little."""
        for each in reversed(self.later):
            yield each.key
            if each.earlier_until <= now:
                return
        yield self.first


async def later_keys(tx: Statements) -> tuple[LaterKey, ...]:
    rows = await tx.fetch("SELECT key, signs_from, earlier_until FROM token_key ORDER BY signs_from")
    return tuple(LaterKey(*row) for row in rows)


async def renew_token_key(tx: Transaction, now: datetime, at_once: bool) -> datetime:
    """From when the new key signs. at_once: every token there is ends now; else each lasts until its own end."""
    if at_once:  # what was made ready may be as well known as what is in use
        await tx.execute("DELETE FROM token_key")
    signs_from = now if at_once else now + KNOWN_AFTER
    earlier_until = now if at_once else signs_from + TOKEN_LIFE
    await tx.execute(
        "INSERT INTO token_key (key, signs_from, earlier_until) VALUES ($1, $2, $3)",
        *(secrets.token_bytes(32), signs_from, earlier_until),
    )
    return signs_from
