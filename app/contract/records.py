"""Health information under a consent (R15, R16): drugs as receipts tell them, checkups as insurers registered them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from app.contract.eligibility import StaffName
from app.contract.message import Reply, Request

AlertKey = Annotated[str, Field(max_length=80, pattern=r"^[0-9A-Za-z:._-]+$")]


class RecordsRequest(Request):
    """Reads are logged before they are answered, and the person sees them. staff: the institution's claim."""

    consent_id: Annotated[str, Field(max_length=64)]
    staff: StaffName


class MedicineReply(Reply):
    """A medicine of the price master. code: 12 digits of the price list (薬価基準収載医薬品コード), "" for none.

    ingredient: with form and strength, what makes two brands the same. class_code: four digits (薬効分類).
    """

    code: str
    name: str
    ingredient: str
    class_code: str
    class_name: str
    unit: str
    is_generic: bool


class GenericOffer(Reply):
    """The cheapest generic of that day with the same ingredient, form and strength; saving_yen: of this dispensing,
    at full price, before the patient's share."""

    name: str
    saving_yen: int


class DispensingReply(Reply):
    """One medicine on one day. place: pharmacy's name, or 「院内」; place_token: opaque, the same for the same place.

    own: dispensed by, or on a receipt of, the institution that asks. days_supply: None where the receipt gives none.
    form: internal, as_needed, external, injection (open). source: pharmacy_receipt, medical_receipt (open).
    """

    dispensing_id: str
    dispensed_on: date
    place: str
    place_token: str
    own: bool
    medicine: MedicineReply
    quantity: Decimal
    days_supply: int | None
    form: str
    source: str
    known_at: datetime
    generic: GenericOffer | None


class NotAnswered(Reply):
    """An insurer that has not entrusted the service with answering, and for which days; reason: a code."""

    insurer_name: str
    reason: str
    valid_from: date | None
    valid_until: date | None


class AnsweredAlert(Reply):
    """What this institution answered to an alert; facts: of the moment it was answered, another one asks anew."""

    alert: str
    facts: str
    answer: str
    note: str
    staff: str
    answered_at: datetime


class DrugHistoryReply(Reply):
    """Newest first. complete_from: earlier days are not held. newest_month: of treatment, "2026-09", None without any
    receipt; what was dispensed after it is not known yet."""

    consent_id: str
    read_at: datetime
    complete_from: date
    newest_month: str | None
    dispensings: tuple[DispensingReply, ...]
    not_answered: tuple[NotAnswered, ...]
    answered: tuple[AnsweredAlert, ...]
    generics_declined: tuple[AnsweredAlert, ...]


class CheckupValue(Reply):
    """item: JLAC10 code. value: a number, a sign or words. low, high: of the reference range, both in it.

    visit_low, visit_high: beyond these a visit to a doctor is advised (受診勧奨判定値).
    """

    item: str
    name: str
    value: str
    unit: str
    low: Decimal | None
    high: Decimal | None
    visit_low: Decimal | None
    visit_high: Decimal | None


class CheckupReply(Reply):
    """One specific health checkup (特定健診)."""

    held_on: date
    insurer_name: str
    registered_at: datetime
    values: tuple[CheckupValue, ...]


class CheckupsReply(Reply):
    """Newest first. complete_from: the day from which insurers registered."""

    consent_id: str
    read_at: datetime
    complete_from: date
    checkups: tuple[CheckupReply, ...]
    not_answered: tuple[NotAnswered, ...]


class AlertAnswerRequest(Request):
    """An answer to a duplicate alert, or what the patient said to a generic (alert "generic:CODE").

    It is the institution's own.
    """

    consent_id: Annotated[str, Field(max_length=64)]
    alert: AlertKey
    facts: AlertKey
    answer: Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")]
    note: Annotated[str, Field(max_length=200)]
    staff: StaffName
