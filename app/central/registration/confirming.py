"""A human looked: who is told differently under one My Number is the same person."""

from datetime import datetime

from app.central.registration.findings import FindingKind
from app.central.storage.database import Transaction
from app.errors import ClinicError
from app.scheme.numbers import InsurerNumber


class NothingToConfirm(ClinicError):
    """No open finding of this insurer under this id is about details that differ."""

    code = "registration.nothing_to_confirm"


async def confirm_same_person(tx: Transaction, insurer: InsurerNumber, finding: int, now: datetime) -> None:
    """From now on the row that was set aside is entered when it is told again. Raises: NothingToConfirm."""
    row = await tx.fetch_one(
        "SELECT told_key FROM finding WHERE id = $1 AND insurer = $2 AND kind = $3 AND closed_at IS NULL",
        *(finding, insurer.digits, FindingKind.DETAILS_DIFFER.value),
    )
    if row is None:
        raise NothingToConfirm
    await tx.execute(
        "UPDATE finding SET kind = $1, closed_at = $2 WHERE kind = $3 AND told_key = $4",
        *(FindingKind.DETAILS_CONFIRMED.value, now, FindingKind.DETAILS_DIFFER.value, row["told_key"]),
    )
