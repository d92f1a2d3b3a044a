"""A service asks for permission: kept for ten minutes, in the hand of the browser it came with."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.central.access.client_secrets import hashed, new_secret
from app.central.phr.clients import Client
from app.central.storage.database import Statements

LIFE = timedelta(minutes=10)
_KEPT_AFTER = timedelta(hours=1)
_CHALLENGE = re.compile(r"[0-9A-Za-z_-]{43}")


@dataclass(frozen=True, slots=True)
class Asked:
    """scopes: what the service would read. state: the service's own, handed back."""

    client: Client
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    challenge: str


def is_challenge(text: str) -> bool:
    """SHA-256 in base64url without padding (RFC 7636 §4.2)."""
    return bool(_CHALLENGE.fullmatch(text))


async def keep_asked(tx: Statements, asked: Asked, now: datetime) -> str:
    """What the browser carries until the person answers; old requests are swept out."""
    token = new_secret()
    await tx.execute("DELETE FROM phr_request WHERE expires_at < $1", now - _KEPT_AFTER)
    await tx.execute(
        "INSERT INTO phr_request (request_hash, client_id, redirect_uri, scopes, state, challenge, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        *(hashed(token), asked.client.client_id, asked.redirect_uri, " ".join(asked.scopes)),
        *(asked.state, asked.challenge, now + LIFE),
    )
    return token


async def asked_by(tx: Statements, token: str, now: datetime) -> Asked | None:
    """None where it is unknown, answered or out of time."""
    row = await tx.fetch_one(
        "SELECT phr_client.client_id, phr_client.name, redirect_uri, scopes, state, challenge FROM phr_request"
        " JOIN phr_client ON phr_client.client_id = phr_request.client_id"
        " WHERE request_hash = $1 AND answered_at IS NULL AND expires_at > $2",
        *(hashed(token), now),
    )
    if row is None:
        return None
    client_id, name, redirect_uri, scopes, state, challenge = row
    return Asked(Client(client_id, name), redirect_uri, tuple(scopes.split()), state, challenge)


async def answer_once(tx: Statements, token: str, now: datetime) -> bool:
    """Whether this is its first answer."""
    return bool(
        await tx.execute(
            "UPDATE phr_request SET answered_at = $2 WHERE request_hash = $1 AND answered_at IS NULL",
            *(hashed(token), now),
        )
    )
