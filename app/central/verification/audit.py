"""What was asked and told: every attempt is kept, and the limit on guessing hangs on it. No names, no numbers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from app.central.problems import Refused
from app.central.storage.database import Row, Statements
from app.contract.problem import ProblemCode
from app.scheme.outcome import Level

_WINDOW = timedelta(hours=1)
# Two halves of one read: this check's earlier attempts, and the institution's misses of the last hour.
EARLIER_AND_MISSES = """
    SELECT at, check_id, question_hash, outcome, missed FROM check_audit
    WHERE institution = $1 AND check_id = $2
    UNION ALL
    SELECT at, check_id, question_hash, outcome, missed FROM check_audit
    WHERE institution = $1 AND missed AND at > $3 AND check_id <> $2
"""
_MISSES = "SELECT at, check_id, question_hash FROM check_audit WHERE institution = $1 AND missed AND at > $2"
_TOLD_NOTHING = frozenset({ProblemCode.CHECK_ID_REUSED.value, ProblemCode.MISSES_EXCEEDED.value})
RECORD = """
    INSERT INTO check_audit (at, institution, staff, check_id, question_hash, asked_on, level, outcome, missed,
        photograph_confirmed, person_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""


@dataclass(frozen=True, slots=True, repr=False)
class Asking:
    """One attempt at a check. question_hash: keyed, of the whole message. staff: the institution's claim."""

    institution: str
    check_id: str
    question_hash: bytes
    staff: str
    on: date
    level: Level
    photograph_confirmed: bool
    at: datetime

    @property
    def is_guessable(self) -> bool:
        """Whether misses count: what the PIN signed is no guess."""
        return self.level is not Level.PIN


async def must_be_allowed(tx: Statements, asking: Asking, misses_per_hour: int) -> None:
    """Raises: Refused (check_id.reused, misses.exceeded).

    A repeat of a check is the same check: it counts once, and is answered at the limit too.
    """
    since = asking.at - _WINDOW
    rows = await tx.fetch(EARLIER_AND_MISSES, asking.institution, asking.check_id, since)
    answered = [
        row for row in rows if row["check_id"] == asking.check_id and row["outcome"] not in _TOLD_NOTHING
    ]
    if any(row["question_hash"] != asking.question_hash for row in answered):
        raise Refused(ProblemCode.CHECK_ID_REUSED, "check_id")
    if answered or not asking.is_guessable:
        return
    must_be_below_limit(_told_apart(row for row in rows if row["missed"]), misses_per_hour, asking.at)


async def misses_of(tx: Statements, institution: str, at: datetime) -> list[datetime]:
    """When the institution's misses of the last hour were, each question once."""
    return _told_apart(await tx.fetch(_MISSES, institution, at - _WINDOW))


def _told_apart(missed: Iterable[Row]) -> list[datetime]:
    return list({(row["check_id"], row["question_hash"]): row["at"] for row in missed}.values())


def must_be_below_limit(misses: Collection[datetime], misses_per_hour: int, at: datetime) -> None:
    """Raises: Refused (misses.exceeded) with the seconds until the limit lets one more pass."""
    if len(misses) >= misses_per_hour:
        until = sorted(misses)[-misses_per_hour] + _WINDOW
        wait_s = ceil((until - at).total_seconds())
        raise Refused(ProblemCode.MISSES_EXCEEDED, retry_after_s=max(1, wait_s))


def rows_of(asking: Asking, outcome: str, missed: bool, told_of: Collection[int]) -> list[tuple[object, ...]]:
    """For RECORD: one row for each person told of; one without a person where there is none."""
    return [
        (
            asking.at,
            asking.institution,
            asking.staff,
            asking.check_id,
            asking.question_hash,
            asking.on,
            asking.level.value,
            outcome,
            missed,
            asking.photograph_confirmed,
            person_id,
        )
        for person_id in told_of or (None,)
    ]
