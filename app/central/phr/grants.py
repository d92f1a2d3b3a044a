"""What a person allowed a service, and the codes and tokens that hang on it.

A code or a refresh token that is used a second time ends the permission whole: one of the two who used it was a thief
(RFC 9700 §4.14).
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from app.central.access.client_secrets import hashed, new_secret
from app.central.phr.asking import Asked
from app.central.phr.clients import PHR_CLIENTS
from app.central.phr.scopes import OFFLINE
from app.central.storage.database import Statements, Transaction

CODE_LIFE = timedelta(seconds=60)
ACCESS_LIFE = timedelta(minutes=15)
REFRESH_LIFE = timedelta(days=90)
_KEPT_AFTER = timedelta(days=1)


class Kind(StrEnum):
    CODE = "code"
    ACCESS = "access"
    REFRESH = "refresh"


class Ending(StrEnum):
    """By whom, or by what, a permission ended."""

    PERSON = "person"
    CLIENT = "client"
    REPLACED = "replaced"
    REUSE = "reuse"


@dataclass(frozen=True, slots=True)
class Grant:
    """ended_at: None while it holds."""

    grant_id: str
    person_id: int
    client_id: str
    client_name: str
    scopes: tuple[str, ...]
    allowed_at: datetime
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """refresh: None where the person did not allow reading in her absence."""

    access: str
    refresh: str | None
    grant: Grant


_GRANT = (
    "SELECT phr_grant.grant_id, phr_grant.person_id, phr_grant.client_id, phr_client.name, phr_grant.scopes,"
    " phr_grant.allowed_at, phr_grant.ended_at, phr_grant.ended_by FROM phr_grant"
    " JOIN phr_client ON phr_client.client_id = phr_grant.client_id"
)
_TOKEN = (
    "SELECT grant_id, redirect_uri, challenge, expires_at, used_at FROM phr_token"
    " WHERE token_hash = $1 AND kind = $2"
)


async def allow(tx: Statements, asked: Asked, scopes: Iterable[str], person_id: int, now: datetime) -> str:
    """The code for the service. An earlier permission of the same service ends."""
    await tx.execute(
        "UPDATE phr_grant SET ended_at = $3, ended_by = $4"
        " WHERE person_id = $1 AND client_id = $2 AND ended_at IS NULL",
        *(person_id, asked.client.client_id, now, Ending.REPLACED.value),
    )
    grant_id = secrets.token_urlsafe(18)
    await tx.execute(
        "INSERT INTO phr_grant (grant_id, person_id, client_id, scopes, allowed_at) VALUES ($1, $2, $3, $4, $5)",
        *(grant_id, person_id, asked.client.client_id, " ".join(scopes), now),
    )
    await tx.execute("DELETE FROM phr_token WHERE expires_at < $1", now - _KEPT_AFTER)
    return await _keep(tx, grant_id, Kind.CODE, now + CODE_LIFE, asked.redirect_uri, asked.challenge)


async def exchange(
    tx: Statements,
    client_id: str,
    code: str,
    redirect_uri: str,
    verifier: str,
    now: datetime,
    access_life: timedelta = ACCESS_LIFE,
) -> Tokens | None:
    """Tokens for a code, once; None for any code, address or verifier that does not fit."""
    row = await tx.fetch_one(_TOKEN, hashed(code), Kind.CODE.value)
    grant = await _grant(tx, row["grant_id"]) if row else None
    if row is None or grant is None or grant.client_id != client_id:
        return None
    if not await _use(tx, code, now):
        await end(tx, grant.grant_id, Ending.REUSE, now)
        return None
    fits = (
        row["expires_at"] > now
        and row["redirect_uri"] == redirect_uri
        and _answers(verifier, row["challenge"])
    )
    if not fits or grant.ended_at is not None:
        return None
    return await _tokens(tx, grant, now, access_life)


async def refresh(
    tx: Statements, client_id: str, token: str, now: datetime, access_life: timedelta = ACCESS_LIFE
) -> Tokens | None:
    """New ones for a refresh token, which is used up by it; None where it does not serve."""
    row = await tx.fetch_one(_TOKEN, hashed(token), Kind.REFRESH.value)
    grant = await _grant(tx, row["grant_id"]) if row else None
    if row is None or grant is None or grant.client_id != client_id:
        return None
    if not await _use(tx, token, now):
        await end(tx, grant.grant_id, Ending.REUSE, now)
        return None
    if row["expires_at"] <= now or grant.ended_at is not None:
        return None
    return await _tokens(tx, grant, now, access_life)


async def grant_of_access(tx: Statements, token: str, now: datetime) -> Grant | None:
    """The permission behind an access token, while both last."""
    row = await tx.fetch_one(_TOKEN, hashed(token), Kind.ACCESS.value)
    if row is None or row["expires_at"] <= now:
        return None
    grant = await _grant(tx, row["grant_id"])
    return grant if grant and grant.ended_at is None else None


async def give_back(tx: Statements, client_id: str, token: str, now: datetime) -> None:
    """The service is done with it: either token ends the permission (RFC 7009); what is nobody's changes nothing."""
    row = await tx.fetch_one("SELECT grant_id FROM phr_token WHERE token_hash = $1", hashed(token))
    grant = await _grant(tx, row["grant_id"]) if row else None
    if grant is not None and grant.client_id == client_id:
        await end(tx, grant.grant_id, Ending.CLIENT, now)


async def grants_of_person(tx: Statements, person_id: int) -> Sequence[Grant]:
    """All ever given, newest first: for the person alone."""
    rows = await tx.fetch(
        f"{_GRANT} WHERE phr_grant.person_id = $1 ORDER BY phr_grant.allowed_at DESC, phr_grant.grant_id",
        person_id,
    )
    return [_read(*row) for row in rows]


async def revoke_by_person(tx: Statements, person_id: int, grant_id: str, now: datetime) -> bool:
    """Whether the person has such a permission; ended once, it stays so."""
    grant = await _grant(tx, grant_id)
    if grant is None or grant.person_id != person_id:
        return False
    await end(tx, grant_id, Ending.PERSON, now)
    return True


async def end(tx: Statements, grant_id: str, by: Ending, now: datetime) -> None:
    await tx.execute(
        "UPDATE phr_grant SET ended_at = $2, ended_by = $3 WHERE grant_id = $1 AND ended_at IS NULL",
        *(grant_id, now, by.value),
    )


async def renew_client_secret(tx: Transaction, client_id: str, old_until: datetime, now: datetime) -> str:
    """As `Credentials.renew`. The service's access tokens end with its old secret; its refresh tokens, the persons'
    permission, stay: they serve nobody without a secret.
    """
    secret = await PHR_CLIENTS.renew(tx, client_id, old_until, now)
    await tx.execute(
        "UPDATE phr_token SET expires_at = $2 WHERE kind = $3 AND expires_at > $2"
        " AND grant_id IN (SELECT grant_id FROM phr_grant WHERE client_id = $1)",
        *(client_id, old_until, Kind.ACCESS.value),
    )
    return secret


async def _tokens(tx: Statements, grant: Grant, now: datetime, access_life: timedelta) -> Tokens:
    access = await _keep(tx, grant.grant_id, Kind.ACCESS, now + access_life)
    renewal = None
    if OFFLINE in grant.scopes:
        renewal = await _keep(tx, grant.grant_id, Kind.REFRESH, now + REFRESH_LIFE)
    return Tokens(access, renewal, grant)


async def _keep(
    tx: Statements,
    grant_id: str,
    kind: Kind,
    expires_at: datetime,
    redirect_uri: str | None = None,
    challenge: str | None = None,
) -> str:
    token = new_secret()
    await tx.execute(
        "INSERT INTO phr_token (token_hash, grant_id, kind, redirect_uri, challenge, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        *(hashed(token), grant_id, kind.value, redirect_uri, challenge, expires_at),
    )
    return token


async def _use(tx: Statements, token: str, now: datetime) -> bool:
    """Whether this is its first use."""
    return bool(
        await tx.execute(
            "UPDATE phr_token SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL", hashed(token), now
        )
    )


async def _grant(tx: Statements, grant_id: str) -> Grant | None:
    row = await tx.fetch_one(f"{_GRANT} WHERE phr_grant.grant_id = $1", grant_id)
    return _read(*row) if row else None


def _read(
    grant_id: str,
    person_id: int,
    client_id: str,
    client_name: str,
    scopes: str,
    allowed_at: datetime,
    ended_at: datetime | None,
    ended_by: str | None,
) -> Grant:
    return Grant(
        *(grant_id, person_id, client_id, client_name, tuple(scopes.split()), allowed_at, ended_at, ended_by)
    )


def _answers(verifier: str, challenge: str) -> bool:
    made = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=")
    return hmac.compare_digest(made, challenge.encode())
