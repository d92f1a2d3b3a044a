"""What the desk can fill in on a declaration of entitlement (被保険者資格申立書); the rest is the patient's to say."""

from dataclasses import dataclass, replace
from datetime import date

from app.eligibility.counter import Shown
from app.eligibility.question import TypedQuestion
from app.scheme.cover import EligibilityInformation
from app.scheme.days import written
from app.scheme.numbers import InsuredNumber


@dataclass(frozen=True, slots=True)
class DeclarationValues:
    """Words as they are printed; "" leaves a line to write on."""

    institution: str
    visited_on: date
    staff: str = ""
    name: str = ""
    kana: str = ""
    born: str = ""
    sex: str = ""
    address: str = ""
    insurer: str = ""
    insurer_name: str = ""
    insured: str = ""


def declaration_values(shown: Shown, institution: str, today: date) -> DeclarationValues:
    """From an answer that was no valid one, or from the question when none came.

    A lapsed card's numbers are left out: the patient states the cover that followed it.
    """
    blank = DeclarationValues(institution, today, shown.check.staff_name)
    answer = shown.check.answer
    if answer is not None and answer.single is not None:
        return _of_person(blank, answer.single)
    if shown.last_known is not None:
        return _of_card(
            _of_person(blank, shown.last_known.information),
            shown.last_known.information.cover.insured,
            shown.last_known.information.cover.insurer_name,
        )
    question = shown.check.question
    if isinstance(question, TypedQuestion):
        born = written(question.birth_on) if question.birth_on is not None else ""
        return _of_card(replace(blank, born=born), question.insured, "")
    return blank


def _of_person(blank: DeclarationValues, information: EligibilityInformation) -> DeclarationValues:
    person = information.person
    return replace(
        blank,
        name=person.name,
        kana=person.kana,
        born=written(person.birth_on),
        sex=person.sex_words,
        address=person.address or "",
    )


def _of_card(values: DeclarationValues, insured: InsuredNumber, insurer_name: str) -> DeclarationValues:
    parts = (insured.symbol, insured.number, insured.branch)
    numbers = "・".join(part for part in parts if part)
    return replace(values, insurer=insured.insurer.digits, insurer_name=insurer_name, insured=numbers)
