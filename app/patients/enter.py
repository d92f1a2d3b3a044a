"""Entering a patient by hand, and correcting what is known of one."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TypeVar

from app.errors import InputRefused
from app.patients.form_fields import (
    holds_my_number,
    read_birth_on,
    read_kana,
    read_name,
    read_phone,
    read_postcode,
    read_sex,
    read_text,
)
from app.patients.patient import HeldCard, Patient, PatientId
from app.patients.ports import PatientIndex
from app.scheme.days import written
from app.scheme.digits import MyNumberRefused, folded
from app.scheme.numbers import InsuredNumber
from app.staff.member import Duty, StaffMember

Value = TypeVar("Value")

NEW = PatientId(0)
"""The id of a patient not yet in the ledger."""


class FormRefused(InputRefused):
    """Something on the form cannot be right. complaints: the first of each field, in the form's order."""

    code = "input.form"

    def __init__(self, complaints: tuple[InputRefused, ...]) -> None:
        super().__init__("form", ", ".join(each.field for each in complaints))
        self.complaints = complaints


@dataclass(frozen=True, slots=True)
class PatientForm:
    """A patient as typed, every field text; sex is the scheme's code. The card may be left out as a whole."""

    name: str = ""
    kana: str = ""
    sex: str = ""
    birth: str = ""
    postcode: str = ""
    address: str = ""
    phone: str = ""
    note: str = ""
    insurer: str = ""
    symbol: str = ""
    number: str = ""
    branch: str = ""

    @property
    def has_card(self) -> bool:
        return any(map(folded, (self.insurer, self.symbol, self.number, self.branch)))


def form_of(patient: Patient) -> PatientForm:
    """What is known of a patient, ready to be corrected. Cards are confirmed, not typed over."""
    return PatientForm(
        name=patient.name,
        kana=patient.kana,
        sex=patient.sex,
        birth=written(patient.birth_on),
        postcode=patient.postcode or "",
        address=patient.address or "",
        phone=patient.phone or "",
        note=patient.note or "",
    )


def parse_form(form: PatientForm, today: date, patient_id: PatientId = NEW) -> Patient:
    """The form as a patient, widths and kinds of kana put right. Raises: FormRefused with every complaint at once."""
    reading = _Reading()
    form = reading.without_my_numbers(form)
    patient = Patient(
        id=patient_id,
        name=reading.read("", read_name, form.name),
        kana=reading.read("", read_kana, form.kana),
        sex=reading.read("", read_sex, form.sex),
        birth_on=reading.read(today, read_birth_on, form.birth, today),
        postcode=reading.read(None, read_postcode, form.postcode),
        address=reading.read(None, read_text, "address", form.address),
        phone=reading.read(None, read_phone, form.phone),
        note=reading.read(None, read_text, "note", form.note),
        cards=reading.read((), _cards, form),
    )
    reading.must_be_clean()
    return patient


def enter_patient(patient: Patient, by: StaffMember, index: PatientIndex) -> Patient:
    """A new patient, card included. Raises: NotAllowed."""
    by.must_be_allowed(Duty.KEEP_PATIENTS)
    entered = index.add(patient)
    for card in patient.cards:
        index.hold_card(entered.id, card)
    return index.get(entered.id)


def correct_details(patient: Patient, by: StaffMember, index: PatientIndex) -> Patient:
    """Details put right by hand; the cards stay as confirmed. Raises: NotAllowed; KeyError for one merged away."""
    by.must_be_allowed(Duty.KEEP_PATIENTS)
    held = index.get(patient.id)
    index.save(replace(patient, cards=held.cards))
    return index.get(patient.id)


class _Reading:
    """Reads field after field and remembers what cannot be right."""

    def __init__(self) -> None:
        self._complaints: list[InputRefused] = []

    def without_my_numbers(self, form: PatientForm) -> PatientForm:
        """R3: a field that holds a My Number is complained of and emptied before anything else looks at it."""
        holding = [each.name for each in fields(form) if holds_my_number(getattr(form, each.name))]
        self._complaints += [
            MyNumberRefused(name, "a My Number is never entered at the desk") for name in holding
        ]
        return replace(form, **dict.fromkeys(holding, ""))

    def read(self, instead: Value, parse: Callable[..., Value], *typed: object) -> Value:
        try:
            return parse(*typed)
        except InputRefused as refused:
            self._complaints.append(refused)
            return instead

    def must_be_clean(self) -> None:
        """Raises: FormRefused."""
        by_field = {form_field(each): each for each in reversed(self._complaints)}
        if by_field:
            order = [each.name for each in fields(PatientForm)]
            raise FormRefused(tuple(by_field[name] for name in order if name in by_field))


def form_field(complaint: InputRefused) -> str:
    """The field of PatientForm that a complaint is about."""
    return "insurer" if complaint.field == "insurer_number" else complaint.field


def _cards(form: PatientForm) -> tuple[HeldCard, ...]:
    """A card seen but not confirmed: what the insurer would tell is unknown."""
    if not form.has_card:
        return ()
    insured = InsuredNumber.parse(form.insurer, form.symbol, form.number, form.branch)
    return (HeldCard(insured, "", "", None, None, None, (), None),)
