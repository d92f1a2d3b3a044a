"""Return visits: asking again as often as the clinic set."""

from datetime import UTC, date, datetime

import pytest

from app.eligibility.answer import Answer, CheckState
from app.eligibility.question import Question
from app.eligibility.revisit import AskAgain, RevisitRule, revisit_state
from app.scheme.outcome import Outcome
from tests.people import TODAY, answer, check, photo, typed


def confirmed(day: int, month: int = 11, question: Question | None = None, outcome: Outcome = Outcome.VALID):
    at = datetime(2026, month, day, 1, 0, tzinfo=UTC)
    return check(
        question=question or typed(), state=CheckState.ANSWERED, answer=answer(outcome, checked_at=at)
    )


def test_nobody_confirmed_is_due() -> None:
    """R9."""
    assert revisit_state((), (), RevisitRule(), TODAY).due


@pytest.mark.parametrize(
    ("rule", "day", "month", "due"),
    [
        (AskAgain.MONTHLY, 1, 11, False),
        (AskAgain.MONTHLY, 31, 10, True),
        (AskAgain.EVERY_VISIT, 21, 11, True),
        (AskAgain.EVERY_VISIT, 22, 11, False),
    ],
)
def test_the_clinic_sets_how_often_to_ask(rule: AskAgain, day: int, month: int, due: bool) -> None:
    """R9."""
    assert revisit_state((confirmed(day, month),), (), RevisitRule(after_typed=rule), TODAY).due is due


def test_kinds_of_document_have_rules_of_their_own() -> None:
    """R9."""
    rule = RevisitRule(after_card=AskAgain.EVERY_VISIT, after_typed=AskAgain.MONTHLY)
    assert not revisit_state((confirmed(1),), (), rule, TODAY).due
    assert revisit_state((confirmed(1, question=photo()),), (), rule, TODAY).due


def test_a_lapsed_answer_confirms_nothing() -> None:
    state = revisit_state((confirmed(22, outcome=Outcome.LAPSED), confirmed(3, 10)), (), RevisitRule(), TODAY)
    assert state.due
    assert state.confirmed_at == datetime(2026, 10, 3, 1, 0, tzinfo=UTC)
    assert state.way == "資格確認書入力"


def for_the_visit(visit_on: date, asked: tuple[int, int], outcome: Outcome = Outcome.VALID) -> Answer:
    month, day = asked
    return answer(outcome, on=visit_on, checked_at=datetime(2026, month, day, 10, 0, tzinfo=UTC))


@pytest.mark.parametrize("rule", AskAgain)
def test_appointments_confirmed_the_evening_before_need_no_more(rule: AskAgain) -> None:
    """R9, R10."""
    state = revisit_state(
        (confirmed(30, 9),), (for_the_visit(TODAY, (11, 21)),), RevisitRule(after_typed=rule), TODAY
    )
    assert not state.due
    assert (state.confirmed_at, state.way) == (datetime(2026, 11, 21, 10, 0, tzinfo=UTC), "予約の一括確認")


def test_an_appointment_to_come_says_nothing_of_today() -> None:
    """R9: the first visit of December, asked on the last evening of November."""
    asked = (for_the_visit(date(2026, 12, 1), (11, 30)),)
    november, december = date(2026, 11, 30), date(2026, 12, 1)
    assert revisit_state((), asked, RevisitRule(), november).reason == "この日の受診はまだ確認していません"
    assert not revisit_state((), asked, RevisitRule(), december).due
    assert not revisit_state((confirmed(3),), asked, RevisitRule(), november).due


def test_what_was_lapsed_since_is_asked_about_again() -> None:
    """R9: also where this month had confirmed it."""
    by_batch = revisit_state(
        (confirmed(3),), (for_the_visit(TODAY, (11, 21), Outcome.LAPSED),), RevisitRule(), TODAY
    )
    at_the_counter = revisit_state(
        (confirmed(21, outcome=Outcome.LAPSED_NEWER), confirmed(3)), (), RevisitRule(), TODAY
    )
    for state in (by_batch, at_the_counter):
        assert (state.due, state.reason) == (True, "その後の確認で有効ではありませんでした")
        assert state.confirmed_at == datetime(2026, 11, 3, 1, 0, tzinfo=UTC)
    assert not revisit_state(
        (confirmed(22), confirmed(21, outcome=Outcome.NONE)), (), RevisitRule(), TODAY
    ).due
