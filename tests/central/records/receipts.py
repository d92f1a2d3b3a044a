"""A pharmacy's and a clinic's receipts with medicines, of the person of `clinic.person()`."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.letters import FileForm
from app.scheme.receipts.writing import written
from tests.central.review.files import HEAD, SOCIETY, Bill

ZOLPIDEM, ZOLPIDEM_GENERIC = "699000181", "699000182"
AMLODIPINE, AMLODIPINE_GENERIC = "699000101", "699000102"
TAPE = "699000321"
PRESCRIBER = "見本ひみつ内科"
OTHER_PRESCRIBER = "架空かくし皮膚科"


def record(kind: ReceiptKind, of: str, /, **items: object) -> str:
    """A record by the names of its items; whatever is not named is empty."""
    layout = LAYOUTS[kind][of]
    cells = [""] * len(layout.items)
    for item, value in items.items():
        cells[layout.index[item] - 1] = str(value)
    return ",".join((of, *cells))


@dataclass(frozen=True)
class Prescription:
    """One block: a medicine, a day's dose (内服) or the whole, on days of October 2026."""

    code: str = ZOLPIDEM
    quantity: str = "1"
    count: int = 14
    days: tuple[int, ...] = (5,)
    form: str = "1"


@dataclass(frozen=True)
class PharmacyBill:
    prescriptions: tuple[Prescription, ...] = (Prescription(),)
    prescriber: str = PRESCRIBER
    insurer: str = SOCIETY
    symbol: str = "１２"
    number: str = "３４５６"
    branch: str = "00"
    birth: str = "19880214"
    month: str = "202610"
    points: int = 320

    def lines(self, number: int) -> Iterable[str]:
        kind = ReceiptKind.PHARMACY
        yield record(
            kind,
            "RE",
            number=number,
            type="4112",
            month=self.month,
            name="架空　花",
            sex="2",
            birth=self.birth,
            prescriber_prefecture="13",
            prescriber_fee_table="1",
            prescriber="9990055",
            prescriber_name=self.prescriber,
            kana="カクウハナ",
        )
        yield record(
            kind,
            "HO",
            insurer=self.insurer.rjust(8),
            symbol=self.symbol,
            number=self.number,
            receptions=1,
            total_points=self.points,
        )
        yield f"SN,1,01,,,,{self.branch},,"
        for place, each in enumerate(self.prescriptions, start=1):
            yield record(kind, "SH", number=f"{place:02}", form=each.form)
            for day in each.days:
                yield record(
                    kind,
                    "CZ",
                    dispensed_on=f"{self.month}{day:02}",
                    reception="01",
                    quantity=each.count,
                    drug_points=self.points if place == 1 and day == each.days[0] else 0,
                )
            yield record(kind, "IY", burden="1", code=each.code, quantity=each.quantity)


def pharmacy_file(*bills: PharmacyBill, claimed: str = "202611") -> bytes:
    head = f"YK,1,13,4,9990029,例示薬局,{claimed},00,03-0000-0001"
    lines = [line for number, bill in enumerate(bills, start=1) for line in bill.lines(number)]
    total = sum(bill.points for bill in bills)
    return written(ReceiptKind.PHARMACY, FileForm(), [head, *lines, f"GO,{len(bills)},{total},99"])


def clinic_file(*medicines: str, bill: Bill | None = None) -> bytes:
    """One receipt of the clinic, with lines of medicines."""
    found = bill or Bill()
    lines = [*found.lines(1), *medicines]
    total = found.points + sum(_points(line) for line in medicines)
    lines[1] = lines[1].replace(f",{found.points},", f",{total},", 1)
    return written(ReceiptKind.MEDICAL, FileForm(), [HEAD, *lines, f"GO,1,{total},99"])


def _points(line: str) -> int:
    cells = line.split(",")
    return int(cells[5] or 0) * int(cells[6])


def clinic_medicine(
    code: str, quantity: str, day: int, times: int, section: str = "21", points: int | str = 4
) -> str:
    """An IY record: the quantity so many times on that day."""
    cells = ["" for _ in range(31)]
    cells[day - 1] = str(times)
    return f"IY,{section},1,{code},{quantity},{points},{times},,,,,,,{','.join(cells)}"
