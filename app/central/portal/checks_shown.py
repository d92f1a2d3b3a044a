"""Who confirmed the person's insurance, and when the page itself was opened: for the person alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.central.portal.pace import DONE, Action
from app.central.storage.database import Statements
from app.scheme.outcome import LEVEL_WORDS, OUTCOME_WORDS

MOST = 200
"""Newest first; older ones stay on record."""


@dataclass(frozen=True, slots=True)
class CheckShown:
    """staff: as the institution says. level, outcome: in words, or the code of a newer service."""

    at: datetime
    institution: str
    staff: str
    asked_on: date
    level: str
    outcome: str


async def checks_of_person(tx: Statements, person_id: int) -> Sequence[CheckShown]:
    """Counter and batch alike, one line a check."""
    rows = await tx.fetch(
        "SELECT check_audit.at, institution.name, check_audit.staff, check_audit.asked_on, check_audit.level,"
        " check_audit.outcome FROM check_audit JOIN institution ON institution.code = check_audit.institution"
        " WHERE check_audit.person_id = $1 ORDER BY check_audit.at DESC LIMIT $2",
        *(person_id, MOST),
    )
    return [
        CheckShown(at, name, staff, asked_on, _level(level), _outcome(outcome))
        for at, name, staff, asked_on, level, outcome in rows
    ]


async def sign_ins_of_person(tx: Statements, person_id: int) -> Sequence[datetime]:
    """When a session began with the person's card, newest first."""
    rows = await tx.fetch(
        "SELECT at FROM portal_attempt WHERE person_id = $1 AND action = $2 AND outcome = $3"
        " ORDER BY at DESC LIMIT $4",
        *(person_id, Action.SESSION.value, DONE, MOST),
    )
    return [row["at"] for row in rows]


def _level(code: str) -> str:
    return next((words for level, words in LEVEL_WORDS.items() if level.value == code), code)


def _outcome(code: str) -> str:
    return next((words for outcome, words in OUTCOME_WORDS.items() if outcome.value == code), code)
