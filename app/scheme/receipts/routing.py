"""Who is to pay for a receipt: its treatment days laid against the person's cover, day by day (R12, R13).

Pure: what was known when the receipt arrived comes in, the outcome goes out. 確認区分 are the codes of the receipt
specification (SN record); reasons are ours, since the official list is not public.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from app.scheme.cover import DIED, Cover
from app.scheme.numbers import CardKey, InsuredNumber


class ReviewOutcome(StrEnum):
    """What becomes of a receipt (R13)."""

    FORWARDED = "forwarded"
    REASSIGNED = "reassigned"
    SPLIT = "split"
    KOKUHO = "kokuho"
    RETURNED = "returned"


class ReviewReason(StrEnum):
    """Why."""

    STATED_VALID = "stated_valid"
    BRANCH_ADDED = "branch_added"
    BRANCH_CORRECTED = "branch_corrected"
    NOTHING_TO_CONFIRM = "nothing_to_confirm"
    OTHER_COVER = "other_cover"
    COVER_CHANGED = "cover_changed"
    PUBLIC_EXPENSE = "public_expense"
    MEALS = "meals"
    AMOUNTS_PAID = "amounts_paid"
    PAPER = "paper"
    PARTS_DO_NOT_ADD_UP = "parts_do_not_add_up"
    NO_DAYS = "no_days"
    SEVERAL_PERSONS = "several_persons"
    NO_COVER = "no_cover"
    UNCOVERED_DAYS = "uncovered_days"
    BEGINS_LATER = "begins_later"
    UNKNOWN_PERSON = "unknown_person"


OUTCOME_WORDS = {
    ReviewOutcome.FORWARDED: "そのまま送付",
    ReviewOutcome.REASSIGNED: "振替",
    ReviewOutcome.SPLIT: "分割",
    ReviewOutcome.KOKUHO: "国保へ通知・返戻",
    ReviewOutcome.RETURNED: "返戻",
}
REASON_WORDS = {
    ReviewReason.STATED_VALID: "記載の資格がすべての診療日に有効",
    ReviewReason.BRANCH_ADDED: "記載の資格が有効・枝番を補った",
    ReviewReason.BRANCH_CORRECTED: "記載の資格が有効・枝番を正した",
    ReviewReason.NOTHING_TO_CONFIRM: "医療保険の記載がない（公費単独）",
    ReviewReason.OTHER_COVER: "すべての診療日が別の資格に該当",
    ReviewReason.COVER_CHANGED: "月の途中で資格が変わった",
    ReviewReason.PUBLIC_EXPENSE: "公費があるため記載の保険者へ請求",
    ReviewReason.MEALS: "食事療養があるため記載の保険者へ請求",
    ReviewReason.AMOUNTS_PAID: "負担金額の記載があるため記載の保険者へ請求",
    ReviewReason.PAPER: "紙レセプトは分割できないため記載の保険者へ請求",
    ReviewReason.PARTS_DO_NOT_ADD_UP: "日ごとに分けると合計が合わないため記載の保険者へ請求",
    ReviewReason.NO_DAYS: "算定日が読み取れず確認できない",
    ReviewReason.SEVERAL_PERSONS: "該当する方が複数あり確認できない",
    ReviewReason.NO_COVER: "資格喪失・新しい資格が判明しない",
    ReviewReason.UNCOVERED_DAYS: "資格のない診療日がある",
    ReviewReason.BEGINS_LATER: "新しい資格は診療日より後に始まる",
    ReviewReason.UNKNOWN_PERSON: "該当する方がいない",
}


class ConfirmationCode(StrEnum):
    """確認区分 as the review writes it into SN; 01 is the counter's own."""

    COUNTER = "01"
    UNCHANGED = "02"
    NOT_CONFIRMABLE = "03"
    REASSIGNED = "04"
    SPLIT = "05"
    AS_STATED = "06"
    LAPSED = "07"
    DIED = "08"
    BRANCH = "09"


class Obstacle(StrEnum):
    """What keeps a receipt with the insurer it states although its cover changed; in the order they are told."""

    PUBLIC_EXPENSE = "public_expense"
    MEALS = "meals"
    AMOUNTS_PAID = "amounts_paid"
    PAPER = "paper"
    PARTS_DO_NOT_ADD_UP = "parts_do_not_add_up"


_BAR_ANY_MOVE = (Obstacle.PUBLIC_EXPENSE, Obstacle.MEALS, Obstacle.AMOUNTS_PAID)
NO_OBSTACLES: frozenset[Obstacle] = frozenset()


class Claim(NamedTuple):
    """What a receipt says of its cover. days: treatment days (算定日), ascending, each once."""

    stated: InsuredNumber
    days: tuple[date, ...]
    obstacles: frozenset[Obstacle] = NO_OBSTACLES


class Part(NamedTuple):
    """One payer's days of a receipt. cover: the period behind it; None where nothing is confirmed."""

    insured: InsuredNumber
    days: tuple[date, ...]
    cover: Cover | None


class Routing(NamedTuple):
    """Where a receipt goes. parts: one for each payer, by first day; none where it goes back.

    lapsed_on: from which day the stated card is without cover (R11); None where it never was or has not begun.
    """

    outcome: ReviewOutcome
    reason: ReviewReason
    confirmation: ConfirmationCode
    parts: tuple[Part, ...]
    lapsed_on: date | None = None


def route(claim: Claim, covers: Sequence[Cover]) -> Routing:
    """The rule R13. covers: the found person's, all that were known when the receipt arrived, in any order.

    Those taken back are as never told.
    """
    if not claim.days:
        return undecided(claim, ReviewReason.NO_DAYS)
    key = claim.stated.key
    covers = [cover for cover in covers if not cover.is_void]
    stated = [cover for cover in covers if cover.insured.key == key]
    if confirmed := confirm(claim, stated):
        return confirmed
    lapsed_on = _lapse(stated, claim.days)
    if whole := _spanning(covers, claim.days):
        part = Part(whole.insured, claim.days, whole)
        return _moved(claim, ReviewOutcome.REASSIGNED, ReviewReason.OTHER_COVER, (part,), stated, lapsed_on)
    of_day = {day: _cover_on(day, stated, covers) for day in claim.days}
    if any(cover is None for cover in of_day.values()):
        return _given_back(claim, covers, of_day, stated, lapsed_on)
    parts = _parts(of_day, claim.stated)
    return _moved(claim, ReviewOutcome.SPLIT, ReviewReason.COVER_CHANGED, parts, stated, lapsed_on)


def confirm(claim: Claim, stated: Sequence[Cover]) -> Routing | None:
    """Forwarded, where the stated card holds on every day; else None: the rest of the cover must be looked at.

    stated: the person's covers under that card alone.
    """
    if not claim.days:
        return undecided(claim, ReviewReason.NO_DAYS)
    whole = _spanning([cover for cover in stated if not cover.is_void], claim.days)
    return _forwarded(claim, whole) if whole else None


def undecided(claim: Claim, reason: ReviewReason) -> Routing:
    """Forwarded to the insurer it states, with the word that nothing could be confirmed (03)."""
    part = Part(claim.stated, claim.days, None)
    return Routing(ReviewOutcome.FORWARDED, reason, ConfirmationCode.NOT_CONFIRMABLE, (part,))


def returned_as_unknown() -> Routing:
    """Nobody of the number and birth date is known. That the number alone exists is told to nobody."""
    return Routing(
        ReviewOutcome.RETURNED, ReviewReason.UNKNOWN_PERSON, ConfirmationCode.NOT_CONFIRMABLE, parts=()
    )


def _spanning(covers: Sequence[Cover], days: tuple[date, ...]) -> Cover | None:
    """One card whose periods hold every day; of several the newest, told by its newest period."""
    if len(covers) == 1:
        cover = covers[0]  # a period has no holes: first and last day tell for all
        return cover if cover.is_valid_on(days[0]) and cover.is_valid_on(days[-1]) else None
    by_card: dict[CardKey, list[Cover]] = {}
    for cover in covers:
        by_card.setdefault(cover.insured.key, []).append(cover)
    spanning = (
        max(periods, key=_acquired_on)
        for periods in by_card.values()
        if all(any(each.is_valid_on(day) for each in periods) for day in days)
    )
    return max(spanning, key=_acquired_on, default=None)


def _acquired_on(cover: Cover) -> tuple[date, str, str, str]:
    """When it began; of two that began on one day the choice is arbitrary but always the same."""
    return cover.acquired_on, *cover.insured.key


def _cover_on(day: date, stated: Sequence[Cover], covers: Sequence[Cover]) -> Cover | None:
    """What is stated goes before what began last."""
    for among in (stated, covers):
        valid = [cover for cover in among if cover.is_valid_on(day)]
        if valid:
            return max(valid, key=_acquired_on)
    return None


def _parts(of_day: dict[date, Cover | None], stated: InsuredNumber) -> tuple[Part, ...]:
    days: dict[CardKey, list[date]] = {}
    latest: dict[CardKey, Cover] = {}
    for day, cover in of_day.items():
        if cover is not None:
            days.setdefault(cover.insured.key, []).append(day)
            latest[cover.insured.key] = cover
    payers = {each: cover.insured for each, cover in latest.items()}
    own = payers.get(stated.key)
    if own is not None and own.branch is None:
        payers[stated.key] = stated
    return tuple(Part(payers[each], tuple(found), latest[each]) for each, found in days.items())


def _forwarded(claim: Claim, cover: Cover) -> Routing:
    """R12: a branch that is missing or wrong is filled in, and nothing else changes."""
    claimed, known = claim.stated.branch, cover.insured.branch
    if known is None or claimed == known:
        part = (Part(claim.stated, claim.days, cover),)
        return Routing(ReviewOutcome.FORWARDED, ReviewReason.STATED_VALID, ConfirmationCode.UNCHANGED, part)
    part = (Part(claim.stated.with_branch(known), claim.days, cover),)
    reason = ReviewReason.BRANCH_ADDED if claimed is None else ReviewReason.BRANCH_CORRECTED
    return Routing(ReviewOutcome.FORWARDED, reason, ConfirmationCode.BRANCH, part)


def _moved(
    claim: Claim,
    outcome: ReviewOutcome,
    reason: ReviewReason,
    parts: tuple[Part, ...],
    stated: Sequence[Cover],
    lapsed_on: date | None,
) -> Routing:
    """Unless something bars it: then it stays with the insurer it states (06), its branch filled in (R12)."""
    barring = _BAR_ANY_MOVE if outcome is ReviewOutcome.REASSIGNED else tuple(Obstacle)
    for obstacle in barring:
        if obstacle in claim.obstacles:
            cover = max(stated, key=_acquired_on, default=None)
            branch = cover.insured.branch if cover else None
            stays = (Part(claim.stated.with_branch(branch) if branch else claim.stated, claim.days, cover),)
            return Routing(
                ReviewOutcome.FORWARDED,
                ReviewReason(obstacle.value),
                ConfirmationCode.AS_STATED,
                stays,
                lapsed_on,
            )
    confirmed = ConfirmationCode.SPLIT if outcome is ReviewOutcome.SPLIT else ConfirmationCode.REASSIGNED
    return Routing(outcome, reason, confirmed, parts, lapsed_on)


def _given_back(
    claim: Claim,
    covers: Sequence[Cover],
    of_day: dict[date, Cover | None],
    stated: Sequence[Cover],
    lapsed_on: date | None,
) -> Routing:
    """Some or all days have no cover: it goes back to the clinic; where no newer cover is known, 国保 is told."""
    died = any(each.loss_reason == DIED and each.lost_on == lapsed_on for each in stated)
    confirmed = ConfirmationCode.DIED if died and lapsed_on else ConfirmationCode.LAPSED
    if any(of_day.values()):
        return Routing(ReviewOutcome.RETURNED, ReviewReason.UNCOVERED_DAYS, confirmed, (), lapsed_on)
    if any(cover.acquired_on > claim.days[0] for cover in covers):
        return Routing(ReviewOutcome.RETURNED, ReviewReason.BEGINS_LATER, confirmed, (), lapsed_on)
    return Routing(ReviewOutcome.KOKUHO, ReviewReason.NO_COVER, confirmed, (), lapsed_on)


def _lapse(stated: Sequence[Cover], days: tuple[date, ...]) -> date | None:
    """The day from which the stated card is without cover, if that is not after the last treatment day."""
    lost = (each.lost_on for each in stated if each.lost_on is not None and each.lost_on <= days[-1])
    return max(lost, default=None)
