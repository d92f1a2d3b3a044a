"""Receipts of the town's chronically ill: what a pharmacy and a clinic hand in for a month of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_DOWN, Decimal

from app.central.practice.medicines import town_medicines
from app.central.practice.receipts import one_width, writable
from app.central.registry.entries import InstitutionEntry, PersonEntry
from app.scheme.days import age_on
from app.scheme.medicines import MedicineEntry
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.receipt import Receipt, Record

_PHARMACY = ReceiptKind.PHARMACY
_BASIC_FEE = ("414000710", 45)
_VISIT = ("112007410", 75)
_YEN_A_POINT = 10
_LEAST_POINTS = 1


@dataclass(frozen=True, slots=True)
class Regimen:
    """A medicine taken on and on. code: as receipts write it. a_day: units a day."""

    code: str
    a_day: int = 1

    @property
    def medicine(self) -> MedicineEntry:
        return _MEDICINES[self.code]


_MEDICINES = {each.receipt_code: each for each in town_medicines()}


@dataclass(frozen=True, slots=True)
class Prescribed:
    """One prescription: who wrote it, and what was dispensed on which day for how many days."""

    clinic: InstitutionEntry
    on: date
    days: int
    regimens: tuple[Regimen, ...]


def pharmacy_receipt(
    person: PersonEntry, stated: InsuredNumber, number: int, prescribed: Sequence[Prescribed]
) -> Receipt:
    """Of one month and one clinic, as the layout has it: each prescription a reception of its own."""
    kind, first = _PHARMACY, prescribed[0]
    records: list[Record] = []
    total = 0
    for reception, each in enumerate(prescribed, start=1):
        for regimen in each.regimens:
            points = _points_a_day(regimen) * each.days
            total += points
            records += _block(regimen, each, reception, points)
    fees = [_fee(each.on, reception) for reception, each in enumerate(prescribed, start=1)]
    total += _BASIC_FEE[1] * len(fees)
    common = _record(
        kind,
        "RE",
        **_common(kind, person, stated, number, first.on),
        prescriber_prefecture=first.clinic.code[:2],
        prescriber_fee_table=first.clinic.code[2],
        prescriber=first.clinic.code[3:],
        prescriber_name=first.clinic.name,
    )
    insurance = _record(kind, "HO", **_insurance(stated, total), receptions=len(fees))
    return Receipt.of(kind, (common, insurance, *records, *fees))


def clinic_receipt(
    person: PersonEntry, stated: InsuredNumber, number: int, on: date, in_house: Prescribed | None
) -> Receipt:
    """Of one visit, with what the clinic dispensed itself."""
    kind = ReceiptKind.MEDICAL
    total, records = _VISIT[1], [_act("SI", _VISIT[0], "12", _VISIT[1], 1, on)]
    for regimen in in_house.regimens if in_house else ():
        points, days = _points_a_day(regimen), in_house.days if in_house else 0
        total += points * days
        records.append(_act("IY", regimen.code, "21", points, days, on, regimen.a_day))
    common = _record(kind, "RE", **_common(kind, person, stated, number, on))
    insurance = _record(kind, "HO", **_insurance(stated, total), actual_days=1)
    return Receipt.of(kind, (common, insurance, *records))


def _act(
    name: str, code: str, section: str, points: int, times: int, on: date, quantity: int | str = ""
) -> Record:
    """With so many times below the day, and points each time."""
    return _record(
        ReceiptKind.MEDICAL,
        name,
        section=section,
        burden=1,
        code=code,
        quantity=quantity,
        points=points,
        times=times,
        **{f"day{on.day}": times},
    )


def _common(
    kind: ReceiptKind, person: PersonEntry, stated: InsuredNumber, number: int, on: date
) -> dict[str, object]:
    """What RE says of anybody."""
    details = person.details
    return {
        "number": number,
        "type": _type(kind, person, stated, on),
        "month": f"{on:%Y%m}",
        "name": writable(details.name),
        "sex": details.sex,
        "birth": f"{details.birth_on:%Y%m%d}",
        "kana": details.kana.replace("　", ""),
    }


def _insurance(stated: InsuredNumber, points: int) -> dict[str, object]:
    return {
        "insurer": f"{stated.insurer.digits:>8}",
        "symbol": one_width(stated.symbol),
        "number": one_width(stated.number),
        "total_points": points,
    }


def _fee(on: date, reception: int) -> Record:
    code, points = _BASIC_FEE
    return _record(
        _PHARMACY,
        "KI",
        counted_on=f"{on:%Y%m%d}",
        reception=f"{reception:02}",
        basic=code,
        basic_points=points,
    )


def _block(regimen: Regimen, prescribed: Prescribed, reception: int, points: int) -> list[Record]:
    on = f"{prescribed.on:%Y%m%d}"
    return [
        _record(_PHARMACY, "SH", number=f"{reception:02}", form=1, unit_price=_points_a_day(regimen)),
        _record(
            _PHARMACY,
            "CZ",
            prescribed_on=on,
            dispensed_on=on,
            reception=f"{reception:02}",
            quantity=prescribed.days,
            drug_points=points,
        ),
        _record(_PHARMACY, "IY", burden=1, code=regimen.code, quantity=regimen.a_day),
    ]


def _points_a_day(regimen: Regimen) -> int:
    """The price of a day in points, just half rounded down (五捨五超入), one at least."""
    points = (regimen.medicine.price * regimen.a_day / _YEN_A_POINT).quantize(Decimal(1), ROUND_HALF_DOWN)
    return max(_LEAST_POINTS, int(points))


def _type(kind: ReceiptKind, person: PersonEntry, stated: InsuredNumber, day: date) -> str:
    late_elderly = stated.insurer.is_late_elderly
    elderly = late_elderly or age_on(person.details.birth_on, day) >= 70
    return f"{kind.fee_table}{'3' if late_elderly else '1'}1{'8' if elderly else '2'}"


def _record(kind: ReceiptKind, of: str, /, **items: object) -> Record:
    layout = LAYOUTS[kind][of]
    cells = [of, *[""] * (layout.length - 1)]
    for item, value in items.items():
        cells[layout.index[item]] = str(value)
    return tuple(cells)
