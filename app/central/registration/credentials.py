"""An insurer and its secret."""

from datetime import datetime

from app.central.access.credentials import Credentials
from app.central.storage.database import Transaction
from app.errors import ClinicError
from app.scheme.numbers import InsurerNumber

INSURERS = Credentials("insurer_credential", "insurer")


class InsurerExists(ClinicError):
    """This insurer has a secret already."""

    code = "insurer.exists"


async def create_insurer(tx: Transaction, number: InsurerNumber, name: str, now: datetime) -> str:
    """The insurer's secret, told this once. One that others' news already named gets this name and the secret.

    Raises: InsurerExists.
    """
    if await INSURERS.exist(tx, number.digits):
        raise InsurerExists
    await tx.execute(
        "INSERT INTO insurer (number, name) VALUES ($1, $2) ON CONFLICT (number) DO UPDATE SET name = $2",
        *(number.digits, name),
    )
    return await INSURERS.give(tx, number.digits, now)
