"""Held cards that differ from a typed one by a slip of the finger: hints for a worn card (demand: typing errors)."""

from dataclasses import dataclass

from app.eligibility.question import TypedQuestion
from app.patients.patient import HeldCard, Patient
from app.patients.ports import PatientIndex
from app.scheme.numbers import CardKey


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A patient whose card is nearly what was typed. field: label of what differs; held: how the ledger has it."""

    patient: Patient
    card: HeldCard
    field: str
    held: str


def look_alikes(question: TypedQuestion, index: PatientIndex) -> tuple[LookAlike, ...]:
    """Patients with this card but another birth date, or this birth date and one slip in one number."""
    key = question.insured.key
    found = [_birth_slip(patient, question) for patient in index.by_card(key)]
    if question.birth_on is not None:
        found += [_number_slip(patient, key) for patient in index.by_birth(question.birth_on)]
    return tuple(each for each in found if each is not None)[:3]


def _birth_slip(patient: Patient, question: TypedQuestion) -> LookAlike | None:
    card = next((card for card in patient.cards if card.insured.same_card(question.insured)), None)
    if card is None:
        return None
    if question.birth_on is not None and patient.birth_on != question.birth_on:
        return LookAlike(patient, card, "生年月日", patient.birth_on.isoformat())
    if question.month_day is not None and patient.birth_on.strftime("%m%d") != question.month_day:
        return LookAlike(patient, card, "生まれた月日", patient.birth_on.strftime("%m%d"))
    return None


def _number_slip(patient: Patient, typed: CardKey) -> LookAlike | None:
    labels = ("保険者番号", "記号", "番号")
    for card in patient.cards:
        held = card.insured.key
        wrong = [place for place in range(3) if held[place] != typed[place]]
        if len(wrong) == 1 and is_slip(typed[wrong[0]], held[wrong[0]]):
            return LookAlike(patient, card, labels[wrong[0]], held[wrong[0]])
    return None


def is_slip(typed: str, meant: str) -> bool:
    """One letter wrong, missing or too many, or two neighbours swapped."""
    if len(typed) == len(meant):
        wrong = [place for place, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
        if len(wrong) == 1:
            return True
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return swapped and typed[wrong[0]] == meant[wrong[1]] and typed[wrong[1]] == meant[wrong[0]]
    shorter, longer = sorted((typed, meant), key=len)
    return len(longer) - len(shorter) == 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )
