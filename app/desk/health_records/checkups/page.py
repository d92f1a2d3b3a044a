"""Checkups as a table: an item a row, a checkup a column, what lies outside its range marked by word and sign.

Two levels, as the programme has them (標準的な健診・保健指導プログラム): guidance beyond the reference range, a visit
to a doctor beyond the values for it.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.desk.health_records.words import withheld_words
from app.desk.theme_tones import Tone
from app.health_records.records import Checkup, CheckupHistory, CheckupValue
from app.scheme.checkup_trend import CheckupTrend, MeasuredValue, checkup_trend, years_of
from app.scheme.checkups import CheckupLevel, OutOfRange, ReferenceRange, place_on_sheet
from app.scheme.days import written_short

MOST_COLUMNS = 5
NOT_GIVEN, WITHOUT_RANGE = "提供なし", "―"


@dataclass(frozen=True, slots=True)
class CheckupCell:
    """tone: None within the range, or where there is none. spoken: the words in full, as a screen reader says them."""

    words: str
    spoken: str
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class CheckupLine:
    """range: of the newest checkup that has the item. told: the picture of its years in words."""

    name: str
    range: str
    cells: tuple[CheckupCell, ...]
    trend: CheckupTrend
    told: str

    @property
    def is_marked(self) -> bool:
        return any(cell.tone is not None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class CheckupsPage:
    """days: of each column, newest first; what does not fit beside stands in the pictures alone."""

    days: tuple[str, ...]
    lines: tuple[CheckupLine, ...]
    source: str
    withheld: tuple[str, ...]

    @property
    def is_marked(self) -> bool:
        """Something lies outside its range, so that the marks need their explanation."""
        return any(line.is_marked for line in self.lines)


@dataclass(frozen=True, slots=True)
class LevelWords:
    """arrows: how many say it without colour."""

    short: str
    full: str
    arrows: int
    tone: Tone


LEVELS = {
    CheckupLevel.GUIDANCE: LevelWords("指導", "保健指導判定値", 1, "caution"),
    CheckupLevel.VISIT: LevelWords("受診", "受診勧奨判定値", 2, "lapsed"),
}
_TONES: tuple[Tone | None, ...] = (None, LEVELS[CheckupLevel.GUIDANCE].tone, LEVELS[CheckupLevel.VISIT].tone)
"""The least serious first."""


def checkups_page(history: CheckupHistory) -> CheckupsPage:
    """The newest five, side by side, in the order of a result sheet; methods of one item share a row."""
    years = years_of(each.held_on for each in history.checkups)
    shown = history.checkups[:MOST_COLUMNS]
    told = sorted((each for checkup in history.checkups for each in checkup.values), key=_place)
    lines = tuple(_line(name, history.checkups, years) for name in dict.fromkeys(each.name for each in told))
    return CheckupsPage(
        days=tuple(written_short(each.held_on) for each in shown),
        lines=lines,
        source=_source_words(history),
        withheld=withheld_words(history.withheld),
    )


def most_serious(lines: Sequence[CheckupLine]) -> int:
    """Place of the first line whose newest value weighs most; of the first line where nothing is marked."""
    weights = [_TONES.index(line.cells[0].tone) for line in lines]
    return weights.index(max(weights))


def mark_words(beyond: OutOfRange) -> str:
    """↑↑受診."""
    level = LEVELS[beyond.level]
    return f"{('↑' if beyond.is_high else '↓') * level.arrows}{level.short}"


def year_words(year: int) -> str:
    """R8年度（2026）: by the era at its end."""
    return f"{written_short(date(year, 12, 31)).partition('.')[0]}年度（{year}）"


def _place(value: CheckupValue) -> int:
    return place_on_sheet(value.item)


def _source_words(history: CheckupHistory) -> str:
    insurers = "、".join(dict.fromkeys(each.insurer_name for each in history.checkups))
    whose = f"保険者（{insurers}）" if insurers else "保険者"
    since = f"{written_short(history.complete_from)}以降に{whose}が登録した健診です。"
    older = len(history.checkups) - MOST_COLUMNS
    return f"{since}表より前の{older}回は、推移の図にあります。" if older > 0 else since


def _line(name: str, checkups: tuple[Checkup, ...], years: range) -> CheckupLine:
    found = [
        [_measured(checkup.held_on, each) for each in checkup.values if each.name == name]
        for checkup in checkups
    ]
    oldest_first = [each for held in reversed(found) for each in held]
    newest = next(each for held in found for each in held)
    trend = checkup_trend(oldest_first, years)
    unit = f"（{newest.unit}）" if newest.unit else ""
    range_words = newest.within.words or WITHOUT_RANGE
    return CheckupLine(
        f"{unicodedata.normalize('NFKC', name)}{unit}",
        range_words,
        tuple(map(_cell, found[:MOST_COLUMNS])),
        trend,
        _told(trend, range_words),
    )


def _measured(held_on: date, value: CheckupValue) -> MeasuredValue:
    within = ReferenceRange(value.low, value.high, value.visit_low, value.visit_high)
    return MeasuredValue(held_on, value.value, value.unit, within)


def _cell(measured: list[MeasuredValue]) -> CheckupCell:
    """Of one checkup: mostly one value; two where it was measured by two methods."""
    if not measured:
        return CheckupCell(NOT_GIVEN, NOT_GIVEN)
    tones = [LEVELS[each.beyond.level].tone if each.beyond else None for each in measured]
    worst = max(tones, key=_TONES.index)
    return CheckupCell("・".join(map(value_words, measured)), "・".join(map(_spoken, measured)), worst)


def value_words(measured: MeasuredValue) -> str:
    return f"{measured.value}{mark_words(measured.beyond) if measured.beyond else ''}"


def _spoken(measured: MeasuredValue) -> str:
    beyond = measured.beyond
    if beyond is None:
        return measured.value
    return f"{measured.value}、{'高い' if beyond.is_high else '低い'}、{LEVELS[beyond.level].full}"


def _told(trend: CheckupTrend, range_words: str) -> str:
    told = [
        f"{year.year}年度 {'・'.join(_spoken(each.measured) for each in year.points) or NOT_GIVEN}"
        for year in trend.years
    ]
    return f"{'。'.join(told)}。基準 {range_words}。"
