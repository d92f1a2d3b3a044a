"""The facts of an answer as cells: what was given, what was not, and what somebody may not see."""

from dataclasses import dataclass
from datetime import date

from app.desk.theme_tones import Tone
from app.scheme.burden import BurdenSource, burden_of, is_elderly, monthly_limit
from app.scheme.cover import NOT_GIVEN, EligibilityInformation
from app.scheme.days import business_day, written
from app.scheme.outcome import Outcome

_JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class Cell:
    """A fact: caption, value, where it comes from. faint: nothing was given or it does not apply."""

    caption: str
    value: str
    note: str = ""
    faint: bool = False
    tone: Tone | None = None


def cells_of(
    information: EligibilityInformation, outcome: Outcome, day: date, may_see_disease: bool
) -> tuple[Cell, ...]:
    """In the order in which they stand; of a lapsed cover only what it was."""
    cover = information.cover
    lost = outcome is not Outcome.VALID
    insured = cover.insured
    insurer = Cell("保険者", insured.insurer.digits, cover.insurer_name)
    acquired = written(cover.acquired_on)
    if lost:
        whole = _joined(insured.symbol, insured.number, insured.branch)
        card = Cell("記号・番号・枝番", whole, cover.relationship_words)
        return insurer, card, Cell("資格取得", acquired), _loss_cell(information)
    return (
        *_entitlement_cells(information, day, may_see_disease),
        insurer,
        Cell("記号・番号", _joined(insured.symbol, insured.number)),
        Cell("枝番　本人・家族", f"{insured.branch or 'なし'}　{cover.relationship_words}"),
        Cell("資格取得", acquired, _loss_note(cover.lost_on)),
    )


def _joined(*parts: str | None) -> str:
    return "・".join(part for part in parts if part)


def _loss_note(lost_on: date | None) -> str:
    return f"{written(lost_on)}に喪失" if lost_on else "喪失日なし"


def _loss_cell(information: EligibilityInformation) -> Cell:
    lost_on = information.cover.lost_on
    if lost_on is None:
        return Cell("資格喪失", NOT_GIVEN, faint=True)
    note = ""
    if information.registered_at is not None:
        known_on = business_day(information.registered_at)
        note = f"登録 {known_on.month}月{known_on.day}日（{(known_on - lost_on).days}日後）"
    return Cell("資格喪失", written(lost_on), note, tone="lapsed")


def _entitlement_cells(
    information: EligibilityInformation, day: date, may_see_disease: bool
) -> tuple[Cell, ...]:
    burden = burden_of(information, day)
    missing = burden.source is BurdenSource.NOT_GIVEN
    share = Cell("負担割合", burden.words, "" if missing else burden.source.value, faint=missing)
    return (
        share,
        _limit_cell(information, day),
        _elderly_cell(information, day),
        _disease_cell(information, day, may_see_disease),
    )


def _limit_cell(information: EligibilityInformation, day: date) -> Cell:
    limit = information.limit_certificate(day)
    if limit is None:
        return Cell("限度額 適用区分", NOT_GIVEN, faint=True)
    notes = (_limit_words(information, day), _until(limit.valid_until))
    return Cell("限度額 適用区分", limit.class_words or limit.kind_words, "\n".join(filter(None, notes)))


def _limit_words(information: EligibilityInformation, day: date) -> str:
    """The limit in yen in the month of the day; empty for a certificate without class."""
    limit = information.limit_certificate(day)
    if limit is None or limit.class_code is None:
        return ""
    in_month = monthly_limit(information, day)
    return _unbroken(in_month.words) if in_month else f"月の限度額は{NOT_GIVEN}"


def _unbroken(words: str) -> str:
    """An amount stays with its yen, and 多数回 with its amount, where the line is too short."""
    return words.replace("円", f"{_JOINER}円").replace("多数回 ", f"多{_JOINER}数{_JOINER}回\u00a0")


def _elderly_cell(information: EligibilityInformation, day: date) -> Cell:
    elderly = information.elderly_certificate(day)
    if elderly is not None:
        ratio = f"{elderly.ratio_percent // 10}割" if elderly.ratio_percent is not None else NOT_GIVEN
        return Cell("高齢受給者証", ratio, _until(elderly.valid_until))
    if is_elderly(information, day):
        return Cell("高齢受給者証", NOT_GIVEN, "証をお持ちか確かめてください", faint=True)
    return Cell("高齢受給者証", "対象外", faint=True)


def _disease_cell(information: EligibilityInformation, day: date, may_see_disease: bool) -> Cell:
    if "specific_disease" in information.withheld:
        return Cell("特定疾病", NOT_GIVEN, "同意がないため未取得", faint=True)
    if not may_see_disease:
        return Cell("特定疾病", "表示なし", "医師・薬剤師が見られます", faint=True)
    held = information.disease_certificates(day)
    if not held:
        return Cell("特定疾病", NOT_GIVEN, faint=True)
    return Cell("特定疾病", "・".join(each.class_words for each in held), _until(held[0].valid_until))


def _until(day: date | None) -> str:
    """An end that was not given is not an end."""
    return f"{written(day)}まで" if day else "終わりの日は提供なし"
