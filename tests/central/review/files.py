"""Receipt files for tests of the review: 医科 receipts of invented people, one line of numbers each."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.letters import FileForm
from app.scheme.receipts.writing import written

SOCIETY = "06139992"
HEAD = "IR,1,13,1,9990014,,見本医院,202611,00,03-0000-0000"


def columns(*days: int) -> str:
    return ",".join("1" if day in days else "" for day in range(1, 32))


@dataclass(frozen=True)
class Bill:
    """The card of `clinic.person()` with treatment on these days of October 2026: 288 points once, 68 on each day."""

    days: tuple[int, ...] = (5, 20)
    insurer: str = SOCIETY
    symbol: str = "１２"
    number: str = "３４５６"
    branch: str | None = "00"
    birth: str = "19880214"
    sex: str = "2"
    kana: str = "カクウハナ"
    month: str = "202610"
    insurance: str = ",,,,,,,,,"
    more: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        return 288 + 68 * len(self.days)

    def lines(self, number: int) -> tuple[str, ...]:
        confirmation = () if self.branch is None else (f"SN,1,01,,,,{self.branch},,",)
        return (
            f"RE,{number},1112,{self.month},架空　花,{self.sex},{self.birth},,,,,28,,{number:06},"
            f",,,,,,,,,,,,,,,,,,,,,,{self.kana},",
            f"HO,{self.insurer.rjust(8)},{self.symbol},{self.number},{len(self.days)},{self.points}{self.insurance}",
            *self.more,
            *confirmation,
            f"JD,1,{columns(*self.days)}",
            "SY,0000999,20261005,1,,見本病名,,",
            f"SI,11,1,111000110,,288,1,,,,,,,{columns(self.days[0])}",
            f"SI,80,1,120002910,,68,{len(self.days)},,,,,,,{columns(*self.days)}",
        )


def uke(*bills: Bill) -> bytes:
    """A whole file."""
    return written(ReceiptKind.MEDICAL, FileForm(), _records(bills))


def _records(bills: Iterable[Bill]) -> Iterable[str]:
    yield HEAD
    count = points = 0
    for count, bill in enumerate(bills, start=1):
        points += bill.points
        yield from bill.lines(count)
    yield f"GO,{count},{points},99"
