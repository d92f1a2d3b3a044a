"""A person's session in the browser: short, ended by quiet, by time, by the person, or with the card."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.central.access.client_secrets import hashed, new_secret
from app.central.cards.bindings import STILL_SERVES
from app.central.portal.sign_in import Holder
from app.central.storage.database import Statements

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=1)
_KEPT_AFTER = timedelta(days=1)
_STILL_SERVES = STILL_SERVES.format(row="portal_session")


@dataclass(frozen=True, slots=True, repr=False)
class Session:
    """Whose page it is. csrf: what a form of this session must bring back."""

    person_id: int
    csrf: str


async def begin_session(tx: Statements, holder: Holder, now: datetime) -> str:
    """The cookie's value: 256 random bits, kept as a hash alone. Old sessions are swept out."""
    token = new_secret()
    await tx.execute("DELETE FROM portal_session WHERE seen_at < $1", now - _KEPT_AFTER)
    await tx.execute(
        "INSERT INTO portal_session (session_hash, person_id, began_at, seen_at, issuer_key, serial)"
        " VALUES ($1, $2, $3, $3, $4, $5)",
        *(hashed(token), holder.person_id, now, holder.issuer_key, holder.serial),
    )
    return token


async def session_of(tx: Statements, key: bytes, token: str, now: datetime) -> Session | None:
    """The session while it lasts, and while the card serves that it began with; it lives on from this moment.

    key: the service's own.
    """
    row = await tx.fetch_one(
        f"SELECT person_id FROM portal_session WHERE session_hash = $1 AND ended_at IS NULL"
        f" AND seen_at > $2 AND began_at > $3 AND {_STILL_SERVES}",
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
