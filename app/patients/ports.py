"""What patients need from outside: the ledger's index of persons."""

from datetime import date, datetime
from typing import Protocol

from app.patients.patient import HeldCard, Merge, MergeId, Patient, PatientId, PatientRow
from app.scheme.numbers import CardKey
from app.staff.member import StaffId


class PatientIndex(Protocol):
    """Patients in the ledger. Reads take well under a millisecond at 200,000 patients."""

    def get(self, patient_id: PatientId) -> Patient:
        """Raises: KeyError — also for one that was merged into another."""

    def search(self, text: str, limit: int = 50) -> tuple[PatientRow, ...]:
        """By kana or name (prefix of either part), birth date in any form, patient number, or insured number.

        Best first, then most recently confirmed. Empty text: the most recently confirmed.
        """

    def count(self) -> int: ...

    def by_card(self, key: CardKey) -> tuple[Patient, ...]:
        """Everyone held with this insurer, symbol and number."""

    def by_birth(self, birth_on: date) -> tuple[Patient, ...]:
        """Everyone born on the day: the candidates for a link that is not by card."""

    def add(self, patient: Patient) -> Patient:
        """A new patient; the given id is ignored and the real one comes back."""

    def save(self, patient: Patient) -> None:
        """Details; cards are kept by hold_card."""

    def hold_card(self, patient_id: PatientId, card: HeldCard) -> None:
        """Adds the card, or renews the one with the same key (a branch learned later is kept)."""

    def merge(self, kept: Patient, gone: PatientId, by: StaffId, at: datetime) -> Merge:
        """In one transaction: `kept` is saved with its details, the cards and checks of `gone` move to it, and `gone`
        leaves get, search, count, by_card and by_birth. Each row that moved is noted, so that it can come back.
        """

    def merges_into(self, kept: PatientId) -> tuple[Merge, ...]:
        """What was merged into this patient and not undone, newest first."""

    def undo_merge(self, merge_id: MergeId) -> None:
        """In one transaction: `gone` is as it was, with exactly the rows that moved; what `kept` got since stays.

        A detail of `kept` that the merge changed goes back too, unless it was changed again since.
        Raises: MergeNotUndoable when `kept` itself was merged into another since, or it was undone already.
        """
