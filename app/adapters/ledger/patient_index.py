"""Everyone the clinic knows: found by card, by birth date, and as one types."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlite_utils import Database

from app.adapters.ledger import patient_merges
from app.adapters.ledger.file import LedgerFile
from app.adapters.ledger.patient_rows import (
    insert_patient,
    patient_of_id,
    patient_of_row,
    put_card,
    update_details,
)
from app.adapters.ledger.patient_search import found, index_keys
from app.patients.patient import HeldCard, Merge, MergeId, Patient, PatientId, PatientRow
from app.scheme.numbers import CardKey
from app.staff.member import StaffId

_COUNT = (
    """SELECT (SELECT count(*) FROM patient) - (SELECT count(*) FROM patient WHERE merged_into IS NOT NULL)"""
)
"""A bare count reads page by page, one with a condition row by row: 0.2 ms instead of 10 at 200,000 patients."""


class LedgerPatientIndex:
    """Fulfils `PatientIndex`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def get(self, patient_id: PatientId) -> Patient:
        with self._file.reading() as db:
            return patient_of_id(db, patient_id)

    def search(self, text: str, limit: int = 50) -> tuple[PatientRow, ...]:
        with self._file.reading() as db:
            return found(db, text, limit)

    def count(self) -> int:
        with self._file.reading() as db:
            return int(db.execute(_COUNT).fetchone()[0])

    def by_card(self, key: CardKey) -> tuple[Patient, ...]:
        return self._patients(
            """id IN (SELECT patient_id FROM held_card
                WHERE insurer = ? AND symbol_key = ? AND number_key = ?)""",
            *key,
        )

    def by_birth(self, birth_on: date) -> tuple[Patient, ...]:
        return self._patients("birth_on = ?", birth_on.isoformat())

    def _patients(self, where: str, *values: object) -> tuple[Patient, ...]:
        sql = f"SELECT * FROM patient WHERE {where} AND merged_into IS NULL ORDER BY id"
        with self._file.reading() as db:
            return tuple(patient_of_row(db, row) for row in db.execute(sql, values).fetchall())

    def add(self, patient: Patient) -> Patient:
        with self._file.writing() as db:
            return _added(db, patient)

    def add_all(self, patients: Iterable[Patient]) -> int:
        """Many at once, all or none; answers how many. For taking over another program's patients."""
        with self._file.writing() as db:
            return len([_added(db, patient).id for patient in patients])

    def save(self, patient: Patient) -> None:
        """Raises: KeyError."""
        with self._file.writing() as db:
            patient_of_id(db, patient.id)
            update_details(db, patient)
            _index(db, patient.id)

    def hold_card(self, patient_id: PatientId, card: HeldCard) -> None:
        """Raises: KeyError."""
        with self._file.writing() as db:
            patient_of_id(db, patient_id)
            put_card(db, patient_id, card)
            _index(db, patient_id)

    def merge(self, kept: Patient, gone: PatientId, by: StaffId, at: datetime) -> Merge:
        with self._file.writing() as db:
            done = patient_merges.merge(db, kept, gone, by, at)
            _index(db, kept.id)
        return done

    def merges_into(self, kept: PatientId) -> tuple[Merge, ...]:
        with self._file.reading() as db:
            return patient_merges.merges_into(db, kept)

    def undo_merge(self, merge_id: MergeId) -> None:
        with self._file.writing() as db:
            for patient_id in patient_merges.undo_merge(db, merge_id):
                _index(db, patient_id)


def _added(db: Database, patient: Patient) -> Patient:
    patient_id = insert_patient(db, patient)
    for card in patient.cards:
        put_card(db, patient_id, card)
    return _index(db, patient_id)


def _index(db: Database, patient_id: PatientId) -> Patient:
    patient = patient_of_id(db, patient_id)
    current = patient.current_card
    index_keys(db, patient, current.confirmed_at if current else None)
    return patient
