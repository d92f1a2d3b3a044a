"""Which insurers let the service answer, for which kind, on which days of asking: dated data (R15)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.central.consents.consent import ConsentKind
from app.central.registry.insurers import insurer_of
from app.central.registry.known import is_known
from app.central.storage.database import Statements, Transaction
from app.contract.records import NotAnswered
from app.errors import ClinicError, InputRefused
from app.scheme.numbers import InsurerNumber

NOT_ENTRUSTED = "not_entrusted"
_DAY = timedelta(days=1)


class NobodyEntrusts(ClinicError):
    """The register has no insurer with this number."""

    code = "insurer.unknown"


async def entrust(
    tx: Transaction,
    number: InsurerNumber,
    kinds: Sequence[str],
    since: date,
    until: date | None,
    now: datetime,
) -> None:
    """From a day on, or anew with another end. Raises: NobodyEntrusts, InputRefused."""
    if until is not None and until < since:
        raise InputRefused("until", "before from")
    if not kinds or set(kinds) - set(ConsentKind):
        raise InputRefused("kinds", f"of {', '.join(ConsentKind)}")
    if await insurer_of(tx, number) is None:
        raise NobodyEntrusts
    await tx.execute_many(
        "INSERT INTO entrustment (insurer, kind, valid_from, valid_until, entered_at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (insurer, kind, valid_from)"
        " DO UPDATE SET valid_until = excluded.valid_until, entered_at = excluded.entered_at",
        [(number.digits, kind, since, until, now) for kind in dict.fromkeys(kinds)],
    )


ENTRUSTED = (
    "{insurer} IN (SELECT entrustment.insurer FROM entrustment WHERE entrustment.kind = {kind}"
    " AND entrustment.valid_from <= {today}"
    " AND (entrustment.valid_until IS NULL OR entrustment.valid_until >= {today}))"
)
"""Whether an insurer lets the service answer on the day of asking."""

_WITHHELD = f"""
    SELECT insurer.name, cover.acquired_on, cover.lost_on
    FROM period
    JOIN cover ON cover.period_id = period.id AND {is_known("cover", 2)}
    JOIN insurer ON insurer.number = period.insurer
    WHERE period.person_id = $1 AND (cover.lost_on IS NULL OR cover.lost_on > $4)
        AND NOT {ENTRUSTED.format(insurer="period.insurer", kind="$3", today="$5")}
    ORDER BY cover.acquired_on
"""


async def not_answered(
    tx: Statements, person_id: int, kind: str, reach: date, today: date, now: datetime
) -> tuple[NotAnswered, ...]:
    """Insurers of the person's cover since `reach` that do not let the service answer today."""
    rows = await tx.fetch(_WITHHELD, person_id, now, kind, reach, today)
    return tuple(
        NotAnswered(
            insurer_name=name,
            reason=NOT_ENTRUSTED,
            valid_from=max(acquired_on, reach),
            valid_until=lost_on - _DAY if lost_on else None,
        )
        for name, acquired_on, lost_on in rows
    )
