"""What a service knows of itself, kept in its database: made once, and but for the calendar never changed."""

import secrets
from dataclasses import dataclass

from app.central.storage.database import Transaction
from app.errors import ClinicError
from app.scheme.calendar import CALENDARS, OUTLINE, Calendar

_PRACTICE = "practice"
_AUDIENCE = "audience"
_KEY = "key"
_CALENDAR = "calendar"


class NotForPractice(ClinicError):
    """The database holds a real institution or trust anchor: the invented town may not enter it."""

    code = "database.not_for_practice"


@dataclass(frozen=True, slots=True, repr=False)
class ServiceSettings:
    """audience: the service's own name in signed statements. key: 32 random bytes for tokens and keyed hashes.

    calendar: whose first days count (R19); the outline's unless another was chosen.
    """

    audience: str
    key: bytes
    practice: bool
    calendar: Calendar = OUTLINE


async def service_settings(tx: Transaction) -> ServiceSettings:
    """As kept; audience and key are made the first time."""
    kept = await _all_kept(tx)
    if not {_AUDIENCE, _KEY} <= kept.keys():
        for name, made in ((_AUDIENCE, f"madoguchi:{secrets.token_hex(8)}"), (_KEY, secrets.token_hex(32))):
            await tx.execute(
                "INSERT INTO service_setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                *(name, made),
            )
        kept = await _all_kept(tx)  # another program may have been quicker
    return ServiceSettings(kept[_AUDIENCE], bytes.fromhex(kept[_KEY]), _PRACTICE in kept, _calendar(kept))


async def _all_kept(tx: Transaction) -> dict[str, str]:
    return {row["name"]: row["value"] for row in await tx.fetch("SELECT name, value FROM service_setting")}


def _calendar(kept: dict[str, str]) -> Calendar:
    return CALENDARS[kept.get(_CALENDAR, OUTLINE.name)]


async def calendar_in_force(tx: Transaction) -> Calendar:
    rows = await tx.fetch("SELECT name, value FROM service_setting WHERE name = $1", _CALENDAR)
    return _calendar({row["name"]: row["value"] for row in rows})


async def choose_calendar(tx: Transaction, calendar: Calendar) -> None:
    """Counts for services that start from now on; one that runs keeps its own until it starts again."""
    await tx.execute(
        "INSERT INTO service_setting (name, value) VALUES ($1, $2)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        _CALENDAR,
        calendar.name,
    )


async def is_practice(tx: Transaction) -> bool:
    return await tx.fetch_one("SELECT value FROM service_setting WHERE name = $1", _PRACTICE) is not None


async def mark_practice(tx: Transaction) -> None:
    """Marks the database for ever; marking it again is fine.

    Raises: NotForPractice where a real institution, insurer's secret or trust anchor stands.
    """
    if await is_practice(tx):
        return
    for table in ("institution", "insurer_credential", "trust_anchor"):
        if await tx.fetch(f"SELECT 1 FROM {table} LIMIT 1"):
            raise NotForPractice(table)
    await tx.execute("INSERT INTO service_setting (name, value) VALUES ($1, '1')", _PRACTICE)
