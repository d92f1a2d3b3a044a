"""Every read of an allowed service stands on record before it is answered, and the person sees it (R18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.central.phr.grants import Grant
from app.central.phr.scopes import READABLE
from app.central.storage.database import Database, Statements

_MOST = 200
KEPT = timedelta(days=5 * 366)
"""As far back as the oldest information that can have been read (R16)."""
_WORDS = {each.resource: each.words for each in READABLE}


@dataclass(frozen=True, slots=True)
class Read:
    """what: in words."""

    at: datetime
    service: str
    what: str


async def note_read(database: Database, grant: Grant, resource: str, now: datetime) -> None:
    """On disk when it returns."""
    await database.append(
        "INSERT INTO phr_access (at, person_id, client_id, resource) VALUES ($1, $2, $3, $4)",
        [(now, grant.person_id, grant.client_id, resource)],
    )


async def forget_old_reads(tx: Statements, now: datetime) -> None:
    """With each new pair of tokens, so at least once an hour wherever services read."""
    await tx.execute("DELETE FROM phr_access WHERE at < $1", now - KEPT)


async def reads_of_person(tx: Statements, person_id: int) -> Sequence[Read]:
    """Newest first: for the person alone."""
    rows = await tx.fetch(
        "SELECT phr_access.at, phr_client.name, phr_access.resource FROM phr_access"
        " JOIN phr_client ON phr_client.client_id = phr_access.client_id"
        " WHERE phr_access.person_id = $1 ORDER BY phr_access.at DESC LIMIT $2",
        *(person_id, _MOST),
    )
    return [Read(at, name, _WORDS.get(resource, resource)) for at, name, resource in rows]
