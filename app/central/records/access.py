"""Every read stands on record before it is answered, refused ones too, and the person sees it (R15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.central.consents.consent import ConsentInForce, ConsentKind, consent_of
from app.central.problems import Refused
from app.central.service import Service
from app.central.storage.database import Statements
from app.contract.problem import ProblemCode

ANSWERED = "answered"
ANSWER = "answer"
_RECORD = (
    "INSERT INTO record_access (at, person_id, institution, staff, action, consent_id, outcome)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)"
)


@dataclass(frozen=True, slots=True)
class Access:
    """A read, or the try. staff: as the institution says. action: drug, checkup, answer."""

    at: datetime
    institution: str
    institution_name: str
    staff: str
    action: str
    outcome: str


async def opened(
    service: Service,
    institution: str,
    staff: str,
    consent_id: str,
    kind: ConsentKind,
    now: datetime,
    action: str | None = None,
) -> ConsentInForce:
    """The consent that opens this, recorded and on disk before anything is read. Raises: Refused (consent.missing).

    Absent, over, withdrawn, of another kind and another institution's are refused alike.
    """
    async with service.database.session() as session:
        found = await consent_of(session, consent_id)
    in_force = found.in_force_at(now) if found else None
    refused = in_force is None or in_force.institution != institution or in_force.kind != kind
    outcome = ProblemCode.CONSENT_MISSING.value if refused else ANSWERED
    person_id = found.person_id if found else None
    known_id = found.consent_id if found else None  # what was typed in its place is nobody's consent
    row = (now, person_id, institution, staff, action or kind.value, known_id, outcome)
    await service.database.append(_RECORD, [row])
    if refused or in_force is None:
        raise Refused(ProblemCode.CONSENT_MISSING, "consent_id")
    return in_force


async def accesses_of_person(tx: Statements, person_id: int, limit: int = 500) -> Sequence[Access]:
    """Who read what, newest first: for the person alone."""
    rows = await tx.fetch(
        "SELECT at, institution, institution.name, staff, action, outcome FROM record_access"
        " JOIN institution ON institution.code = record_access.institution"
        " WHERE person_id = $1 ORDER BY at DESC LIMIT $2",
        *(person_id, limit),
    )
    return [Access(*row) for row in rows]
