"""The person's checkups: each item through the years, with the range it should keep (R16)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from app.contract.records import CheckupReply, CheckupValue
from app.scheme.dated import Dated

_SINCE = date(2008, 4, 1)
_YES_NO = {"1": "はい", "2": "いいえ"}
_YES_FORMERLY_NO = {"1": "はい", "2": "以前は吸っていた", "3": "いいえ"}
_METABOLIC = {"1": "基準該当", "2": "予備群該当", "3": "非該当", "4": "判定不能"}
_GUIDANCE = {"1": "積極的支援", "2": "動機付け支援", "3": "なし", "4": "判定不能"}
_CODED: dict[str, Dated[dict[str, str]]] = {
    "9N501000000000011": Dated(((_SINCE, _METABOLIC),)),
    "9N506000000000011": Dated(((_SINCE, _GUIDANCE),)),
    "9N701000000000011": Dated(((_SINCE, _YES_NO),)),
    "9N706000000000011": Dated(((_SINCE, _YES_NO),)),
    "9N711000000000011": Dated(((_SINCE, _YES_NO),)),
    "9N736000000000011": Dated(((_SINCE, _YES_NO), (date(2024, 4, 1), _YES_FORMERLY_NO))),
}
"""What codes of questions and judgements mean. Source: the standard questionnaire of the checkup, changed in 2024."""

_HEIGHT = 40
_WIDTH = 100
_MARGIN = 4


@dataclass(frozen=True, slots=True)
class Point:
    """In the drawing: 100 wide, 40 high, down from the top."""

    x: float
    y: float
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """held_on and what was found. is_outside: beyond the range of that day."""

    held_on: date
    value: str
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """range_words: 129以下. points: empty where an item has no unit or was measured once. words: the drawing told."""

    name: str
    unit: str
    range_words: str
    measured: tuple[Measured, ...]
    points: tuple[Point, ...]
    range_top: float
    range_height: float
    words: str


def trends(checkups: Iterable[CheckupReply]) -> tuple[Trend, ...]:
    """By item, oldest value first; the several methods of one item are one trend. checkups: newest first."""
    found: defaultdict[tuple[str, str], list[tuple[date, CheckupValue]]] = defaultdict(list)
    for checkup in checkups:
        for each in checkup.values:
            found[each.name, each.unit].insert(0, (checkup.held_on, each))
    return tuple(_trend(name, unit, held) for (name, unit), held in found.items())


def _trend(name: str, unit: str, held: Sequence[tuple[date, CheckupValue]]) -> Trend:
    measured = tuple(Measured(on, _words(value, on), _is_outside(value)) for on, value in held)
    low, high = held[-1][1].low, held[-1][1].high
    numbers = [_number(value.value) for _, value in held]
    points: tuple[Point, ...] = ()
    top, height = 0.0, 0.0
    if unit and len(numbers) > 1 and None not in numbers:
        whole = [each for each in numbers if each is not None]
        scale = _scale([*whole, *(each for each in (low, high) if each is not None)])
        points = tuple(
            Point(x, _y(number, scale), one.is_outside)
            for x, number, one in zip(_places([on for on, _ in held]), whole, measured, strict=True)
        )
        if low is not None or high is not None:
            top = _y(high, scale) if high is not None else 0.0
            height = (_y(low, scale) if low is not None else float(_HEIGHT)) - top
    words = "、".join(
        f"{each.held_on.year}年 {each.value}{'（基準の外）' if each.is_outside else ''}" for each in measured
    )
    return Trend(name, unit, _range_words(low, high), measured, points, top, height, words)


def _words(value: CheckupValue, held_on: date) -> str:
    """An answer or a judgement by its words; what is no such code as it was registered."""
    coded = _CODED.get(value.item)
    words = coded.on(held_on) if coded else None
    return (words or {}).get(value.value, value.value)


def _is_outside(value: CheckupValue) -> bool:
    number = _number(value.value)
    if number is None:
        return False
    return (value.low is not None and number < value.low) or (value.high is not None and number > value.high)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _range_words(low: Decimal | None, high: Decimal | None) -> str:
    if low is not None and high is not None:
        return f"{low}〜{high}"
    if low is not None:
        return f"{low}以上"
    return f"{high}以下" if high is not None else ""


def _scale(numbers: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Lowest and highest of what is drawn, never the same."""
    low, high = min(numbers), max(numbers)
    return (low, high) if high > low else (low - 1, high + 1)


def _y(number: Decimal, scale: tuple[Decimal, Decimal]) -> float:
    low, high = scale
    share = float((number - low) / (high - low))
    return round(_HEIGHT - _MARGIN - share * (_HEIGHT - 2 * _MARGIN), 2)


def _places(days: Sequence[date]) -> list[float]:
    """By time, the first at the left margin and the last at the right."""
    whole = (days[-1] - days[0]).days or 1
    return [round(_MARGIN + (day - days[0]).days / whole * (_WIDTH - 2 * _MARGIN), 2) for day in days]
