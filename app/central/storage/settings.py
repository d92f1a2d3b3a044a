"""What a service knows of itself, kept in its database: made once, never changed."""

import secrets
from dataclasses import dataclass

from app.central.storage.database import Transaction
from app.errors import ClinicError

_PRACTICE = "practice"
_AUDIENCE = "audience"
_KEY = "key"


class NotForPractice(ClinicError):
    """The database holds a real institution or trust anchor: the invented town may not enter it."""

    code = "database.not_for_practice"


@dataclass(frozen=True, slots=True, repr=False)
class ServiceSettings:
    """audience: the service's own name in signed statements. key: 32 random bytes for tokens and keyed hashes."""

    audience: str
    key: bytes
    practice: bool


async def service_settings(tx: Transaction) -> ServiceSettings:
    """As kept; audience and key are made the first time."""
    kept = {row["name"]: row["value"] for row in await tx.fetch("SELECT name, value FROM service_setting")}
    for name, made in ((_AUDIENCE, f"madoguchi:{secrets.token_hex(8)}"), (_KEY, secrets.token_hex(32))):
        if name not in kept:
            kept[name] = made
            await tx.execute("INSERT INTO service_setting (name, value) VALUES ($1, $2)", name, made)
    return ServiceSettings(kept[_AUDIENCE], bytes.fromhex(kept[_KEY]), _PRACTICE in kept)


async def is_practice(tx: Transaction) -> bool:
    return await tx.fetch_one("SELECT value FROM service_setting WHERE name = $1", _PRACTICE) is not None


async def mark_practice(tx: Transaction) -> None:
    """Marks the database for ever; marking it again is fine.

    Raises: NotForPractice where a real institution or trust anchor stands.
    """
    if await is_practice(tx):
        return
    for table in ("institution", "trust_anchor"):
        if await tx.fetch(f"SELECT 1 FROM {table} LIMIT 1"):
            raise NotForPractice(table)
    await tx.execute("INSERT INTO service_setting (name, value) VALUES ($1, '1')", _PRACTICE)
