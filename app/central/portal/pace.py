"""How often one network address may try to sign in, and the record of every try."""

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from math import ceil

from app.central.problems import Refused
from app.central.storage.database import Database, Statements
from app.contract.problem import ProblemCode

DONE = "done"
_WINDOW = timedelta(minutes=10)
KEPT_OF_NOBODY = timedelta(days=90)
"""Long enough to look into an attack, and into a service that shows a wrong secret."""
KEPT_OF_PERSONS = timedelta(days=5 * 366)
"""What the person sees of signing in reaches as far back as the oldest information told (R16)."""
_HOUSEHOLD_BITS = 64
_RECORD = "INSERT INTO portal_attempt (at, source, action, outcome, person_id) VALUES ($1, $2, $3, $4, $5)"


class Action(StrEnum):
    """A step of signing in; a service that shows its secret, or sends a person to be asked."""

    NONCE = "nonce"
    TICKET = "ticket"
    SESSION = "session"
    CLIENT = "client"
    ASKED = "asked"


TRIES = {Action.NONCE: 60, Action.TICKET: 30, Action.SESSION: 30, Action.CLIENT: 600, Action.ASKED: 60}
"""Of one address within ten minutes: a municipal office's terminal signs in one person after another."""


def source_of(key: bytes, address: str) -> bytes:
    """A keyed hash: who asks again is known again, and no address is kept. Of IPv6 the half that a household has."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return hmac.digest(key, b"portal source/", hashlib.sha256)
    packed = parsed.packed
    if isinstance(parsed, IPv6Address):
        packed = packed[: _HOUSEHOLD_BITS // 8]
    return hmac.digest(key, b"portal source/" + packed, hashlib.sha256)


async def must_not_hurry(tx: Statements, source: bytes, action: Action, now: datetime) -> None:
    """Raises: Refused (portal.too_many_tries) with the seconds until one more may pass."""
    rows = await tx.fetch(
        "SELECT at FROM portal_attempt WHERE source = $1 AND action = $2 AND at > $3 ORDER BY at DESC LIMIT $4",
        *(source, action.value, now - _WINDOW, TRIES[action]),
    )
    if len(rows) >= TRIES[action]:
        wait_s = ceil((rows[-1]["at"] + _WINDOW - now).total_seconds())
        raise Refused(ProblemCode.PORTAL_TOO_MANY_TRIES, retry_after_s=max(1, wait_s))


async def forget_old_tries(tx: Statements, now: datetime) -> None:
    """With each new sign-in: what is past its time goes, found by an index on either side."""
    await tx.execute("DELETE FROM portal_attempt WHERE person_id IS NULL AND at < $1", now - KEPT_OF_NOBODY)
    await tx.execute(
        "DELETE FROM portal_attempt WHERE person_id IS NOT NULL AND at < $1", now - KEPT_OF_PERSONS
    )


async def note_try(
    database: Database,
    source: bytes,
    action: Action,
    outcome: str,
    now: datetime,
    person_id: int | None = None,
) -> None:
    """On disk when it returns, whatever becomes of the request."""
    await database.append(_RECORD, [(now, source, action.value, outcome, person_id)])
