"""Which medicines a receipt tells, on which day, how much, for how many days: what drug information is made of (R15).

医科 and 歯科 write a medicine with day columns: what stands below a day is how often the quantity was given on it, for
内服 the days that it lasts. 調剤 writes it in a prescription block: 使用量 a day (or a time), and how many in each CZ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.scheme.receipts.day_columns import DAYS
from app.scheme.receipts.days import day_of, day_pattern, days_in
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.receipt import Receipt, Record
from app.scheme.receipts.treatment import whole


class MedicineForm(StrEnum):
    """How a medicine is used: 内服, 屯服, 外用, 注射; the rest is given during treatment."""

    INTERNAL = "internal"
    AS_NEEDED = "as_needed"
    EXTERNAL = "external"
    INJECTION = "injection"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DispensedMedicine:
    """code: 9 digits, as the receipt writes it. quantity: of the whole dispensing, in the unit of the price list.

    days_supply: 内服 alone; None where the receipt gives none.
    """

    on: date
    code: str
    quantity: Decimal
    days_supply: int | None
    form: MedicineForm


def dispensed_medicines(receipt: Receipt) -> tuple[DispensedMedicine, ...]:
    """In the order of the records. A line whose day, code or quantity cannot be read tells nothing."""
    if receipt.kind is ReceiptKind.PHARMACY:
        return tuple(_of_prescriptions(receipt))
    return tuple(_of_treatment(receipt))


# 医科, 歯科

_FORM_OF_SECTION = {
    "21": MedicineForm.INTERNAL,
    "22": MedicineForm.AS_NEEDED,
    "23": MedicineForm.EXTERNAL,
    "31": MedicineForm.INJECTION,
    "32": MedicineForm.INJECTION,
    "33": MedicineForm.INJECTION,
}
"""By 診療識別."""

_WITH_SECTION = frozenset({"SI", "SS", "IY", "TO", "CO"})


def _of_treatment(receipt: Receipt) -> Iterator[DispensedMedicine]:
    month = receipt.month
    if month is None:
        return
    layout = LAYOUTS[receipt.kind]["IY"]
    code_at, quantity_at, first_day = layout.index["code"], layout.index["quantity"], layout.first_day
    section = ""
    for record in receipt.records:
        if record[0] not in _WITH_SECTION:
            continue
        section = _item(record, 1) or section  # stands on the first record of its run alone
        if record[0] != "IY":
            continue
        quantity = _quantity(_item(record, quantity_at))
        code = _item(record, code_at)
        if quantity is None or not _is_code(code):
            continue
        form = _FORM_OF_SECTION.get(section, MedicineForm.OTHER)
        pattern = day_pattern(",".join(record[first_day : first_day + DAYS]))
        counts = dict(zip(pattern.days, pattern.counts, strict=True))
        for day in days_in(month, pattern.days):
            times = counts[day.day]
            days_supply = times if form is MedicineForm.INTERNAL else None
            yield DispensedMedicine(day, code, quantity * times, days_supply, form)


# 調剤

_FORM_OF_BLOCK = {
    "1": MedicineForm.INTERNAL,
    "2": MedicineForm.INTERNAL,
    "3": MedicineForm.AS_NEEDED,
    "4": MedicineForm.INJECTION,
    "5": MedicineForm.EXTERNAL,
    "6": MedicineForm.INTERNAL,
    "7": MedicineForm.INTERNAL,
}
"""By 剤形 of SH: 内服, 内滴, 屯服, 注射, 外用, 浸煎, 湯."""

_DROPS = "2"
"""内滴: the whole quantity stands in 使用量, and no days."""

_PHARMACY = LAYOUTS[ReceiptKind.PHARMACY]
_SH, _CZ, _IY = (_PHARMACY[name].index for name in ("SH", "CZ", "IY"))


def _of_prescriptions(receipt: Receipt) -> Iterator[DispensedMedicine]:
    block: list[Record] = []
    for record in (*receipt.records, ("SH",)):
        if record[0] == "SH":
            yield from _of_block(block)
            block = []
        block.append(record)


def _of_block(block: list[Record]) -> Iterator[DispensedMedicine]:
    if not block or block[0][0] != "SH":
        return
    kind = _item(block[0], _SH["form"])
    form = _FORM_OF_BLOCK.get(kind, MedicineForm.OTHER)
    lasts = form is MedicineForm.INTERNAL and kind != _DROPS
    for dispensing in (record for record in block if record[0] == "CZ"):
        day = day_of(_item(dispensing, _CZ["dispensed_on"]))
        times = whole(_item(dispensing, _CZ["quantity"]))
        if day is None:
            continue
        for record in (each for each in block if each[0] == "IY"):
            quantity, code = _quantity(_item(record, _IY["quantity"])), _item(record, _IY["code"])
            if quantity is not None and _is_code(code):
                yield DispensedMedicine(day, code, quantity * (times or 1), times if lasts else None, form)


_CODE_DIGITS = 9


def _item(record: Record, place: int) -> str:
    return record[place] if place < len(record) else ""


def _is_code(text: str) -> bool:
    return len(text) == _CODE_DIGITS and text.isascii() and text.isdigit()


def _quantity(text: str) -> Decimal | None:
    """Above nothing; None for an empty item or anything that is no plain decimal."""
    whole_part, _, rest = text.partition(".")
    if not (whole_part + rest).isascii() or not (whole_part + rest).isdigit():
        return None
    return Decimal(text) or None
