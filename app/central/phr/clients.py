"""A service that may ask persons for permission: its secret and the exact addresses to which answers go."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from app.central.access.client_secrets import hashed, is_among, new_secret
from app.central.storage.database import Statements, Transaction
from app.errors import InputRefused

_LONGEST_URI = 500
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Client:
    client_id: str
    name: str


async def create_client(
    tx: Transaction, name: str, redirects: Sequence[str], now: datetime
) -> tuple[str, str]:
    """Its id and its secret, which is told this once. Raises: InputRefused for a redirect."""
    for uri in redirects:
        must_be_redirect(uri)
    client_id, secret = f"phr-{secrets.token_hex(8)}", new_secret()
    await tx.execute(
        "INSERT INTO phr_client (client_id, name, secret_hash, created_at) VALUES ($1, $2, $3, $4)",
        *(client_id, name, hashed(secret), now),
    )
    await tx.execute_many(
        "INSERT INTO phr_redirect (client_id, uri) VALUES ($1, $2)",
        [(client_id, uri) for uri in dict.fromkeys(redirects)],
    )
    return client_id, secret


def must_be_redirect(uri: str) -> None:
    """HTTPS without fragment; plain HTTP to the service's own computer, for its tests. Raises: InputRefused."""
    parts = urlsplit(uri)
    plain_here = parts.scheme == "http" and parts.hostname in _LOOPBACK
    fits = parts.hostname and (parts.scheme == "https" or plain_here) and not parts.fragment
    sound = (
        uri.isascii() and uri.isprintable() and not set(uri) & set(" ;,'\"<>") and len(uri) <= _LONGEST_URI
    )
    if not (fits and sound) or parts.username is not None:
        raise InputRefused("redirect", "https://… without #, or http:// on this computer")


async def client_of(tx: Statements, client_id: str) -> Client | None:
    row = await tx.fetch_one("SELECT client_id, name FROM phr_client WHERE client_id = $1", client_id)
    return Client(*row) if row else None


async def may_redirect(tx: Statements, client_id: str, uri: str) -> bool:
    """Letter by letter."""
    found = await tx.fetch_one(
        "SELECT uri FROM phr_redirect WHERE client_id = $1 AND uri = $2", client_id, uri
    )
    return found is not None


async def client_with_secret(tx: Statements, client_id: str, secret: str) -> Client | None:
    """An unknown id takes the same steps as a wrong secret."""
    row = await tx.fetch_one(
        "SELECT client_id, name, secret_hash FROM phr_client WHERE client_id = $1", client_id
    )
    if not is_among(secret, [row["secret_hash"]] if row else []) or row is None:
        return None
    return Client(row["client_id"], row["name"])
