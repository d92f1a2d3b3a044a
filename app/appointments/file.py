"""A clinic's file of appointments (CSV) read into appointments; a broken row never hides a good one (R10)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.appointments.appointment import Appointment
from app.appointments.columns import (
    FIELD_WORDS,
    fitting_mapping,
    guessed_mapping,
    missing_fields,
)
from app.appointments.table import AppointmentFileRefused, Table, TableRow, read_table
from app.errors import InputRefused
from app.patients.form_fields import holds_my_number
from app.scheme.days import ERAS, parse_day, parse_month_day
from app.scheme.digits import folded
from app.scheme.numbers import LATE_ELDERLY_LAW, InsuredNumber

_LONGEST = {"at": 20, "chart_number": 40, "name": 60, "kana": 60}
_ROWS_BETWEEN_BREATHS = 50
_UNREAD = "\N{REPLACEMENT CHARACTER}"
_TIME = re.compile(r"[\sT](\d{1,2}[:：時]\d{2})(?:[:：]\d{2})?分?$")
_NO_DAY = "暦にない日付か、読めない書き方です"
_ERA_CODED = re.compile(r"[1-5]\d{6}")


class ColumnsMissing(AppointmentFileRefused):
    """No column is known for a field that is needed; the argument names them."""

    code = "appointments.columns_missing"


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a row was left out. line: in the file, from 1. field: one of ours, "" for the row itself.

    reason: in Japanese, without the value.
    """

    line: int
    field: str
    reason: str

    @property
    def words(self) -> str:
        """3行目　保険者番号：8桁（国保は6桁）ではありません"""
        field = f"{FIELD_WORDS[self.field]}：" if self.field else ""
        return f"{self.line}行目　{field}{self.reason}"


@dataclass(frozen=True, slots=True)
class AppointmentFile:
    """What a file came to. appointments: at least one, in the file's order."""

    header: tuple[str, ...]
    mapping: dict[str, str]
    appointments: tuple[Appointment, ...]
    complaints: tuple[Complaint, ...]


class _RowBroken(Exception):
    """field, reason: as in Complaint."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field)
        self.field = field
        self.reason = reason


def read_appointments(
    content: bytes, mapping: Mapping[str, str] | None = None, default_day: date | None = None
) -> AppointmentFile:
    """mapping: field to column name; None goes by the headings. default_day: of rows that name no day.

    Raises: AppointmentFileRefused; ColumnsMissing where the columns cannot be told, FileEmpty for no row at all.
    Rows that are all broken are no error: the complaints say so.
    """
    table = read_table(content)
    known = fitting_mapping(mapping, table.header) if mapping is not None else guessed_mapping(table.header)
    if missing := missing_fields(known):
        raise ColumnsMissing(", ".join(missing))
    appointments, complaints = appointments_of(table, known, default_day)
    return AppointmentFile(table.header, known, appointments, complaints)


def appointments_of(
    table: Table,
    mapping: Mapping[str, str],
    default_day: date | None,
    breathe: Callable[[], None] = lambda: None,
) -> tuple[tuple[Appointment, ...], tuple[Complaint, ...]]:
    """Good rows and what is wrong with the others. breathe: called every few rows, so that others get their turn.

    A full birth date stays whole, also beside a branch; month and day alone need one (R6).
    """
    places = {field: table.header.index(name) for field, name in mapping.items()}
    appointments, complaints = [], []
    for count, row in enumerate(table.rows):
        if count % _ROWS_BETWEEN_BREATHS == 0:
            breathe()
        try:
            appointments.append(_appointment(row, places, default_day))
        except _RowBroken as broken:
            complaints.append(Complaint(row.line, broken.field, broken.reason))
    return tuple(appointments), tuple(complaints)


def _appointment(row: TableRow, places: Mapping[str, int], default_day: date | None) -> Appointment:
    if not row.whole:
        raise _RowBroken("", "引用符か列の数が合いません")
    values = {field: row.cells[place].strip() for field, place in places.items()}
    for field, value in values.items():
        _must_be_readable(field, value)
    day, time = _day_and_time(values, default_day, same=places.get("on") == places.get("at"))
    insured = _insured(values)
    birth_on, month_day = _birth(values.get("birth", ""), insured, day)
    return Appointment(
        line=row.line,
        on=day,
        at=time,
        chart_number=values.get("chart_number", ""),
        name="　".join(values.get("name", "").split()),
        kana="　".join(values.get("kana", "").split()),
        birth_on=birth_on,
        month_day=month_day,
        insured=insured,
    )


def _must_be_readable(field: str, value: str) -> None:
    if holds_my_number(value):
        raise _RowBroken(field, "個人番号（マイナンバー）は取り込めません")
    if _UNREAD in value:
        raise _RowBroken(field, "読めない文字があります")
    if field in _LONGEST and len(value) > _LONGEST[field]:
        raise _RowBroken(field, "長すぎます")


def _day_and_time(values: Mapping[str, str], default_day: date | None, same: bool) -> tuple[date, str]:
    """same: one column holds both (予約日時), or neither has one."""
    typed, time = values.get("on", ""), values.get("at", "")
    if found := _TIME.search(typed):
        typed, time = typed[: found.start()].strip(), found[1] if same or not time else time
    elif same:
        time = ""
    if not typed:
        if default_day is None:
            raise _RowBroken("on", "日付がありません")
        return default_day, time
    try:
        return _day(typed), time
    except InputRefused:
        raise _RowBroken("on", _NO_DAY) from None


def _day(typed: str) -> date:
    """As people type it, or as receipt systems write it: 3630214 is S63.2.14. Raises: DayMalformed."""
    digits = folded(typed)
    if _ERA_CODED.fullmatch(digits):
        era = next(each for each in ERAS if each.code == digits[0])
        return parse_day(f"{era.letter}{digits[1:]}")
    return parse_day(typed)


def _insured(values: Mapping[str, str]) -> InsuredNumber:
    try:
        return InsuredNumber.parse(
            _padded(values["insurer"], (6, 8)),
            values.get("symbol", ""),
            values["number"],
            _padded(values.get("branch", ""), (2,)),
        )
    except InputRefused as refusal:
        raise _RowBroken(refusal.field, _card_reason(refusal.field, values)) from None


def _padded(typed: str, lengths: tuple[int, ...]) -> str:
    """A sheet drops the zeros in front of a number: one digit short of a length gets its zero back."""
    digits = folded(typed)
    if digits.isascii() and digits.isdigit() and len(digits) + 1 in lengths:
        return f"0{digits}"
    return typed


def _card_reason(field: str, values: Mapping[str, str]) -> str:
    if not folded(values.get(field, "")):
        return "空欄です"
    if field == "symbol" and folded(values["insurer"]).startswith(LATE_ELDERLY_LAW):
        return "後期高齢者医療の証に記号・枝番はありません"
    return {
        "insurer": "8桁（国保は6桁）ではありません",
        "symbol": "券面の記号の形ではありません",
        "number": "券面の番号の形ではありません",
        "branch": "2桁の数字ではありません",
    }[field]


def _birth(typed: str, insured: InsuredNumber, on: date) -> tuple[date | None, str | None]:
    if not typed:
        raise _RowBroken("birth", "空欄です")
    try:
        birth_on = _day(typed)
    except InputRefused:
        return None, _month_day(typed, insured)
    if birth_on > on:
        raise _RowBroken("birth", "予約日より後の日付です")
    return birth_on, None


def _month_day(typed: str, insured: InsuredNumber) -> str:
    try:
        month_day = parse_month_day(_padded(typed, (4,)))
    except InputRefused:
        raise _RowBroken("birth", _NO_DAY) from None
    if insured.branch is None:
        raise _RowBroken("birth", "枝番のない証には、年月日がそろった生年月日が要ります")
    return month_day
