"""A write that is repeated gets its first answer: replies are lost, and nobody knows whether the request was.

The key is scoped to client and route. Never for reads of health information: their answers are not to be kept.
"""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Header, Response

from app.central.problems import Refused
from app.central.service import Service
from app.central.storage.database import Transaction
from app.contract.problem import ProblemCode

KEPT = timedelta(hours=24)
_WORKED_ON = timedelta(seconds=60)
"""After so long without an answer the first request is held for dead, and a repeat takes over."""
_RETRY_S = 2

TheKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{8,64}$",
        description="the client's own, such as a UUID: the same key and body again get the first answer for 24 h",
    ),
]


@dataclass(frozen=True, slots=True)
class Write:
    """One write that may come twice. client: who writes. route: method and path. key: as sent. body: its bytes."""

    client: str
    route: str
    key: str
    body: bytes


async def once(service: Service, write: Write, work: Callable[[], Awaitable[Response]]) -> Response:
    """The work's reply, or the one an equal write got within 24 h. A refusal is no answer: the repeat tries again.

    Between claim and answer the work commits as it needs; cut off in the middle it runs again, so it must itself
    stand being repeated. Raises: Refused (idempotency_key.reused for another body, idempotency_key.in_use while the
    first request is still being worked on).
    """
    now = service.clock()
    place = (write.client, write.route, hmac.digest(service.settings.key, write.key.encode(), hashlib.sha256))
    body_hash = hmac.digest(service.settings.key, write.body, hashlib.sha256)
    async with service.database.transaction() as tx:
        first = await _claimed_before(tx, place, body_hash, now)
    if first is not None:
        return first
    try:
        reply = await work()
    except BaseException:
        async with service.database.transaction() as tx:
            await tx.execute(f"DELETE FROM first_reply WHERE {_PLACE}", *place)
        raise
    async with service.database.transaction() as tx:
        await tx.execute(
            f"UPDATE first_reply SET status = $4, reply = $5 WHERE {_PLACE}",
            *(*place, reply.status_code, bytes(reply.body)),
        )
    return reply


_PLACE = "client = $1 AND route = $2 AND key_hash = $3"


async def _claimed_before(
    tx: Transaction, place: tuple[str, str, bytes], body_hash: bytes, now: datetime
) -> Response | None:
    """The first answer; None once the key is this request's own."""
    await tx.execute("DELETE FROM first_reply WHERE begun_at <= $1", now - KEPT)
    claimed = await tx.execute(
        "INSERT INTO first_reply (client, route, key_hash, body_hash, begun_at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        *(*place, body_hash, now),
    )
    if claimed:
        return None
    held = await tx.fetch_one(
        f"SELECT body_hash, begun_at, status, reply FROM first_reply WHERE {_PLACE}", *place
    )
    if held is None:  # its first request failed and gave it free this very moment
        raise Refused(ProblemCode.IDEMPOTENCY_KEY_IN_USE, retry_after_s=_RETRY_S)
    if not hmac.compare_digest(held["body_hash"], body_hash):
        raise Refused(ProblemCode.IDEMPOTENCY_KEY_REUSED)
    if held["status"] is not None:
        return Response(held["reply"], held["status"], {"Cache-Control": "no-store"}, "application/json")
    taken_over = await tx.execute(
        f"UPDATE first_reply SET begun_at = $4 WHERE {_PLACE} AND begun_at <= $5 AND status IS NULL",
        *(*place, now, now - _WORKED_ON),
    )
    if not taken_over:
        raise Refused(ProblemCode.IDEMPOTENCY_KEY_IN_USE, retry_after_s=_RETRY_S)
    return None
