"""The trail's accesses to health information, with patient and consent beside them; found and paged by SQL."""

from datetime import date, datetime, time, timedelta
from typing import Any

from app.adapters.ledger.documents import moment_of, moment_text
from app.adapters.ledger.file import LedgerFile
from app.adapters.ledger.patient_search import ids_of, search_key
from app.consent.consent import ConsentId, ConsentKind, ConsentLevel, ConsentRecord
from app.eligibility.answer import CheckId
from app.health_records.access import ACTIONS, ASKING, IN_VAIN
from app.health_records.readers import READERS_CHANGED, readers_in
from app.health_records.readings import ReadersSet, Reading, ReadingsAsked, RecordsUse, Whose
from app.patients.patient import PatientId
from app.scheme.days import JAPAN
from app.staff.member import StaffId

_MEANT = {action: meant for meant, action in ACTIONS.items()}


def _actions(*acts: str) -> str:
    return ", ".join(f"'{action}'" for (_, act), action in ACTIONS.items() if act in acts)


def _of_records(table: str) -> str:
    """As the index audit_of_records has it."""
    return f"{table}.action >= 'records.' AND {table}.action < 'records/'"


_CAME_TO_NOTHING = f"""
    audit.action IN ({_actions(*ASKING)}) AND EXISTS (
        SELECT 1 FROM audit AS later WHERE {_of_records("later")} AND later.at = audit.at
        AND later.seq > audit.seq AND later.staff_id = audit.staff_id AND later.consent = audit.consent
        AND later.action IN ({_actions(*IN_VAIN)}))
"""
_CHART = (
    "CASE WHEN subject LIKE 'patient:%' THEN CAST(substr(subject, 9) AS INTEGER) ELSE checks.patient_id END"
)
"""Somebody without a chart at the time may have got one since: then the check that showed who it was tells."""
_KEPT = f"""
    (WITH RECURSIVE chart(id, merged_into) AS (
        SELECT patient.id, patient.merged_into FROM patient WHERE patient.id = {_CHART}
        UNION ALL SELECT patient.id, patient.merged_into FROM chart JOIN patient ON patient.id = chart.merged_into
    ) SELECT id FROM chart WHERE merged_into IS NULL)
"""
_FROM = f"""
    FROM audit LEFT JOIN consent ON consent.id = audit.consent LEFT JOIN checks ON checks.id = consent.check_id
    LEFT JOIN patient ON patient.id = {_KEPT}
    WHERE {_of_records("audit")} AND NOT ({_CAME_TO_NOTHING})
"""
_READING = """
    SELECT audit.seq, audit.at, audit.staff_id, audit.staff_name, audit.action, audit.subject,
        patient.id AS patient_id, patient.name, patient.birth_on,
        consent.id AS consent_id, consent.check_id, consent.kind, consent.level, consent.given_at, consent.until,
        consent.withdrawn_at, consent.form_number
"""


class LedgerReadingBook:
    """Fulfils `ReadingBook`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def readings(self, asked: ReadingsAsked, after: Reading | None, most: int) -> tuple[Reading, ...]:
        where, values = _where(asked)
        if after is not None:
            where += " AND (audit.at, audit.seq) < (?, ?)"
            values += [moment_text(after.at), after.place]
        sql = f"{_READING} {_FROM} {where} ORDER BY audit.at DESC, audit.seq DESC LIMIT ?"
        with self._file.reading() as db:
            return tuple(map(_reading, db.execute(sql, [*values, most]).fetchall()))

    def count(self, asked: ReadingsAsked) -> int:
        where, values = _where(asked)
        with self._file.reading() as db:
            return int(db.execute(f"SELECT count(*) {_FROM} {where}", values).fetchone()[0])

    def staff(self) -> tuple[tuple[StaffId, str], ...]:
        sql = (
            f"SELECT staff_id, staff_name, max(seq) FROM audit WHERE {_of_records('audit')}"
            " GROUP BY staff_id ORDER BY staff_name"
        )
        with self._file.reading() as db:
            return tuple((StaffId(row["staff_id"]), row["staff_name"]) for row in db.execute(sql).fetchall())


def _where(asked: ReadingsAsked) -> tuple[str, list[object]]:
    """Text finds a patient as the patients' list does, or a form by its number."""
    clauses: list[str] = []
    values: list[object] = []
    if asked.first is not None:
        clauses.append("audit.at >= ?")
        values.append(_beginning_of(asked.first))
    if asked.last is not None:
        clauses.append("audit.at < ?")
        values.append(_beginning_of(asked.last + timedelta(days=1)))
    if asked.staff is not None:
        clauses.append("audit.staff_id = ?")
        values.append(asked.staff)
    if key := search_key(asked.text):
        of_patient, found = ids_of(asked.text)
        clauses.append(f"(patient.id IN ({of_patient}) OR replace(upper(form_number), '-', '') = ?)")
        values += [*found, key]
    return "".join(f" AND {each}" for each in clauses), values


def _beginning_of(day: date) -> str:
    return moment_text(datetime.combine(day, time(), JAPAN))


def _reading(row: Any) -> Reading:
    who = row["seq"], moment_of(row["at"]), StaffId(row["staff_id"]), row["staff_name"]
    if row["action"] == READERS_CHANGED:
        return ReadersSet(*who, readers_in(row["subject"]))
    return RecordsUse(*who, *_MEANT[row["action"]], _whose(row), _consent(row))


def _whose(row: Any) -> Whose | None:
    if row["patient_id"] is None:
        return None
    return Whose(PatientId(row["patient_id"]), row["name"], date.fromisoformat(row["birth_on"]))


def _consent(row: Any) -> ConsentRecord | None:
    if row["consent_id"] is None:
        return None
    return ConsentRecord(
        ConsentId(row["consent_id"]),
        CheckId(row["check_id"]),
        ConsentKind(row["kind"]),
        ConsentLevel(row["level"]),
        moment_of(row["given_at"]),
        moment_of(row["until"]),
        moment_of(row["withdrawn_at"]) if row["withdrawn_at"] else None,
        row["form_number"],
    )
