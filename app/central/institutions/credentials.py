"""An institution and its secret."""

from datetime import datetime

from app.central.access.credentials import Credentials
from app.central.registry.entries import InstitutionEntry
from app.central.storage.database import Transaction
from app.errors import ClinicError
from app.scheme.numbers import InstitutionCode

INSTITUTIONS = Credentials("credential", "institution")


class InstitutionExists(ClinicError):
    """An institution with this code is there already."""

    code = "institution.exists"


async def create_institution(tx: Transaction, code: InstitutionCode, name: str, now: datetime) -> str:
    """The secret of the new institution: 256 random bits, told this once. Raises: InstitutionExists."""
    if await institution(tx, code.digits) is not None:
        raise InstitutionExists
    await tx.execute(
        "INSERT INTO institution (code, name, created_at) VALUES ($1, $2, $3)", code.digits, name, now
    )
    return await INSTITUTIONS.give(tx, code.digits, now)


async def institution(tx: Transaction, code: str) -> InstitutionEntry | None:
    row = await tx.fetch_one("SELECT code, name FROM institution WHERE code = $1", code)
    return InstitutionEntry(*row) if row else None
