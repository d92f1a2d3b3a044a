"""Whose chart an appointment belongs to: by itself only where there is no doubt."""

from app.appointments.appointment import Appointment
from app.eligibility.answer import Answer
from app.eligibility.differences import differences, held_card, is_news
from app.eligibility.linking import Linked, NotHeld, ShortList, link
from app.patients.patient import Patient
from app.patients.ports import PatientIndex
from app.scheme.names import kana_key, same_name

Chart = Linked | ShortList | NotHeld


def chart_of(appointment: Appointment, answer: Answer | None, index: PatientIndex) -> Chart:
    """By the answer where it is about one person, as at the counter; else by what the file says of card and birth."""
    information = answer.single if answer is not None else None
    if information is not None:
        return link(information, index)
    held = [each for each in index.by_card(appointment.insured.key) if _is_surely(each, appointment)]
    return Linked(held[0], ("被保険者番号", "生年月日")) if len(held) == 1 else NotHeld()


def renew_card(patient: Patient, answer: Answer, index: PatientIndex) -> None:
    """A valid answer without differences confirms the card that the chart holds, as one at the counter does."""
    information = answer.single
    if information is not None and is_news(answer, patient) and not differences(patient, information):
        index.hold_card(patient.id, held_card(information, answer.checked_at))


def _is_surely(patient: Patient, appointment: Appointment) -> bool:
    """Twins share card and birth date: the branch, or else the name, must agree as well."""
    if appointment.birth_on is not None:
        born_so = patient.birth_on == appointment.birth_on
    else:
        born_so = patient.birth_on.strftime("%m%d") == appointment.month_day
    if not born_so:
        return False
    branch = appointment.insured.branch
    cards = [card for card in patient.cards if card.insured.same_card(appointment.insured)]
    by_branch = branch is not None and any(card.insured.branch == branch for card in cards)
    return bool(cards) and (by_branch or _has_same_reading(patient, appointment))


def _has_same_reading(patient: Patient, appointment: Appointment) -> bool:
    kana, name = kana_key(appointment.kana), appointment.name
    return bool(kana and kana == kana_key(patient.kana)) or bool(name and same_name(name, patient.name))
