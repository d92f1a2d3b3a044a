"""One receipt: its records as they stand in the file, and what they say, read when somebody asks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, Self

from app.errors import InputRefused
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.days import DayPattern, day_of, day_pattern, days_in, days_of_mask, month_of
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS, Layout
from app.scheme.receipts.letters import LetterOutside
from app.scheme.receipts.treatment import (
    FIRST_DAY,
    PHARMACY_DAY,
    TreatmentLine,
    Unit,
    pharmacy_day,
    treatment_line,
    units_of,
    whole,
)

_TREATED = {kind: {begins[:2]: day for begins, day in found.items()} for kind, found in FIRST_DAY.items()}

Record = tuple[str, ...]
"""The items of one record, its name first."""


class PublicPayer(NamedTuple):
    """One public expense (公費) of a receipt. actual_days: 受付回数 on a pharmacy's; None where nothing is written."""

    payer: str
    recipient: str
    actual_days: int | None
    total_points: int | None


class Confirmation(NamedTuple):
    """A 資格確認 record (SN). payer_kind: 1 the insurance, 2–5 the first to fourth public expense."""

    payer_kind: str
    confirmation: str
    insurer: str
    symbol: str
    number: str
    branch: str
    recipient: str


@dataclass(frozen=True)
class Receipt:
    """A receipt as it stands in its file: nothing is parsed before it is asked for, so a broken one is a value too.

    line: where its first record stands, from 1; 0 for one that was made and not read. lines: its records as text,
    without line ends. What cannot be read is None or empty here; `checking` says why.
    """

    kind: ReceiptKind
    line: int
    lines: tuple[str, ...]

    @classmethod
    def of(cls, kind: ReceiptKind, records: Iterable[Record], line: int = 0) -> Self:
        """From records, each a tuple of its items with the name first.

        Raises: LetterOutside where an item holds a comma, which parts items.
        """
        lines = []
        for at, record in enumerate(records):
            lines.append(",".join(record))
            if lines[-1].count(",") >= len(record):
                place = next(place for place, item in enumerate(record) if "," in item)
                raise LetterOutside(",", line and line + at, record[0], f"{place + 1}番目")
        return cls(kind, line, tuple(lines))

    @cached_property
    def records(self) -> tuple[Record, ...]:
        return tuple(tuple(line.split(",")) for line in self.lines)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The name of each record, in order: the two letters in front, all that a name has."""
        return tuple([line[:2] for line in self.lines])

    def layout(self, name: str) -> Layout | None:
        """None for a record this kind does not know."""
        return LAYOUTS[self.kind].get(name)

    def all(self, name: str) -> Iterator[Record]:
        """Every record of that name, in order."""
        return (
            tuple(line.split(","))
            for line, found in zip(self.lines, self.names, strict=True)
            if found == name
        )

    def first(self, name: str) -> Record | None:
        """The first record of that name."""
        if name not in self.names:
            return None
        return tuple(self.lines[self.names.index(name)].split(","))

    def item(self, name: str, item: str) -> str:
        """An item of the first such record by its name in the layout; "" where record or item is missing."""
        record = self._common if name == "RE" else self._insurance if name == "HO" else self.first(name)
        return self._item(record, name, item)

    def _item(self, record: Record | None, name: str, item: str) -> str:
        if record is None:
            return ""
        position = LAYOUTS[self.kind][name].index.get(item, len(record))
        return record[position] if position < len(record) else ""

    @cached_property
    def _common(self) -> Record | None:
        return self.first("RE")

    @cached_property
    def _insurance(self) -> Record | None:
        return self.first("HO")

    # Who, when, how much

    @property
    def number(self) -> str:
        """レセプト番号: counts from 1 in a file."""
        return self.item("RE", "number")

    @property
    def type(self) -> str:
        """レセプト種別: fee table, scheme, how many payers, class of the person."""
        return self.item("RE", "type")

    @property
    def month(self) -> date | None:
        """The first day of the month of treatment."""
        return month_of(self.item("RE", "month"))

    @property
    def name(self) -> str:
        return self.item("RE", "name")

    @property
    def kana(self) -> str:
        """Full-width katakana without a blank; older files have none."""
        return self.item("RE", "kana")

    @property
    def sex(self) -> str:
        """1 male, 2 female."""
        return self.item("RE", "sex")

    @property
    def birth_on(self) -> date | None:
        return day_of(self.item("RE", "birth"))

    @property
    def chart(self) -> str:
        """カルテ番号, or the pharmacy's 調剤録番号."""
        return self.item("RE", "chart")

    @cached_property
    def insured(self) -> InsuredNumber | None:
        """The number it is billed to, with the branch of its SN where one stands (R12); None without a readable one."""
        stated = self._insurance
        if stated is None or len(stated) < 4:
            return None
        return stated_number(stated[1], stated[2], stated[3], self.branch)

    @property
    def branch(self) -> str:
        """枝番 as the insurance's SN states it, "" without one."""
        for line in self.lines:
            if line.startswith("SN,1,"):
                return "".join(line.split(",", 7)[6:7]).strip()
        return ""

    @cached_property
    def confirmations(self) -> tuple[Confirmation, ...]:
        return tuple(Confirmation(*((*record[1:8], *[""] * 7)[:7])) for record in self.all("SN"))

    @cached_property
    def public_payers(self) -> tuple[PublicPayer, ...]:
        days = "receptions" if self.kind is ReceiptKind.PHARMACY else "actual_days"
        return tuple(
            PublicPayer(
                self._item(record, "KO", "payer"),
                self._item(record, "KO", "recipient"),
                whole(self._item(record, "KO", days)),
                whole(self._item(record, "KO", "total_points")),
            )
            for record in self.all("KO")
        )

    @property
    def payers(self) -> int:
        """How many claims (件数) it counts for: the insurance and each public expense."""
        return ("HO" in self.names) + self.names.count("KO")

    @property
    def points(self) -> int | None:
        """合計点数 of the first payer: the insurance, or else the first public expense."""
        if self._insurance is not None:
            return whole(self.item("HO", "total_points"))
        return self.public_payers[0].total_points if self.public_payers else None

    @property
    def actual_days(self) -> int | None:
        """実日数 of the first payer; of a pharmacy's receipt 受付回数."""
        if self._insurance is not None:
            pharmacy = self.kind is ReceiptKind.PHARMACY
            return whole(self.item("HO", "receptions" if pharmacy else "actual_days"))
        return self.public_payers[0].actual_days if self.public_payers else None

    # On which days

    @cached_property
    def treatment(self) -> tuple[TreatmentLine, ...]:
        """The records with day columns (算定日), in order; none on a pharmacy's receipt."""
        layouts, treated = LAYOUTS[self.kind], FIRST_DAY[self.kind]
        found: list[TreatmentLine] = []
        section = ""
        for position, line in enumerate(self.lines):
            if line[:3] in treated:
                found.append(treatment_line(position, line, layouts[line[:2]], section))
                section = found[-1].section
            elif line.startswith("CO,"):
                section = line.split(",", 2)[1] or section
        return tuple(found)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The 算定単位: runs of treatment records, each closed by the one that carries the points."""
        return units_of(self.treatment)

    @cached_property
    def treatment_days(self) -> tuple[int, ...]:
        """Days of the month on which anything was done, ascending: day columns, or CZ and KI of a pharmacy's (R13)."""
        if self.kind is ReceiptKind.PHARMACY:
            return self._days_of_pharmacy()
        treated, mask = _TREATED[self.kind], 0
        for name, line in zip(self.names, self.lines, strict=True):
            if name in treated:
                items = line.split(",", treated[name])
                if len(items) > treated[name]:
                    mask |= day_pattern(items[-1]).mask
        return days_of_mask(mask)

    def _days_of_pharmacy(self) -> tuple[int, ...]:
        first = self.month
        days = {pharmacy_day(line) for line in self.lines if line[:3] in PHARMACY_DAY}
        inside = (day for day in days if day and first and (day.year, day.month) == (first.year, first.month))
        return tuple(sorted(day.day for day in inside))

    @property
    def treated_on(self) -> tuple[date, ...]:
        """`treatment_days` as days of the calendar; none without a readable month, and no 31st of a short one."""
        first = self.month
        return days_in(first, self.treatment_days) if first else ()

    def visits(self, payer_kind: str = "1") -> DayPattern | None:
        """受診日等 (JD) of a payer, each count a code: 1 visit, 2 visit not counted, 9 disagrees; None without JD."""
        for line in self.lines:
            if line.startswith(f"JD,{payer_kind},"):
                return day_pattern(line[5:])
        return None


def stated_number(insurer: str, symbol: str, number: str, branch: str) -> InsuredNumber | None:
    """The number of HO with the branch of its SN; None where none can be read.

    R12: a branch that cannot be one, or stands on a card that has none (後期高齢), spoils nothing.
    """
    for each in (branch, "") if branch else ("",):
        try:
            return InsuredNumber.parse(insurer, symbol, number, each)
        except InputRefused:
            pass
    return None
