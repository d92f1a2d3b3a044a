"""Whose chart an answer belongs to: by itself only when there is no doubt, else a short list with reasons."""

from dataclasses import dataclass

from app.patients.patient import HeldCard, Patient
from app.patients.ports import PatientIndex
from app.scheme.cover import EligibilityInformation
from app.scheme.names import kana_key, same_name


@dataclass(frozen=True, slots=True)
class Candidate:
    """A patient it might be. reasons: what agrees, and what does not, in Japanese."""

    patient: Patient
    agrees: tuple[str, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """Without doubt this patient. agrees: shown beside the number."""

    patient: Patient
    agrees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShortList:
    """Somebody must choose, most likely first; "none of these" is a choice too."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class NotHeld:
    """Nobody in the ledger comes near: a new patient."""


Link = Linked | ShortList | NotHeld


def link(information: EligibilityInformation, index: PatientIndex) -> Link:
    """Links by insurance key and birth date, or by a unique kana and birth date with the same insurer.

    Twins share card and birth date: the branch, or else the name, must agree as well.
    """
    candidates = _candidates(information, index)
    certain = [each for each in candidates if _is_certain(each.patient, information)]
    if len(certain) == 1:
        return Linked(certain[0].patient, certain[0].agrees)
    alike = [each for each in candidates if _is_same_person_at_insurer(each.patient, information)]
    if not certain and len(alike) == 1:
        return Linked(alike[0].patient, alike[0].agrees)
    likely = tuple(each for each in candidates if len(each.agrees) >= 2)
    if not likely:
        return NotHeld()
    return ShortList(tuple(sorted(likely, key=lambda each: (len(each.differs), -len(each.agrees)))[:5]))


def _candidates(information: EligibilityInformation, index: PatientIndex) -> list[Candidate]:
    found = {patient.id: patient for patient in index.by_card(information.cover.insured.key)}
    found |= {patient.id: patient for patient in index.by_birth(information.person.birth_on)}
    return [_compared(patient, information) for patient in found.values()]


def _compared(patient: Patient, information: EligibilityInformation) -> Candidate:
    person, insured = information.person, information.cover.insured
    facts = (
        ("生年月日", patient.birth_on == person.birth_on),
        ("被保険者番号", any(card.insured.same_card(insured) for card in patient.cards)),
        ("カナ氏名", kana_key(patient.kana) == kana_key(person.kana)),
        ("氏名", same_name(patient.name, person.name)),
        ("性別", patient.sex == person.sex),
    )
    return Candidate(
        patient,
        agrees=tuple(words for words, same in facts if same),
        differs=tuple(words for words, same in facts if not same),
    )


def _is_certain(patient: Patient, information: EligibilityInformation) -> bool:
    if patient.birth_on != information.person.birth_on:
        return False
    return any(
        _is_own_card(patient, held.insured.branch, information) for held in _same_cards(patient, information)
    )


def _same_cards(patient: Patient, information: EligibilityInformation) -> list[HeldCard]:
    return [card for card in patient.cards if card.insured.same_card(information.cover.insured)]


def _is_own_card(patient: Patient, held_branch: str | None, information: EligibilityInformation) -> bool:
    branch = information.cover.insured.branch
    if branch is not None and held_branch == branch:
        return True
    return _has_same_reading(patient, information)


def _has_same_reading(patient: Patient, information: EligibilityInformation) -> bool:
    person = information.person
    return kana_key(patient.kana) == kana_key(person.kana) or same_name(patient.name, person.name)


def _is_same_person_at_insurer(patient: Patient, information: EligibilityInformation) -> bool:
    person, insurer = information.person, information.cover.insured.insurer
    same_insurer = any(card.insured.insurer == insurer for card in patient.cards)
    same_reading = kana_key(patient.kana) == kana_key(person.kana)
    return patient.birth_on == person.birth_on and same_reading and same_insurer
