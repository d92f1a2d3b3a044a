"""An institution and its secret."""

from datetime import datetime

from app.central.access.client_secrets import hashed, is_among, new_secret
from app.central.registry.entries import InstitutionEntry
from app.central.storage.database import Transaction
from app.errors import ClinicError
from app.scheme.numbers import InstitutionCode


class InstitutionExists(ClinicError):
    """An institution with this code is there already."""

    code = "institution.exists"


async def create_institution(tx: Transaction, code: InstitutionCode, name: str, now: datetime) -> str:
    """The secret of the new institution: 256 random bits, told this once. Raises: InstitutionExists."""
    if await institution(tx, code.digits) is not None:
        raise InstitutionExists
    secret = new_secret()
    await tx.execute(
        "INSERT INTO institution (code, name, created_at) VALUES ($1, $2, $3)", code.digits, name, now
    )
    await tx.execute(
        "INSERT INTO credential (institution, secret_hash, created_at) VALUES ($1, $2, $3)",
        code.digits,
        hashed(secret),
        now,
    )
    return secret


async def institution(tx: Transaction, code: str) -> InstitutionEntry | None:
    row = await tx.fetch_one("SELECT code, name FROM institution WHERE code = $1", code)
    return InstitutionEntry(*row) if row else None


async def secret_fits(tx: Transaction, code: str, secret: str) -> bool:
    """Whether this is a secret of the institution; an unknown code takes the same steps."""
    rows = await tx.fetch(
        "SELECT secret_hash FROM credential WHERE institution = $1 AND revoked_at IS NULL", code
    )
    return is_among(secret, (row["secret_hash"] for row in rows))
