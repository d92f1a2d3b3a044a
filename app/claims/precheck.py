"""What will become of a receipt, told before it is sent: R13 laid over what the clinic knows, day by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.claims.claimed import ClaimedReceipt
from app.claims.evidence import Evidence, KnownCover
from app.claims.fixes import Fix, suggested_fixes
from app.scheme.cover import Cover
from app.scheme.numbers import CardKey, InsuredNumber, InsurerNumber
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.routing import (
    Obstacle,
    ReviewOutcome,
    ReviewReason,
    Routing,
    returned_as_unknown,
    route,
    undecided,
)
from app.scheme.receipts.shares import CannotBeSplit
from app.scheme.receipts.splitting import split

ELSEWHERE = InsuredNumber(InsurerNumber(""), "", "")
"""A newer cover of which the service tells only that it exists (R7)."""
_ONE_DAY = timedelta(days=1)


class Prediction(StrEnum):
    """What the review will make of a receipt; unconfirmed: nothing is known for at least one of its days."""

    FORWARDED = "forwarded"
    REASSIGNED = "reassigned"
    SPLIT = "split"
    KOKUHO = "kokuho"
    RETURNED = "returned"
    UNCONFIRMED = "unconfirmed"


class DayStatus(StrEnum):
    """What holds on a treatment day."""

    STATED = "stated"
    OTHER = "other"
    NEWER = "newer"
    UNCOVERED = "uncovered"
    NOBODY = "nobody"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class DayFinding:
    """cover: the period that tells, where one does. known: where from and when, None where nothing is known."""

    day: date
    status: DayStatus
    known: KnownCover | None = None


UNCONFIRMED = "unconfirmed"
"""The reason of what cannot be predicted; beside it stand the values of ReviewReason."""


@dataclass(frozen=True, slots=True)
class Precheck:
    """One receipt's prediction. reason: a ReviewReason's value or UNCONFIRMED. ask_on: the day to ask about next.

    fixes: what differs from what is known, each as the change that would mend it. lapsed_on: from which day the
    stated card is without cover. fixed: how many fixes lay over what was compared.
    """

    place: int
    prediction: Prediction
    reason: str
    days: tuple[DayFinding, ...]
    fixes: tuple[Fix, ...]
    lapsed_on: date | None = None
    ask_on: date | None = None
    fixed: int = 0


def precheck(claimed: ClaimedReceipt, receipt: Receipt, evidence: Evidence, today: date) -> Precheck:
    """today: the business day; nothing later is asked about."""
    fixes = suggested_fixes(claimed, evidence)
    if not claimed.names_insurance and Obstacle.PUBLIC_EXPENSE in claimed.obstacles:
        return _told(claimed, Prediction.FORWARDED, ReviewReason.NOTHING_TO_CONFIRM)
    if claimed.stated is None or claimed.birth_on is None:
        return _of(claimed, returned_as_unknown(), (), fixes)
    if not claimed.days:
        return _of(claimed, undecided(claimed.claim(), ReviewReason.NO_DAYS), (), fixes)
    if evidence.several:
        return _of(claimed, undecided(claimed.claim(), ReviewReason.SEVERAL_PERSONS), (), fixes)
    stated, others = _parted(evidence.covers, claimed.stated.key)
    days = tuple(_finding(day, stated, others, evidence) for day in claimed.days)
    if not stated and claimed.days[-1] in evidence.nobody_on:
        return _of(claimed, returned_as_unknown(), days, fixes)
    unsure = [each.day for each in days if each.status in (DayStatus.UNCONFIRMED, DayStatus.NOBODY)]
    covers = (*(each.cover for each in (*stated, *others)), *_elsewhere(days))
    if unsure:
        lapsed_on = _lapse(stated, claimed.days)
        ask_on = _next_question(unsure, evidence, today)
        return Precheck(claimed.place, Prediction.UNCONFIRMED, UNCONFIRMED, days, fixes, lapsed_on, ask_on)
    if all(each.status is DayStatus.UNCOVERED for each in days):
        if today not in evidence.asked and not evidence.refused:
            routing = route(claimed.claim(), covers)
            return _of(claimed, routing, days, fixes, today)
        if today in evidence.newer_on:
            covers = (*covers, _cover_of(ELSEWHERE, today, None))
    return _of(claimed, _routed(claimed, receipt, covers), days, fixes)


def _routed(claimed: ClaimedReceipt, receipt: Receipt, covers: Sequence[Cover]) -> Routing:
    routing = route(claimed.claim(), covers)
    if routing.outcome is ReviewOutcome.SPLIT:
        try:
            split(receipt, routing.parts)
        except CannotBeSplit:
            return route(claimed.claim(frozenset({Obstacle.PARTS_DO_NOT_ADD_UP})), covers)
    return routing


def _parted(
    covers: Iterable[KnownCover], key: CardKey
) -> tuple[tuple[KnownCover, ...], tuple[KnownCover, ...]]:
    """Those of the stated card and the others; of one period told twice the newest telling counts."""
    newest: dict[tuple[CardKey, date], KnownCover] = {}
    for each in covers:
        period = each.cover.insured.key, each.cover.acquired_on
        held = newest.get(period)
        if held is None or held.known_at <= each.known_at:
            newest[period] = each
    stated = tuple(each for (card, _), each in newest.items() if card == key)
    return stated, tuple(each for (card, _), each in newest.items() if card != key)


def _finding(
    day: date, stated: Sequence[KnownCover], others: Sequence[KnownCover], evidence: Evidence
) -> DayFinding:
    """The stated card goes before any other; another counts only once the stated one is known not to hold."""
    own = _valid(stated, day)
    if own is not None:
        return DayFinding(day, DayStatus.STATED if own.is_certain_on(day) else DayStatus.UNCONFIRMED, own)
    over = max(stated, key=lambda each: each.cover.acquired_on, default=None)
    if over is None and day not in evidence.nobody_on:
        return DayFinding(day, DayStatus.UNCONFIRMED)
    other = _valid(others, day)
    if other is not None and other.is_certain_on(day):
        return DayFinding(day, DayStatus.OTHER, other)
    if day in evidence.newer_on:
        return DayFinding(day, DayStatus.NEWER, over)
    if day in evidence.nobody_on:
        return DayFinding(day, DayStatus.NOBODY, over)
    return DayFinding(day, DayStatus.UNCOVERED if day in evidence.asked else DayStatus.UNCONFIRMED, over)


def _valid(covers: Sequence[KnownCover], day: date) -> KnownCover | None:
    valid = (each for each in covers if each.cover.is_valid_on(day))
    return max(valid, key=lambda each: each.cover.acquired_on, default=None)


def _elsewhere(days: Iterable[DayFinding]) -> tuple[Cover, ...]:
    """The unnamed newer cover, day by day: of the days between nothing is known."""
    return tuple(
        _cover_of(ELSEWHERE, each.day, each.day + _ONE_DAY) for each in days if each.status is DayStatus.NEWER
    )


def _cover_of(insured: InsuredNumber, acquired_on: date, lost_on: date | None) -> Cover:
    return Cover(insured, "", "", acquired_on, lost_on, None)


def _next_question(unsure: Sequence[date], evidence: Evidence, today: date) -> date | None:
    """The last day first: where it holds, the period tells of the days before as well."""
    if evidence.refused:
        return None
    open_days = [day for day in unsure if day not in evidence.asked and day <= today]
    return open_days[-1] if open_days else None


def _lapse(stated: Iterable[KnownCover], days: Sequence[date]) -> date | None:
    lost = (each.cover.lost_on for each in stated)
    return max((day for day in lost if day is not None and day <= days[-1]), default=None)


def _of(
    claimed: ClaimedReceipt,
    routing: Routing,
    days: tuple[DayFinding, ...],
    fixes: tuple[Fix, ...],
    ask_on: date | None = None,
) -> Precheck:
    prediction = Prediction(routing.outcome.value)
    return Precheck(claimed.place, prediction, routing.reason.value, days, fixes, routing.lapsed_on, ask_on)


def _told(claimed: ClaimedReceipt, prediction: Prediction, reason: ReviewReason) -> Precheck:
    return Precheck(claimed.place, prediction, reason.value, (), ())
