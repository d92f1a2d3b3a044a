"""What may be read under a consent: medicines as receipts tell them, checkups as insurers registered them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.consent.consent import ConsentId


@dataclass(frozen=True, slots=True)
class Medicine:
    """code: 12 digits of the price list, "" where the master lacks it. class_code: four digits (薬効分類)."""

    code: str
    name: str
    ingredient: str
    class_code: str
    class_name: str
    unit: str
    is_generic: bool


@dataclass(frozen=True, slots=True)
class GenericSaving:
    """The cheapest generic of the day; yen: of this dispensing at full price, before the patient's share."""

    name: str
    yen: int


@dataclass(frozen=True, slots=True)
class Dispensing:
    """One medicine on one day. place: a pharmacy's name or 「院内」; place_token: the same for the same place.

    form, source: codes, open. days_supply: None where the receipt gives none.
    """

    id: str
    on: date
    place: str
    place_token: str
    own: bool
    medicine: Medicine
    quantity: Decimal
    days_supply: int | None
    form: str
    source: str
    known_at: datetime
    generic: GenericSaving | None


@dataclass(frozen=True, slots=True)
class Withheld:
    """An insurer that does not let the service answer, and for which days; reason: a code."""

    insurer_name: str
    reason: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to an alert, or what the patient said to a generic. facts: those it was given for."""

    alert: str
    facts: str
    answer: str
    note: str
    staff_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DrugHistory:
    """Newest first. newest_month: "2026-09", None without any receipt: what came after it is not known yet."""

    consent_id: ConsentId
    read_at: datetime
    complete_from: date
    newest_month: str | None
    dispensings: tuple[Dispensing, ...]
    withheld: tuple[Withheld, ...]
    answered: tuple[Answered, ...]
    about_generics: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class CheckupValue:
    """item: JLAC10 code. value: a number, a sign or words. low, high: of the reference range, both in it.

    visit_low, visit_high: beyond these a visit to a doctor is advised (受診勧奨判定値).
    """

    item: str
    name: str
    value: str
    unit: str
    low: Decimal | None
    high: Decimal | None
    visit_low: Decimal | None = None
    visit_high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Checkup:
    held_on: date
    insurer_name: str
    registered_at: datetime
    values: tuple[CheckupValue, ...]


@dataclass(frozen=True, slots=True)
class CheckupHistory:
    """Newest first."""

    consent_id: ConsentId
    read_at: datetime
    complete_from: date
    checkups: tuple[Checkup, ...]
    withheld: tuple[Withheld, ...]
