"""Single-use nonces: what makes a signed statement this moment's and nobody else's."""

import secrets
from datetime import datetime, timedelta

from app.central.problems import Refused
from app.central.storage.database import Statements
from app.contract.problem import ProblemCode

_KEPT_AFTER = timedelta(hours=1)


async def issue_nonce(
    tx: Statements, institution: str, now: datetime, life: timedelta
) -> tuple[str, datetime]:
    """A nonce for this institution and its end, to the second; long expired ones are swept out."""
    nonce = secrets.token_urlsafe(32)
    expires_at = (now + life).replace(microsecond=0)
    await tx.execute("DELETE FROM nonce WHERE expires_at < $1", now - _KEPT_AFTER)
    await tx.execute(
        "INSERT INTO nonce (nonce, institution, expires_at) VALUES ($1, $2, $3)",
        nonce,
        institution,
        expires_at,
    )
    return nonce, expires_at


async def spend_nonce(
    tx: Statements, nonce: str, institution: str, check_id: str, expires_at: datetime, now: datetime
) -> None:
    """Ties the nonce to this check for ever: the same check may ask again with it, after a lost reply.

    Raises: Refused (nonce.refused): unknown, another institution's, another check's, out of time, or stated to
    last longer than it was given for.
    """
    spent = await tx.execute(
        "UPDATE nonce SET check_id = $3 WHERE nonce = $1 AND institution = $2"
        " AND (check_id IS NULL OR check_id = $3) AND expires_at > $4 AND expires_at >= $5",
        nonce,
        institution,
        check_id,
        now,
        expires_at,
    )
    if not spent or expires_at <= now:
        raise Refused(ProblemCode.NONCE_REFUSED, "nonce")
