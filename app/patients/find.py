"""Finding a patient in the ledger, and finding who may be in it already."""

from dataclasses import dataclass
from enum import StrEnum

from app.patients.patient import Patient, PatientRow
from app.patients.ports import PatientIndex
from app.scheme.digits import refuse_my_number
from app.scheme.names import kana_key, same_name

PAGE = 50


@dataclass(frozen=True, slots=True)
class Found:
    """Rows for a text, best first. has_more: the ledger holds more than these."""

    text: str
    rows: tuple[PatientRow, ...]
    has_more: bool


def find_patients(text: str, index: PatientIndex, limit: int = PAGE) -> Found:
    """The best `limit` patients for what was typed. Raises: MyNumberRefused (R3)."""
    refuse_my_number("search", text)
    rows = index.search(text, limit + 1)
    return Found(text, rows[:limit], len(rows) > limit)


class Likeness(StrEnum):
    """Why two entries may be one person, strongest first."""

    SAME_CARD = "same_card"
    SAME_BIRTH_AND_KANA = "same_birth_and_kana"
    SAME_BIRTH_AND_NAME = "same_birth_and_name"
    SAME_HOUSEHOLD_AND_BIRTH = "same_household_and_birth"


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A patient of the ledger who may be the same person, and why."""

    patient: Patient
    reasons: tuple[Likeness, ...]


def possible_duplicates(patient: Patient, index: PatientIndex) -> tuple[PossibleDuplicate, ...]:
    """Who in the ledger may be this person, strongest reason first; the patient's own entry is never among them."""
    candidates = {each.id: each for each in index.by_birth(patient.birth_on)}
    for card in patient.cards:
        candidates.update({each.id: each for each in index.by_card(card.insured.key)})
    candidates.pop(patient.id, None)
    alike = [
        PossibleDuplicate(each, reasons)
        for each in candidates.values()
        if (reasons := likeness(patient, each))
    ]
    strength = list(Likeness)
    return tuple(sorted(alike, key=lambda each: (strength.index(each.reasons[0]), each.patient.id)))


def likeness(one: Patient, other: Patient) -> tuple[Likeness, ...]:
    """Every reason to think the two are one person.

    A card without branch is the household's: it tells something only together with the birth date (R1, R12).
    """
    same_birth = one.birth_on == other.birth_on
    pairs = [(mine.insured, theirs.insured) for mine in one.cards for theirs in other.cards]
    alike = [(mine, theirs) for mine, theirs in pairs if mine.same_card(theirs)]
    by_branch = any(mine.branch is not None and mine.branch == theirs.branch for mine, theirs in alike)
    alone = any(mine.insurer.is_late_elderly for mine, _ in alike)
    found = {
        Likeness.SAME_CARD: by_branch or alone,
        Likeness.SAME_BIRTH_AND_KANA: same_birth and kana_key(one.kana) == kana_key(other.kana) != "",
        Likeness.SAME_BIRTH_AND_NAME: same_birth and same_name(one.name, other.name),
        Likeness.SAME_HOUSEHOLD_AND_BIRTH: same_birth and bool(alike) and not (by_branch or alone),
    }
    return tuple(reason for reason, holds in found.items() if holds)
