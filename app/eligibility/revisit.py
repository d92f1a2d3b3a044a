"""Return visits: when and how the insurance was last confirmed, and whether to ask again (R9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.eligibility.answer import Answer, Check
from app.eligibility.question import TypedQuestion, way_words
from app.scheme.days import business_day
from app.scheme.outcome import Outcome


class AskAgain(StrEnum):
    EVERY_VISIT = "every_visit"
    MONTHLY = "monthly"


ASK_AGAIN_WORDS = {AskAgain.EVERY_VISIT: "受診のたび", AskAgain.MONTHLY: "月に1回"}
_BATCH = "予約の一括確認"


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


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer about the patient. on: the visit it is for. by_card: a My Number card was read."""

    answer: Answer
    on: date
    way: str
    by_card: bool

    @property
    def is_valid(self) -> bool:
        return self.answer.outcome is Outcome.VALID


def revisit_state(
    checks: Sequence[Check], from_batches: Sequence[Answer], rule: RevisitRule, today: date
) -> RevisitState:
    """Of one patient. from_batches: answers to appointments, each for the day of its visit: it counts from then on."""
    told = [_at_the_counter(each, each.answer) for each in checks if each.answer is not None]
    told += [_Told(each, each.on, _BATCH, by_card=False) for each in from_batches]
    told.sort(key=lambda each: each.answer.checked_at, reverse=True)
    confirmed = [each for each in told if each.is_valid]
    if not confirmed:
        return RevisitState(None, "", True, "まだ確認していません")
    last = confirmed[0]
    counting = next((each for each in confirmed if each.on <= today), None)
    if not told[0].is_valid:
        due, reason = True, "その後の確認で有効ではありませんでした"
    elif counting is None:
        due, reason = True, "この日の受診はまだ確認していません"
    else:
        due, reason = _due(counting, rule, today)
    return RevisitState(last.answer.checked_at, last.way, due, reason)


def _at_the_counter(check: Check, answer: Answer) -> _Told:
    typed = isinstance(check.question, TypedQuestion)
    return _Told(answer, business_day(answer.checked_at), way_words(check.question), by_card=not typed)


def _due(last: _Told, rule: RevisitRule, today: date) -> tuple[bool, str]:
    interval = rule.after_card if last.by_card else rule.after_typed
    if interval is AskAgain.EVERY_VISIT:
        due = last.on != today
        return due, "受診のたびに確認する設定です" if due else "本日確認済みです"
    due = (last.on.year, last.on.month) != (today.year, today.month)
    return due, "今月はまだ確認していません" if due else "今月確認済みです"
