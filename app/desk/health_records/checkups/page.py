"""Checkups as a table: an item a row, a checkup a column, what lies outside its range marked by word and sign.

Two levels, as the programme has them (標準的な健診・保健指導プログラム): guidance beyond the reference range, a visit
to a doctor beyond the values for it.
"""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.desk.health_records.words import withheld_words
from app.desk.theme_tones import Tone
from app.health_records.records import CheckupHistory, CheckupValue
from app.scheme.days import written_short

MOST_YEARS = 5
NOT_GIVEN = "提供なし"


@dataclass(frozen=True, slots=True)
class CheckupCell:
    """tone: None within the range, or where there is none. spoken: the words in full, as a screen reader says them."""

    words: str
    spoken: str
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class CheckupLine:
    """range: of the newest checkup that has the item."""

    name: str
    range: str
    cells: tuple[CheckupCell, ...]


@dataclass(frozen=True, slots=True)
class CheckupsPage:
    """days, insurers: of each column, newest first."""

    days: tuple[str, ...]
    insurers: tuple[str, ...]
    lines: tuple[CheckupLine, ...]
    complete: str
    withheld: tuple[str, ...]

    @property
    def is_marked(self) -> bool:
        """Something lies outside its range, so that the marks need their explanation."""
        return any(cell.tone is not None for line in self.lines for cell in line.cells)


def checkups_page(history: CheckupHistory) -> CheckupsPage:
    """The newest five, side by side; methods of one item share a row."""
    shown = history.checkups[:MOST_YEARS]
    by_day = [{each.name: each for each in checkup.values} for checkup in shown]
    names = dict.fromkeys(name for values in by_day for name in values)
    return CheckupsPage(
        days=tuple(written_short(each.held_on) for each in shown),
        insurers=tuple(each.insurer_name for each in shown),
        lines=tuple(_line(name, [values.get(name) for values in by_day]) for name in names),
        complete=f"{written_short(history.complete_from)}以降に保険者が登録した健診です。",
        withheld=withheld_words(history.withheld),
    )


def _line(name: str, values: list[CheckupValue | None]) -> CheckupLine:
    newest = next(each for each in values if each is not None)
    unit = f"（{newest.unit}）" if newest.unit else ""
    narrow = unicodedata.normalize("NFKC", name)
    return CheckupLine(f"{narrow}{unit}", _range_words(newest), tuple(map(_cell, values)))


def _cell(value: CheckupValue | None) -> CheckupCell:
    if value is None:
        return CheckupCell(NOT_GIVEN, NOT_GIVEN)
    try:
        number = Decimal(value.value)
    except InvalidOperation:
        return CheckupCell(value.value, value.value)
    for low, high, level in (
        (value.visit_low, value.visit_high, _VISIT),
        (value.low, value.high, _GUIDANCE),
    ):
        if high is not None and number > high:
            return level.cell(value.value, "↑", "高い")
        if low is not None and number < low:
            return level.cell(value.value, "↓", "低い")
    return CheckupCell(value.value, value.value)


@dataclass(frozen=True, slots=True)
class _Level:
    """arrows: how many say it without colour."""

    short: str
    full: str
    arrows: int
    tone: Tone

    def cell(self, value: str, arrow: str, direction: str) -> CheckupCell:
        return CheckupCell(
            f"{value} {arrow * self.arrows}{self.short}", f"{value}、{direction}、{self.full}", self.tone
        )


_GUIDANCE = _Level("指導", "保健指導判定値", 1, "caution")
_VISIT = _Level("受診", "受診勧奨判定値", 2, "lapsed")


def _range_words(value: CheckupValue) -> str:
    match value.low, value.high:
        case None, None:
            return "―"
        case None, high:
            return f"{high} 以下"
        case low, None:
            return f"{low} 以上"
        case low, high:
            return f"{low}〜{high}"
