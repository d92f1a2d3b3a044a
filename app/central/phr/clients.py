"""A service that may ask persons for permission: its secret and the exact addresses to which answers go."""

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from app.central.access.credentials import Credentials, SecretInForce
from app.central.storage.database import Statements, Transaction
from app.errors import ClinicError, InputRefused

_LONGEST_URI = 500
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


PHR_CLIENTS = Credentials("phr_credential", "client_id")


class PhrClientExists(ClinicError):
    """A service that persons could not tell from this one by its name is there. Its text is that one's id."""

    code = "phr_client.exists"


@dataclass(frozen=True, slots=True)
class Client:
    client_id: str
    name: str


async def create_client(
    tx: Transaction, name: str, redirects: Sequence[str], now: datetime
) -> tuple[str, str]:
    """Its id and its secret, which is told this once. Raises: PhrClientExists, InputRefused for a redirect."""
    for uri in redirects:
        must_be_redirect(uri)
    for known_id, known_name in await tx.fetch("SELECT client_id, name FROM phr_client"):
        if _as_seen(known_name) == _as_seen(name):
            raise PhrClientExists(known_id)
    client_id = f"phr-{secrets.token_hex(8)}"
    await tx.execute(
        "INSERT INTO phr_client (client_id, name, created_at) VALUES ($1, $2, $3)", client_id, name, now
    )
    await tx.execute_many(
        "INSERT INTO phr_redirect (client_id, uri) VALUES ($1, $2)",
        [(client_id, uri) for uri in dict.fromkeys(redirects)],
    )
    return client_id, await PHR_CLIENTS.give(tx, client_id, now)


def _as_seen(name: str) -> str:
    """Widths, capitals and spaces tell nobody two services apart."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


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


async def client_with_secret(
    tx: Statements, client_id: str, secret: str, now: datetime
) -> tuple[Client, SecretInForce] | None:
    """An unknown id takes the same steps as a wrong secret."""
    client = await client_of(tx, client_id)
    fitting = await PHR_CLIENTS.in_force(tx, client_id, secret, now)
    return (client, fitting) if client and fitting else None
