"""Return visits: asking again as often as the clinic set."""

from datetime import UTC, datetime

import pytest

from app.eligibility.answer import CheckState
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
    assert revisit_state((), RevisitRule(), TODAY).due


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
    assert revisit_state((confirmed(day, month),), RevisitRule(after_typed=rule), TODAY).due is due


def test_kinds_of_document_have_rules_of_their_own() -> None:
    """R9."""
    rule = RevisitRule(after_card=AskAgain.EVERY_VISIT, after_typed=AskAgain.MONTHLY)
    assert not revisit_state((confirmed(1),), rule, TODAY).due
    assert revisit_state((confirmed(1, question=photo()),), rule, TODAY).due


def test_a_lapsed_answer_confirms_nothing() -> None:
    state = revisit_state((confirmed(22, outcome=Outcome.LAPSED), confirmed(3, 10)), RevisitRule(), TODAY)
    assert state.due
    assert state.confirmed_at == datetime(2026, 10, 3, 1, 0, tzinfo=UTC)
    assert state.way == "資格確認書入力"
