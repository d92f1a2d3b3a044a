"""Values of the specific health checkup (特定健診): items by JLAC10 code, and reference ranges as dated data (R16).

Source: the standard programme (標準的な健診・保健指導プログラム): a range ends where its value for guidance
(保健指導判定値) begins. A range that changes gets another step with its first day.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from app.scheme.dated import Dated

MALE, FEMALE = "1", "2"


class ValueKind(StrEnum):
    """What an item's value is: a number, a grade of a test strip (1 －, 2 ±, 3 ＋, 4 ＋＋, 5 ＋＋＋), or a code.

    Codes answer a question or tell a judgement; which words they stand for may change with the years.
    """

    NUMBER = "number"
    GRADE = "grade"
    CODE = "code"


GRADES = {"1": "－", "2": "±", "3": "＋", "4": "＋＋", "5": "＋＋＋"}


class CheckupLevel(StrEnum):
    """What a number outside its range calls for: guidance on living, or a visit to a doctor."""

    GUIDANCE = "guidance"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """is_high: above the range; else below it."""

    level: CheckupLevel
    is_high: bool


@dataclass(frozen=True, slots=True)
class ReferenceRange:
    """From low to high, both in it; None where it is open. Beyond it guidance begins.

    visit_low, visit_high: beyond these a visit to a doctor is advised (受診勧奨判定値).
    """

    low: Decimal | None
    high: Decimal | None
    visit_low: Decimal | None = None
    visit_high: Decimal | None = None

    @property
    def words(self) -> str:
        """129以下, 40以上, 100〜119; "" where both ends are open."""
        if self.low is not None and self.high is not None:
            return f"{self.low}〜{self.high}"
        if self.low is not None:
            return f"{self.low}以上"
        return f"{self.high}以下" if self.high is not None else ""

    def beyond(self, number: Decimal) -> OutOfRange | None:
        """Where the number lies outside, by the farther step that it passes; None within the range."""
        for low, high, level in (
            (self.visit_low, self.visit_high, CheckupLevel.VISIT),
            (self.low, self.high, CheckupLevel.GUIDANCE),
        ):
            if high is not None and number > high:
                return OutOfRange(level, is_high=True)
            if low is not None and number < low:
                return OutOfRange(level, is_high=False)
        return None


NO_RANGE = ReferenceRange(None, None)


@dataclass(frozen=True, slots=True)
class CheckupItem:
    """One item. code: JLAC10, 17 digits and letters. ranges: by sex, as they held on a day.

    words: of an answer's or a judgement's codes, as they were asked on a day.
    """

    code: str
    name: str
    unit: str
    kind: ValueKind
    ranges: dict[str, Dated[ReferenceRange]]
    words: Dated[dict[str, str]] | None = None

    def range_on(self, sex: str, day: date) -> ReferenceRange:
        """For a person of that sex on the day of the checkup; open on both sides where none is set."""
        dated = self.ranges.get(sex)
        return (dated.on(day) if dated else None) or NO_RANGE

    def complaint(self, value: str) -> str | None:
        """Why the item does not take this value, None where it does. Not repeated: it is a person's."""
        if self.kind is ValueKind.NUMBER:
            try:
                number = Decimal(value)
            except InvalidOperation:
                return "is no number"
            return None if number.is_finite() and 0 <= number < _TOO_MUCH else "is no possible number"
        if self.kind is ValueKind.GRADE:
            return None if value in GRADES else "is no grade: 1 (－) to 5 (＋＋＋)"
        return None if value.isascii() and value.isdigit() and len(value) <= 2 else "is no code"

    def shown(self, value: str, day: date) -> str:
        """A grade by its sign, a code by the words of that day; anything else as it was registered."""
        if self.kind is ValueKind.GRADE:
            return GRADES.get(value, value)
        words = self.words.on(day) if self.words else None
        return words.get(value, value) if words else value


def number_of(value: str) -> Decimal | None:
    """A value that can be laid against a range; None for words, signs and what is not finite."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def programme_year(day: date) -> int:
    """The year of the programme (年度) a checkup belongs to, from 1 April; everybody may have one checkup in it."""
    return day.year if day.month >= 4 else day.year - 1


_TOO_MUCH = Decimal(100_000)
_BEGIN = date(2008, 4, 1)
"""特定健診 began."""

_YES_NO = Dated(((_BEGIN, {"1": "はい", "2": "いいえ"}),))
_SMOKING = Dated(
    (
        (_BEGIN, {"1": "はい", "2": "いいえ"}),
        (date(2024, 4, 1), {"1": "はい", "2": "以前は吸っていた", "3": "いいえ"}),
    )
)
_METABOLIC = Dated(((_BEGIN, {"1": "基準該当", "2": "予備群該当", "3": "非該当", "4": "判定不能"}),))
_SUPPORT = Dated(((_BEGIN, {"1": "積極的支援", "2": "動機付け支援", "3": "なし", "4": "判定不能"}),))
_WORDS = {
    "9N501000000000011": _METABOLIC,
    "9N506000000000011": _SUPPORT,
    "9N701000000000011": _YES_NO,
    "9N706000000000011": _YES_NO,
    "9N711000000000011": _YES_NO,
    "9N736000000000011": _SMOKING,
}
"""What codes of questions and judgements mean. Source: the standard questionnaire of the checkup, changed in 2024."""

# code, name, unit, kind, range/visit of men, of women where it differs: low-high each, open where empty.
_TABLE = """
9N001000000000001 身長 cm number
9N006000000000001 体重 kg number
9N011000000000001 ＢＭＩ kg/m2 number -24.9
9N016160100000001 腹囲 cm number -84.9 -89.9
9A751000000000001 収縮期血圧 mmHg number -129/-139
9A755000000000001 収縮期血圧（その他） mmHg number -129/-139
9A761000000000001 拡張期血圧 mmHg number -84/-89
9A765000000000001 拡張期血圧（その他） mmHg number -84/-89
3F015000002327101 中性脂肪 mg/dL number -149/-299
3F015000002327201 中性脂肪 mg/dL number -149/-299
3F015000002399901 中性脂肪 mg/dL number -149/-299
3F070000002327101 ＨＤＬコレステロール mg/dL number 40-/35-
3F070000002327201 ＨＤＬコレステロール mg/dL number 40-/35-
3F070000002399901 ＨＤＬコレステロール mg/dL number 40-/35-
3F077000002327101 ＬＤＬコレステロール mg/dL number -119/-139
3F077000002327201 ＬＤＬコレステロール mg/dL number -119/-139
3F077000002399901 ＬＤＬコレステロール mg/dL number -119/-139
3F069000002391901 Ｎｏｎ-ＨＤＬコレステロール mg/dL number -149/-169
3B035000002327201 ＡＳＴ（ＧＯＴ） U/L number -30/-50
3B035000002399901 ＡＳＴ（ＧＯＴ） U/L number -30/-50
3B045000002327201 ＡＬＴ（ＧＰＴ） U/L number -30/-50
3B045000002399901 ＡＬＴ（ＧＰＴ） U/L number -30/-50
3B090000002327101 γ-ＧＴ（γ-ＧＴＰ） U/L number -50/-100
3B090000002399901 γ-ＧＴ（γ-ＧＴＰ） U/L number -50/-100
3D010000001926101 空腹時血糖 mg/dL number -99/-125
3D010000002227101 空腹時血糖 mg/dL number -99/-125
3D010000001927201 空腹時血糖 mg/dL number -99/-125
3D010000001999901 空腹時血糖 mg/dL number -99/-125
3D046000001906202 ＨｂＡ１ｃ（ＮＧＳＰ） % number -5.5/-6.4
3D046000001920402 ＨｂＡ１ｃ（ＮＧＳＰ） % number -5.5/-6.4
3D046000001927102 ＨｂＡ１ｃ（ＮＧＳＰ） % number -5.5/-6.4
3D046000001999902 ＨｂＡ１ｃ（ＮＧＳＰ） % number -5.5/-6.4
3C015000002327101 血清クレアチニン mg/dL number
3C015000002399901 血清クレアチニン mg/dL number
8A065000002391901 ｅＧＦＲ mL/min/1.73m2 number 60-/45-
2A020000001930101 赤血球数 万/mm3 number
2A030000001930101 血色素量 g/dL number 13.1-/12.1- 12.1-/11.1-
2A040000001930102 ヘマトクリット値 % number
1A020000000191111 尿糖 - grade
1A020000000190111 尿糖 - grade
1A010000000191111 尿蛋白 - grade
1A010000000190111 尿蛋白 - grade
9N501000000000011 メタボリックシンドローム判定 - code
9N506000000000011 保健指導レベル - code
9N701000000000011 服薬１（血圧） - code
9N706000000000011 服薬２（血糖） - code
9N711000000000011 服薬３（脂質） - code
9N736000000000011 喫煙 - code
"""


def _item(line: str) -> CheckupItem:
    code, name, unit, kind, *stated = line.split(" ")
    men, women = (stated[0], stated[-1]) if stated else ("", "")
    ranges = {sex: Dated(((_BEGIN, _range(text)),)) for sex, text in ((MALE, men), (FEMALE, women)) if text}
    return CheckupItem(code, name, "" if unit == "-" else unit, ValueKind(kind), ranges, _WORDS.get(code))


def _range(text: str) -> ReferenceRange:
    within, _, visit = text.partition("/")
    return ReferenceRange(*_ends(within), *_ends(visit))


def _ends(text: str) -> tuple[Decimal | None, Decimal | None]:
    low, _, high = text.partition("-")
    return Decimal(low) if low else None, Decimal(high) if high else None


CHECKUP_ITEMS: dict[str, CheckupItem] = {
    item.code: item for item in (_item(line) for line in _TABLE.strip().splitlines())
}
"""By JLAC10 code, in the order of a result sheet; several methods of one item have codes of their own. An open set:
others are kept as told."""
_PLACES = {code: place for place, code in enumerate(CHECKUP_ITEMS)}


def place_on_sheet(code: str) -> int:
    """For sorting values as a result sheet has them; what is not known here comes last."""
    return _PLACES.get(code, len(_PLACES))
