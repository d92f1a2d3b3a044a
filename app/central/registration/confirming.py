"""A human looked at a row that was set aside: the same person told differently, or somebody else."""

from datetime import datetime

from app.central.registration.findings import FindingKind
from app.central.storage.database import Transaction
from app.errors import ClinicError
from app.scheme.numbers import InsurerNumber


class NothingToConfirm(ClinicError):
    """No open finding of this insurer under this id is about details that differ."""

    code = "registration.nothing_to_confirm"


class MemberOfOthers(ClinicError):
    """The person of the finding is no member of this insurer's: it told of them, and cannot vouch for them."""

    code = "registration.member_of_others"


async def must_be_own_member(tx: Transaction, insurer: InsurerNumber, finding: int) -> None:
    """Before an insurer, and not the operator, says that it is the same person: with its word the row enters, and
    whoever told somebody else under their My Number would be believed by itself. Raises: MemberOfOthers."""
    row = await tx.fetch_one(
        "SELECT period_id FROM finding WHERE id = $1 AND insurer = $2 AND kind = $3 AND closed_at IS NULL",
        *(finding, insurer.digits, FindingKind.DETAILS_DIFFER.value),
    )
    if row is not None and row["period_id"] is None:
        raise MemberOfOthers


async def confirm_same_person(tx: Transaction, insurer: InsurerNumber, finding: int, now: datetime) -> None:
    """From now on the row that was set aside is entered when it is told again. Raises: NothingToConfirm."""
    await _close(tx, insurer, finding, FindingKind.DETAILS_CONFIRMED, now)


async def close_as_other_person(tx: Transaction, insurer: InsurerNumber, finding: int, now: datetime) -> None:
    """The row was wrong and stays out, also when it is told again. Raises: NothingToConfirm."""
    await _close(tx, insurer, finding, FindingKind.DETAILS_DIFFER, now)


async def _close(
    tx: Transaction, insurer: InsurerNumber, finding: int, kind: FindingKind, now: datetime
) -> None:
    """For every insurer that was told of the same row."""
    row = await tx.fetch_one(
        "SELECT told_key FROM finding WHERE id = $1 AND insurer = $2 AND kind = $3 AND closed_at IS NULL",
        *(finding, insurer.digits, FindingKind.DETAILS_DIFFER.value),
    )
    if row is None:
        raise NothingToConfirm
    await tx.execute(
        "UPDATE finding SET kind = $1, closed_at = $2 WHERE kind = $3 AND told_key = $4",
        *(kind.value, now, FindingKind.DETAILS_DIFFER.value, row["told_key"]),
    )
