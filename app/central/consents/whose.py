"""Whose check it was: an institution names a person by a check of its own, never by a name or a number."""

from dataclasses import dataclass
from datetime import datetime

from app.central.storage.database import Statements
from app.scheme.outcome import Level, Outcome

_BY_CARD = frozenset({Level.PHOTO.value, Level.PIN.value})


@dataclass(frozen=True, slots=True)
class PersonChecked:
    """by_card: a card was read, and its certificate was within its term; else it counts as typed."""

    person_id: int
    by_card: bool


async def person_checked(
    tx: Statements, institution: str, check_id: str, since: datetime
) -> PersonChecked | None:
    """The one person whom this institution's check found valid after since.

    None for a check of somebody else's, an older one, and one that found nobody, several or a lapsed cover.
    """
    rows = await tx.fetch(
        "SELECT person_id, level, outcome FROM check_audit WHERE institution = $1 AND check_id = $2 AND at > $3",
        *(institution, check_id, since),
    )
    found = [row for row in rows if row["outcome"] == Outcome.VALID.value and row["person_id"] is not None]
    persons = {row["person_id"] for row in found}
    if len(persons) != 1:
        return None
    by_card = any(row["level"] in _BY_CARD for row in found)
    if by_card:
        by_card = not await _was_eligibility_only(tx, institution, check_id)
    (person_id,) = persons
    return PersonChecked(int(person_id), by_card)


async def _was_eligibility_only(tx: Statements, institution: str, check_id: str) -> bool:
    return bool(
        await tx.fetch_one(
            "SELECT check_id FROM eligibility_only_check WHERE institution = $1 AND check_id = $2",
            *(institution, check_id),
        )
    )
