"""Return visits: when and how the insurance was last confirmed, and whether to ask again (R9)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.eligibility.answer import Check
from app.eligibility.question import TypedQuestion, way_words
from app.scheme.days import business_day
from app.scheme.outcome import Outcome


class AskAgain(StrEnum):
    EVERY_VISIT = "every_visit"
    MONTHLY = "monthly"


ASK_AGAIN_WORDS = {AskAgain.EVERY_VISIT: "受診のたび", AskAgain.MONTHLY: "月に1回"}


@dataclass(frozen=True, slots=True)
class RevisitRule:
    """How often the clinic asks again, by kind of document: after a My Number card, after a typed card."""

    after_card: AskAgain = AskAgain.EVERY_VISIT
    after_typed: AskAgain = AskAgain.MONTHLY


@dataclass(frozen=True, slots=True)
class RevisitState:
    """Last valid confirmation of a patient: None when there never was one. due: ask at this visit."""

    confirmed_at: datetime | None
    way: str
    due: bool
    reason: str


def revisit_state(checks: tuple[Check, ...], rule: RevisitRule, today: date) -> RevisitState:
    """checks: of one patient, newest first."""
    last = next((each for each in checks if each.answer and each.answer.outcome is Outcome.VALID), None)
    if last is None or last.answer is None:
        return RevisitState(None, "", True, "まだ確認していません")
    confirmed_on = business_day(last.answer.checked_at)
    way = way_words(last.question)
    interval = rule.after_typed if isinstance(last.question, TypedQuestion) else rule.after_card
    if interval is AskAgain.EVERY_VISIT:
        due = confirmed_on != today
        reason = "受診のたびに確認する設定です" if due else "本日確認済みです"
    else:
        due = (confirmed_on.year, confirmed_on.month) != (today.year, today.month)
        reason = "今月はまだ確認していません" if due else "今月確認済みです"
    return RevisitState(last.answer.checked_at, way, due, reason)
