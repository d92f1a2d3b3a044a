"""Medicines of the price list (薬価基準): their code, their class, and what a generic would save (R15).

A code has 12 digits and letters: class 4 (薬効分類), route and ingredient 3, form 1, strength 1, brand 2, check 1.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.scheme.medicine_classes import CLASS_NAMES
from app.scheme.receipts.medicines import MedicineForm

_GROUP = 9
_CLASS = 4
_CODE = re.compile(r"[0-9]{7}[A-Z][0-9]{4}")
_COMPANY = re.compile(r"[「（].*$")


def is_medicine_code(text: str) -> bool:
    """Whether it has the shape of a 薬価基準収載医薬品コード."""
    return bool(_CODE.fullmatch(text))


def generic_group(code: str) -> str:
    """What brand and generics share: ingredient, route, form and strength; "" without a code."""
    return code[:_GROUP]


def class_of(code: str) -> str:
    """薬効分類, four digits; "" without a code."""
    return code[:_CLASS]


def class_name(class_code: str) -> str:
    """What a class of three or four digits is for; "" for an unknown one."""
    return CLASS_NAMES.get(class_code[:3], "")


def general_name(name: str) -> str:
    """A generic's name without its company: "アムロジピン錠５ｍｇ「見本」" gives "アムロジピン錠５ｍｇ".

    Generics are named by ingredient, form, strength and, last in 「」, company; so this is what the group shares.
    """
    return _COMPANY.sub("", name).strip()


@dataclass(frozen=True, slots=True)
class MedicineEntry:
    """One line of the price list. price: yen a unit. ended_on: the last day it may be used, None while it stays.

    ingredient: with form and strength, "" where only the group tells it.
    """

    receipt_code: str
    code: str
    name: str
    ingredient: str
    unit: str
    form: MedicineForm
    is_generic: bool
    price: Decimal
    valid_from: date
    ended_on: date | None


def saving_yen(price: Decimal, generic_price: Decimal, quantity: Decimal) -> int:
    """What the generic saves on a dispensing at full price: the difference of a unit × quantity, half a yen rounded up.

    One rounding, of the product; 0 where the generic is no cheaper.
    """
    saved = ((price - generic_price) * quantity).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return max(0, int(saved))
