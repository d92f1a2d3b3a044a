"""Whom a receipt goes to: every day of it laid against the person's cover (R12, R13)."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scheme.cover import Cover
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.claimed_person import Candidate, identify
from app.scheme.receipts.routing import (
    NO_OBSTACLES,
    OUTCOME_WORDS,
    REASON_WORDS,
    Claim,
    ConfirmationCode,
    Obstacle,
    ReviewOutcome,
    ReviewReason,
    Routing,
    route,
    undecided,
)
from tests.scheme.receipts.slow_review import Period, slow_review

A = InsuredNumber.parse("01139997", "701", "442", "02")
B = InsuredNumber.parse("06139992", "13990001", "7", "01")
C = InsuredNumber.parse("139998", "例01", "000123", "01")
CARDS = {"A": A, "B": B, "C": C}
MARCH = date(2026, 3, 1)


def march(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 3, day) for day in days)


def cover(insured: InsuredNumber, since: date, lost_on: date | None = None, reason: str = "03") -> Cover:
    return Cover(insured, "", "1", since, lost_on, reason if lost_on else None)


LONG_AGO = date(2020, 4, 1)
A_TO_THE_14TH = cover(A, LONG_AGO, date(2026, 3, 15))
B_FROM_THE_15TH = cover(B, date(2026, 3, 15))


def routed(
    days: Sequence[date], *covers: Cover, stated: InsuredNumber = A, but: Obstacle | None = None
) -> Routing:
    return route(Claim(stated, tuple(days), frozenset({but}) if but else NO_OBSTACLES), covers)


def parts(routing: Routing) -> list[tuple[InsuredNumber, tuple[date, ...]]]:
    return [(part.insured, part.days) for part in routing.parts]


def test_what_is_valid_on_every_day_is_forwarded_although_another_is_valid_too() -> None:
    """R13."""
    routing = routed(march(5, 20), cover(A, LONG_AGO), cover(B, date(2026, 2, 1)))
    assert (routing.outcome, routing.reason) == (ReviewOutcome.FORWARDED, ReviewReason.STATED_VALID)
    assert routing.confirmation is ConfirmationCode.UNCHANGED
    assert parts(routing) == [(A, march(5, 20))]
    assert routing.lapsed_on is None


def test_all_days_under_another_cover_are_reassigned() -> None:
    """R13, R11: the sender is told from which day the stated card was without cover."""
    routing = routed(march(16, 20), A_TO_THE_14TH, B_FROM_THE_15TH)
    assert (routing.outcome, routing.confirmation) == (ReviewOutcome.REASSIGNED, ConfirmationCode.REASSIGNED)
    assert parts(routing) == [(B, march(16, 20))]
    assert routing.lapsed_on == date(2026, 3, 15)


def test_days_under_two_covers_are_split_between_them() -> None:
    """R13."""
    routing = routed(march(5, 14, 15), A_TO_THE_14TH, B_FROM_THE_15TH)
    assert (routing.outcome, routing.confirmation) == (ReviewOutcome.SPLIT, ConfirmationCode.SPLIT)
    assert parts(routing) == [(A, march(5, 14)), (B, march(15))]


def test_a_card_stated_before_it_began_is_moved_without_calling_it_lapsed() -> None:
    """R13: the clinic stated the new card for days of the old one."""
    routing = routed(march(5), A_TO_THE_14TH, B_FROM_THE_15TH, stated=B)
    assert routing.outcome is ReviewOutcome.REASSIGNED
    assert routing.lapsed_on is None


def test_no_cover_on_any_day_and_none_newer_goes_to_kokuho() -> None:
    """R13."""
    routing = routed(march(16), A_TO_THE_14TH)
    assert (routing.outcome, routing.confirmation) == (ReviewOutcome.KOKUHO, ConfirmationCode.LAPSED)
    assert routing.parts == ()
    assert routing.lapsed_on == date(2026, 3, 15)


def test_no_cover_after_a_death_says_so() -> None:
    routing = routed(march(16), cover(A, LONG_AGO, date(2026, 3, 15), "01"))
    assert routing.confirmation is ConfirmationCode.DIED


def test_a_cover_that_begins_later_is_newer_and_known_so_the_receipt_is_returned() -> None:
    """R13."""
    routing = routed(march(16), A_TO_THE_14TH, cover(B, date(2026, 3, 25)))
    assert (routing.outcome, routing.reason) == (ReviewOutcome.RETURNED, ReviewReason.BEGINS_LATER)


def test_some_days_without_cover_return_the_receipt() -> None:
    """R13."""
    routing = routed(march(5, 16), A_TO_THE_14TH)
    assert (routing.outcome, routing.reason) == (ReviewOutcome.RETURNED, ReviewReason.UNCOVERED_DAYS)


@pytest.mark.parametrize("obstacle", [Obstacle.PUBLIC_EXPENSE, Obstacle.MEALS, Obstacle.AMOUNTS_PAID])
@pytest.mark.parametrize("days", [march(16), march(5, 16)])
def test_what_bars_a_move_leaves_the_receipt_with_the_insurer_it_states(
    obstacle: Obstacle, days: tuple[date, ...]
) -> None:
    """R13: confirmation 06, with the reason."""
    routing = routed(days, A_TO_THE_14TH, B_FROM_THE_15TH, but=obstacle)
    assert (routing.outcome, routing.confirmation) == (ReviewOutcome.FORWARDED, ConfirmationCode.AS_STATED)
    assert routing.reason == obstacle.value
    assert parts(routing) == [(A, days)]


@pytest.mark.parametrize("obstacle", [Obstacle.PAPER, Obstacle.PARTS_DO_NOT_ADD_UP])
def test_paper_and_what_does_not_add_up_is_never_split_but_may_be_reassigned_whole(
    obstacle: Obstacle,
) -> None:
    """R13."""
    both = (A_TO_THE_14TH, B_FROM_THE_15TH)
    assert routed(march(5, 16), *both, but=obstacle).confirmation is ConfirmationCode.AS_STATED
    assert routed(march(16), *both, but=obstacle).outcome is ReviewOutcome.REASSIGNED


@pytest.mark.parametrize(
    ("branch", "reason"), [(None, ReviewReason.BRANCH_ADDED), ("09", ReviewReason.BRANCH_CORRECTED)]
)
def test_a_missing_or_wrong_branch_is_filled_in_and_nothing_is_refused_for_it(
    branch: str | None, reason: ReviewReason
) -> None:
    """R12."""
    stated = InsuredNumber.parse("01139997", "７０１", "４４２", branch or "")
    routing = routed(march(5), cover(A, LONG_AGO), stated=stated)
    assert (routing.reason, routing.confirmation) == (reason, ConfirmationCode.BRANCH)
    (part,) = routing.parts
    assert (part.insured.symbol, part.insured.branch) == ("７０１", "02"), "the card's own spelling stays"


def test_a_branch_the_register_does_not_know_yet_stays_as_stated() -> None:
    """R12."""
    never_given = InsuredNumber(A.insurer, A.symbol, A.number)
    routing = routed(march(5), cover(never_given, LONG_AGO))
    assert parts(routing) == [(A, march(5))]
    assert routing.confirmation is ConfirmationCode.UNCHANGED


@pytest.mark.parametrize("branch", [None, "09"])
def test_what_is_not_moved_gets_its_branch_as_well(branch: str | None) -> None:
    """R12: also where the confirmation is 06."""
    stated = InsuredNumber.parse("01139997", "７０１", "４４２", branch or "")
    both = (A_TO_THE_14TH, B_FROM_THE_15TH)
    (part,) = routed(march(5, 16), *both, stated=stated, but=Obstacle.MEALS).parts
    assert (part.insured.symbol, part.insured.branch) == ("７０１", "02")


def test_in_a_split_the_stated_card_keeps_a_branch_the_register_does_not_know_yet() -> None:
    """R12."""
    never_given = InsuredNumber(A.insurer, A.symbol, A.number)
    routing = routed(march(5, 16), cover(never_given, LONG_AGO, date(2026, 3, 15)), B_FROM_THE_15TH)
    assert parts(routing) == [(A, march(5)), (B, march(16))]


def test_a_card_taken_up_again_is_one_payer() -> None:
    """R13: two periods of one insured number do not make two receipts."""
    routing = routed(
        march(5, 25),
        cover(A, LONG_AGO, date(2026, 3, 10)),
        cover(A, date(2026, 3, 20)),
        cover(B, date(2026, 3, 1)),
    )
    assert routing.reason is ReviewReason.STATED_VALID


def test_what_was_taken_back_is_as_never_told() -> None:
    """R2, R13: it makes no card the newest, tells no day of loss and lends no branch."""
    by_mistake = InsuredNumber.parse("01139997", "701", "442", "09")
    mistake = cover(by_mistake, date(2026, 3, 20), date(2026, 3, 20))
    moved = routed(march(16, 25), A_TO_THE_14TH, mistake, B_FROM_THE_15TH)
    assert moved.lapsed_on == date(2026, 3, 15)
    kept = routed(march(16, 25), A_TO_THE_14TH, mistake, B_FROM_THE_15TH, but=Obstacle.MEALS)
    assert parts(kept) == [(A, march(16, 25))]
    never = cover(B, date(2026, 3, 24), date(2026, 3, 24))
    newest = routed(march(16, 25), A_TO_THE_14TH, cover(B, LONG_AGO), never, cover(C, date(2026, 3, 10)))
    assert parts(newest) == [(C, march(16, 25))]
    gone = routed(march(25), mistake)
    assert (gone.outcome, gone.lapsed_on) == (ReviewOutcome.KOKUHO, None)


def test_without_days_nothing_is_decided() -> None:
    """R13: confirmation 03."""
    routing = routed((), A_TO_THE_14TH)
    assert (routing.outcome, routing.confirmation) == (
        ReviewOutcome.FORWARDED,
        ConfirmationCode.NOT_CONFIRMABLE,
    )
    assert routing == undecided(Claim(A, ()), ReviewReason.NO_DAYS)


def test_every_outcome_reason_and_obstacle_has_its_words() -> None:
    assert set(OUTCOME_WORDS) == set(ReviewOutcome)
    assert set(REASON_WORDS) == set(ReviewReason)
    assert {each.value for each in Obstacle} <= {each.value for each in ReviewReason}


_day = st.integers(-40, 40).map(lambda offset: MARCH + timedelta(days=offset))
_days = st.sets(st.integers(0, 30), min_size=1, max_size=6).map(
    lambda found: tuple(MARCH + timedelta(days=offset) for offset in sorted(found))
)


@st.composite
def _periods(draw: st.DrawFn) -> list[Period]:
    found: list[Period] = []
    for card in draw(st.lists(st.sampled_from("ABC"), min_size=1, max_size=4)):
        since = draw(_day)
        lasting = draw(st.one_of(st.none(), st.integers(0, 40)))
        lost = None if lasting is None else since + timedelta(days=lasting)
        found.append((card, since, lost))
    return found


def _covers(periods: list[Period]) -> list[Cover]:
    return [cover(CARDS[card], since, lost) for card, since, lost in periods]


@given(
    stated=st.sampled_from("ABC"),
    days=_days,
    periods=_periods(),
    obstacles=st.frozensets(st.sampled_from(Obstacle), max_size=2),
)
def test_the_rule_and_its_slow_reading_agree(
    stated: str, days: tuple[date, ...], periods: list[Period], obstacles: frozenset[Obstacle]
) -> None:
    """R13, day by day."""
    routing = route(Claim(CARDS[stated], days, obstacles), _covers(periods))
    whole = {Obstacle.PAPER, Obstacle.PARTS_DO_NOT_ADD_UP}
    verdict = slow_review(stated, list(days), periods, bool(obstacles - whole), bool(obstacles & whole))
    found = {part.insured.insurer.digits: list(part.days) for part in routing.parts}
    expected = {CARDS[card].insurer.digits: found for card, found in verdict.days_of.items()}
    assert (routing.outcome.value, found) == (verdict.outcome, expected)


@given(stated=st.sampled_from("ABC"), days=_days, periods=_periods())
def test_every_day_is_in_exactly_one_part(stated: str, days: tuple[date, ...], periods: list[Period]) -> None:
    """R13: nothing is paid twice, and nothing by nobody."""
    routing = route(Claim(CARDS[stated], days), _covers(periods))
    given_back = routing.outcome in (ReviewOutcome.KOKUHO, ReviewOutcome.RETURNED)
    spread = sorted(day for part in routing.parts for day in part.days)
    assert spread == ([] if given_back else list(days))
    assert all(list(part.days) == sorted(part.days) for part in routing.parts)
    assert (len(routing.parts) > 1) == (routing.outcome is ReviewOutcome.SPLIT)


@given(days=_days, periods=_periods(), order=st.permutations(range(4)))
def test_the_order_in_which_covers_are_told_changes_nothing(
    days: tuple[date, ...], periods: list[Period], order: list[int]
) -> None:
    covers = _covers(periods)
    first = route(Claim(A, days), covers)
    again = route(Claim(A, days), [covers[place] for place in order if place < len(covers)])
    assert (again.outcome, again.reason, parts(again)) == (first.outcome, first.reason, parts(first))


BORN = date(1988, 2, 14)
ELDER = Candidate(1, BORN, "1", "レイジ　アオイ", "02")
YOUNGER = Candidate(2, BORN, "1", "レイジ　アイ", "03")
SISTER = Candidate(3, BORN, "2", "レイジ　アカネ", "04")


def test_nobody_with_that_birth_date_is_nobody() -> None:
    """R13."""
    assert identify([ELDER], date(1988, 2, 15), "1", "レイジアオイ", "02") == ()


def test_who_is_alone_with_number_and_birth_date_is_found_whatever_else_was_mistyped() -> None:
    """R13."""
    assert identify([ELDER], BORN, "2", "レイジアオヰ", "99") == (1,)


def test_sex_then_kana_tell_siblings_of_one_birth_apart() -> None:
    """R13."""
    household = [ELDER, YOUNGER, SISTER]
    assert identify(household, BORN, "2", "", None) == (3,)
    assert identify(household, BORN, "1", "れいじ　あい", None) == (2,)
    assert identify(household, BORN, "1", "", "02") == (1,), "the branch is the last to be asked"
    assert identify(household, BORN, "1", "レイジアイ", "02") == (2,), "kana goes before branch"


def test_twins_told_apart_by_nothing_are_several() -> None:
    """R13: not decidable."""
    assert identify([ELDER, YOUNGER], BORN, "1", "", None) == (1, 2)


def test_several_periods_of_one_person_are_one_person() -> None:
    assert identify([ELDER, ELDER], BORN, "1", "", None) == (1,)
