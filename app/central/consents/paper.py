"""Which institutions may record consents on paper: off until the operator allows it, so many forms a day (R15)."""

from datetime import datetime

from app.central.storage.database import Statements
from app.errors import ClinicError, InputRefused
from app.scheme.numbers import InstitutionCode

FORMS_PER_DAY = 20
"""Unless the operator says otherwise: paper stands in where a PIN is forgotten, not in its place."""

_MOST_PER_DAY = 1_000


class InstitutionUnknown(ClinicError):
    """No institution with this code may ask."""

    code = "institution.unknown"


async def forms_per_day(tx: Statements, institution: str) -> int | None:
    """None where paper was not allowed."""
    row = await tx.fetch_one("SELECT per_day FROM paper_permission WHERE institution = $1", institution)
    return int(row["per_day"]) if row else None


async def allow_paper(tx: Statements, institution: InstitutionCode, per_day: int, now: datetime) -> None:
    """From now on; allowed again, the new number counts. Raises: InstitutionUnknown, InputRefused."""
    if not 1 <= per_day <= _MOST_PER_DAY:
        raise InputRefused("per-day", f"1 to {_MOST_PER_DAY}")
    if await tx.fetch_one("SELECT code FROM institution WHERE code = $1", institution.digits) is None:
        raise InstitutionUnknown
    await tx.execute(
        "INSERT INTO paper_permission (institution, per_day, allowed_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (institution) DO UPDATE SET per_day = excluded.per_day, allowed_at = excluded.allowed_at",
        *(institution.digits, per_day, now),
    )


async def stop_paper(tx: Statements, institution: InstitutionCode) -> bool:
    """Whether it had been allowed; consents recorded before run out by themselves."""
    return bool(await tx.execute("DELETE FROM paper_permission WHERE institution = $1", institution.digits))
