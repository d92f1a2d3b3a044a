"""What an institution answered to alerts, and what the patient said to a generic: kept here, under the institution."""

from datetime import datetime

from app.central.consents.consent import ConsentInForce
from app.central.storage.database import Statements
from app.contract.records import AlertAnswerRequest, AnsweredAlert

_GENERIC = "generic:"
Answers = tuple[AnsweredAlert, ...]


async def keep_answer(
    tx: Statements, consent: ConsentInForce, request: AlertAnswerRequest, now: datetime
) -> AnsweredAlert:
    """Answered again for the same facts, the new answer counts."""
    await tx.execute(
        "INSERT INTO alert_answer (person_id, institution, alert, facts, answer, note, staff, answered_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (person_id, institution, alert, facts) DO UPDATE"
        " SET answer = excluded.answer, note = excluded.note, staff = excluded.staff,"
        " answered_at = excluded.answered_at",
        *(consent.person_id, consent.institution, request.alert, request.facts),
        *(request.answer, request.note, request.staff, now),
    )
    return AnsweredAlert(
        alert=request.alert,
        facts=request.facts,
        answer=request.answer,
        note=request.note,
        staff=request.staff,
        answered_at=now,
    )


async def answers_of(tx: Statements, consent: ConsentInForce) -> tuple[Answers, Answers]:
    """This institution's own about the person: to alerts, and to generics; oldest first."""
    rows = await tx.fetch(
        "SELECT alert, facts, answer, note, staff, answered_at FROM alert_answer"
        " WHERE person_id = $1 AND institution = $2 ORDER BY answered_at",
        *(consent.person_id, consent.institution),
    )
    told = [
        AnsweredAlert(
            alert=alert, facts=facts, answer=answer, note=note, staff=staff, answered_at=answered_at
        )
        for alert, facts, answer, note, staff, answered_at in rows
    ]
    return (
        tuple(each for each in told if not each.alert.startswith(_GENERIC)),
        tuple(each for each in told if each.alert.startswith(_GENERIC)),
    )
