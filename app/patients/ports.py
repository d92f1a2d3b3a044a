"""What patients need from outside: the ledger's index of persons."""

from datetime import date
from typing import Protocol

from app.patients.patient import HeldCard, Patient, PatientId, PatientRow
from app.scheme.numbers import CardKey


class PatientIndex(Protocol):
    """Patients in the ledger. Reads take well under a millisecond at 200,000 patients."""

    def get(self, patient_id: PatientId) -> Patient:
        """Raises: KeyError."""

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
