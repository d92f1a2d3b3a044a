"""What an answer says differently from our ledger, and taking it over without losing what we know better."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.eligibility.answer import Answer
from app.patients.patient import HeldCard, Patient, PatientId
from app.scheme.cover import EligibilityInformation
from app.scheme.days import written
from app.scheme.names import better_name, kana_key, same_name
from app.scheme.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Difference:
    """One field. held is empty where the ledger had nothing."""

    label: str
    held: str
    given: str


def differences(patient: Patient, information: EligibilityInformation) -> tuple[Difference, ...]:
    """Field by field, only what differs; spellings that compare alike and names lost to ● do not."""
    person = information.person
    found = []
    if not same_name(patient.name, person.name):
        found.append(Difference("氏名", patient.name, person.name))
    if kana_key(patient.kana) != kana_key(person.kana):
        found.append(Difference("カナ氏名", patient.kana, person.kana))
    if patient.birth_on != person.birth_on:
        found.append(Difference("生年月日", written(patient.birth_on), written(person.birth_on)))
    if patient.sex != person.sex:
        found.append(Difference("性別", _sex_words(patient.sex), person.sex_words))
    if person.address and person.address != (patient.address or ""):
        found.append(Difference("住所", patient.address or "", person.address))
    return (*found, *_card_differences(_held_for(patient, information), information))


def _sex_words(sex: str) -> str:
    return {"1": "男", "2": "女"}.get(sex, "—")


def _held_for(patient: Patient, information: EligibilityInformation) -> HeldCard | None:
    """The held card that the answer is about, else the newest: a change of insurer shows as such."""
    same = (card for card in patient.cards if card.insured.same_card(information.cover.insured))
    return next(same, patient.current_card)


def _card_differences(held: HeldCard | None, information: EligibilityInformation) -> list[Difference]:
    given = information.cover.insured
    if held is None:
        return [Difference("保険", "", str(given))]
    pairs = [
        ("保険者", held.insured.insurer.digits, given.insurer.digits),
        ("記号", held.insured.symbol, given.symbol),
        ("番号", held.insured.number, given.number),
        ("枝番", held.insured.branch or "", given.branch or ""),
        ("資格喪失", _day(held.lost_on), _day(information.cover.lost_on)),
        ("負担割合", _percent(held.ratio_percent), _percent(information.ratio_percent)),
        ("限度額 適用区分", _limit_class(held), _given_limit_class(information)),
    ]
    same_card = held.insured.same_card(given)
    alike = {"保険者", "記号", "番号"} if same_card else set()
    return [
        Difference(label, ours, theirs)
        for label, ours, theirs in pairs
        if ours != theirs and label not in alike
    ]


def _day(day: date | None) -> str:
    return written(day) if day else ""


def _percent(percent: int | None) -> str:
    return f"{percent // 10}割" if percent is not None else ""


def _limit_class(held: HeldCard) -> str:
    return next((each.class_words for each in held.certificates if each.kind.startswith("limit")), "")


def _given_limit_class(information: EligibilityInformation) -> str:
    return next((each.class_words for each in information.certificates if each.kind.startswith("limit")), "")


def taken_over(patient: Patient, information: EligibilityInformation) -> Patient:
    """The patient with what the answer knows better; a good name is never overwritten by ●, phone and note stay."""
    person = information.person
    return replace(
        patient,
        name=better_name(patient.name, person.name),
        kana=person.kana or patient.kana,
        sex=person.sex,
        birth_on=person.birth_on,
        postcode=person.postcode or patient.postcode,
        address=person.address or patient.address,
    )


def new_patient(information: EligibilityInformation) -> Patient:
    """A patient made of an answer; the ledger gives the number."""
    person = information.person
    return Patient(
        id=PatientId(0),
        name=person.name,
        kana=person.kana,
        sex=person.sex,
        birth_on=person.birth_on,
        postcode=person.postcode,
        address=person.address,
        phone=None,
        note=None,
        cards=(),
    )


def held_card(information: EligibilityInformation, confirmed_at: datetime) -> HeldCard:
    """The card as this answer confirmed it."""
    cover = information.cover
    return HeldCard(
        insured=cover.insured,
        insurer_name=cover.insurer_name,
        relationship=cover.relationship,
        acquired_on=cover.acquired_on,
        lost_on=cover.lost_on,
        ratio_percent=information.ratio_percent,
        certificates=information.certificates,
        confirmed_at=confirmed_at,
    )


def is_news(answer: Answer, patient: Patient) -> bool:
    """Whether a valid answer is newer than what the chart holds of this card."""
    if answer.outcome is not Outcome.VALID or answer.single is None:
        return False
    insured = answer.single.cover.insured
    same = [card for card in patient.cards if card.insured.same_card(insured)]
    return all(card.confirmed_at is None or card.confirmed_at < answer.checked_at for card in same)
