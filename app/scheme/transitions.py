"""Rules that hold for the time being (経過措置), with their last days as data (R12). None: no end has been set."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.scheme.outcome import DocumentKind


class TransitionalRule(StrEnum):
    """What is let pass, or eased, until its last day."""

    CARDS_WITHOUT_BRANCH = "cards_without_branch"
    RECEIPTS_WITHOUT_BRANCH = "receipts_without_branch"
    OLD_INSURANCE_CARDS = "old_insurance_cards"
    EXPIRED_CARD_OR_NOTICE_ALONE = "expired_card_or_notice_alone"
    OUTPATIENT_RELIEF = "outpatient_relief"


@dataclass(frozen=True, slots=True)
class Span:
    """Both days belong to it. last_day None: open."""

    first_day: date
    last_day: date | None
    source: str

    def holds(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


SPANS = {
    TransitionalRule.CARDS_WITHOUT_BRANCH: Span(
        date(2021, 3, 1), None, "outline: 発行済の保険証は使用できる"
    ),
    TransitionalRule.RECEIPTS_WITHOUT_BRANCH: Span(date(2021, 10, 1), None, "outline: 当分の間"),
    TransitionalRule.OLD_INSURANCE_CARDS: Span(
        date(2024, 12, 2), date(2025, 12, 1), "none issued from 2024-12-02; the last expire 2025-12-01"
    ),
    TransitionalRule.EXPIRED_CARD_OR_NOTICE_ALONE: Span(
        date(2025, 12, 2), date(2026, 3, 31), "tolerated where eligibility is checked online by number"
    ),
    TransitionalRule.OUTPATIENT_RELIEF: Span(
        date(2022, 10, 1), date(2025, 9, 30), "配慮措置 for 2割 at 75 and over"
    ),
}


def is_let_pass(rule: TransitionalRule, day: date) -> bool:
    return SPANS[rule].holds(day)


def document_hint(document: DocumentKind, day: date) -> str:
    """What to say to who shows a document that is not enough any more, in Japanese; empty where it is. No refusal.

    day: of confirmation.
    """
    ended_on = SPANS[TransitionalRule.OLD_INSURANCE_CARDS].last_day
    if document is DocumentKind.CONFIRMATION or ended_on is None or day <= ended_on:
        return ""
    tolerance = SPANS[TransitionalRule.EXPIRED_CARD_OR_NOTICE_ALONE]
    if document is DocumentKind.INSURANCE_CARD:
        told = f"{_day(ended_on)}で期限切れの保険証です。"
        asked = "資格確認書などをお願いしてください。"
    else:
        told = "お知らせだけでは受付できません。"
        asked = "マイナンバーカードもお願いしてください。"
    if tolerance.last_day is not None and tolerance.holds(day):
        told = told if document is DocumentKind.INSURANCE_CARD else ""
        asked = f"{_day(tolerance.last_day)}までは、番号で資格を確認できれば受付できます。"
    return told + asked


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
