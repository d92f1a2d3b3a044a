"""A person's session in the browser: short, ended by quiet, by time or by the person."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.central.access.client_secrets import hashed, new_secret
from app.central.storage.database import Statements

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=1)
_KEPT_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True, repr=False)
class Session:
    """Whose page it is. csrf: what a form of this session must bring back."""

    person_id: int
    csrf: str


async def begin_session(tx: Statements, person_id: int, now: datetime) -> str:
    """The cookie's value: 256 random bits, kept as a hash alone. Old sessions are swept out."""
    token = new_secret()
    await tx.execute("DELETE FROM portal_session WHERE seen_at < $1", now - _KEPT_AFTER)
    await tx.execute(
        "INSERT INTO portal_session (session_hash, person_id, began_at, seen_at) VALUES ($1, $2, $3, $3)",
        *(hashed(token), person_id, now),
    )
    return token


async def session_of(tx: Statements, key: bytes, token: str, now: datetime) -> Session | None:
    """The session while it lasts; it lives on from this moment. key: the service's own."""
    row = await tx.fetch_one(
        "SELECT person_id FROM portal_session"
        " WHERE session_hash = $1 AND ended_at IS NULL AND seen_at > $2 AND began_at > $3",
        *(hashed(token), now - IDLE, now - LONGEST),
    )
    if row is None:
        return None
    await tx.execute("UPDATE portal_session SET seen_at = $2 WHERE session_hash = $1", hashed(token), now)
    return Session(row["person_id"], csrf_of(key, token))


async def end_session(tx: Statements, token: str, now: datetime) -> None:
    await tx.execute(
        "UPDATE portal_session SET ended_at = $2 WHERE session_hash = $1 AND ended_at IS NULL",
        *(hashed(token), now),
    )


def csrf_of(key: bytes, token: str) -> str:
    return hmac.digest(key, b"portal form/" + token.encode(), hashlib.sha256).hex()
