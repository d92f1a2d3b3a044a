"""Whose chart a notice belongs to, and what the counter had confirmed of them that month."""

from dataclasses import dataclass

from app.eligibility.answer import Check
from app.eligibility.ports import CheckBook
from app.notices.notice import Notice
from app.patients.patient import Patient
from app.patients.ports import PatientIndex
from app.scheme.days import business_day
from app.scheme.names import kana_key, same_name


@dataclass(frozen=True, slots=True)
class Tie:
    """patient: None where the ledger holds nobody, or several, who may be it. checks: of that month, oldest first."""

    patient: Patient | None
    checks: tuple[Check, ...]


UNTIED = Tie(None, ())


def tie(notice: Notice, index: PatientIndex, book: CheckBook) -> Tie:
    """By card and birth date, else by birth date and name; twins are told apart by branch or reading."""
    patient = _patient_of(notice, index)
    if patient is None:
        return UNTIED
    checks = (
        each
        for each in book.of_patient(patient.id)
        if f"{business_day(each.entered_at):%Y-%m}" == notice.treatment_month
    )
    return Tie(patient, tuple(checks)[::-1])


def _patient_of(notice: Notice, index: PatientIndex) -> Patient | None:
    born = notice.subject.birth_on
    if born is None:
        return None
    cards = [part.insured for part in (notice.before, *notice.after) if part.insured is not None]
    by_card = {each.id: each for card in cards for each in index.by_card(card.key) if each.birth_on == born}
    if len(by_card) == 1:
        return next(iter(by_card.values()))
    among = by_card.values() if by_card else index.by_birth(born)
    alike = [each for each in among if _has_same_name(each, notice)]
    return alike[0] if len(alike) == 1 else None


def _has_same_name(patient: Patient, notice: Notice) -> bool:
    kana, name = kana_key(notice.subject.kana), notice.subject.name
    return bool(kana and kana == kana_key(patient.kana)) or bool(name and same_name(name, patient.name))
