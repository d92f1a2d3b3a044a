"""An insurer and its secret."""

from datetime import datetime

from app.central.access.client_secrets import hashed, is_among, new_secret
from app.central.storage.database import Transaction
from app.errors import ClinicError
from app.scheme.numbers import InsurerNumber


class InsurerExists(ClinicError):
    """This insurer has a secret already."""

    code = "insurer.exists"


async def create_insurer(tx: Transaction, number: InsurerNumber, name: str, now: datetime) -> str:
    """The insurer's secret, told this once. One that others' news already named gets this name and the secret.

    Raises: InsurerExists.
    """
    if await _hashes_of(tx, number.digits):
        raise InsurerExists
    secret = new_secret()
    await tx.execute(
        "INSERT INTO insurer (number, name) VALUES ($1, $2) ON CONFLICT (number) DO UPDATE SET name = $2",
        *(number.digits, name),
    )
    await tx.execute(
        "INSERT INTO insurer_credential (insurer, secret_hash, created_at) VALUES ($1, $2, $3)",
        *(number.digits, hashed(secret), now),
    )
    return secret


async def insurer_secret_fits(tx: Transaction, number: str, secret: str) -> bool:
    """Whether this is a secret of the insurer; an unknown number takes the same steps."""
    return is_among(secret, await _hashes_of(tx, number))


async def _hashes_of(tx: Transaction, number: str) -> list[bytes]:
    rows = await tx.fetch(
        "SELECT secret_hash FROM insurer_credential WHERE insurer = $1 AND revoked_at IS NULL", number
    )
    return [row["secret_hash"] for row in rows]
