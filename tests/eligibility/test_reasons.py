"""Likely causes, words to the patient, next steps."""

from datetime import date

import pytest

from app.eligibility.look_alikes import LookAlike, is_slip, look_alikes
from app.eligibility.reasons import Evidence, Explanation, NextStep, explain
from app.scheme.outcome import Outcome
from tests.fakes.ledger import PatientsInMemory
from tests.people import TODAY, answer, held, information, insured, patient, photo, typed

LAPSED = information(lost_on=date(2026, 10, 31), loss_reason="03")


def explained(outcome: Outcome, *people: object, evidence: Evidence | None = None) -> Explanation:
    found = explain(typed(), answer(outcome, *people), evidence or Evidence(TODAY))  # type: ignore[arg-type]
    assert found is not None
    return found


def test_a_valid_answer_needs_no_explanation() -> None:
    assert explain(typed(), answer(), Evidence(TODAY)) is None


def test_a_lapsed_card_is_told_in_the_words_of_the_outline() -> None:
    """R7."""
    told = explained(Outcome.LAPSED, LAPSED)
    assert f"{told.verdict}。{told.lead}" == "喪失した資格です。新しい資格を確認してください"


def test_a_lapsed_card_names_day_reason_and_the_published_delay() -> None:
    told = explained(Outcome.LAPSED, LAPSED, evidence=Evidence(TODAY, usual_delay_days=6))
    assert told.evidence == "根拠：喪失理由 03、喪失から22日、登録の遅れ 中央値6日"
    assert "ふつう6日ほど" in told.causes[1].text


def test_a_newer_cover_is_told_only_to_exist() -> None:
    """R7: no word of which, or where."""
    told = explained(Outcome.LAPSED_NEWER, LAPSED)
    assert told.causes[1].title == "新しい資格があります"


def test_an_absent_record_says_typing_error_or_registration_lag() -> None:
    """R7: likelihood is judged at the desk."""
    wrong_digit = typed(insured("06139993"))
    told = explain(wrong_digit, answer(Outcome.NONE), Evidence(TODAY))
    assert told is not None
    assert told.causes[0].text == "検証番号が合いません。末尾は 2 のはずです"
    by_card = explain(photo(), answer(Outcome.NONE), Evidence(TODAY, usual_delay_days=4))
    assert by_card is not None
    assert [cause.title for cause in by_card.causes] == ["登録待ち"]


@pytest.mark.parametrize("outcome", [Outcome.LAPSED, Outcome.NONE])
def test_who_showed_the_my_number_card_is_not_asked_for_it_again(outcome: Outcome) -> None:
    """R7: no card was typed, so none is called "this one", and no number is to be read again."""
    people = () if outcome is Outcome.NONE else (LAPSED,)
    told = explain(photo(), answer(outcome, *people), Evidence(TODAY))
    assert told is not None
    assert told.steps[0] is NextStep.TYPE_NEW_CARD
    assert not {NextStep.CHECK_BY_CARD, NextStep.TYPE_AGAIN} & set(told.steps)
    assert not any(
        each in told.lead + told.words for each in ("この保険証", "番号を", "マイナンバーカード", "入力")
    )


@pytest.mark.parametrize("outcome", [Outcome.LAPSED, Outcome.LAPSED_NEWER, Outcome.NONE])
def test_the_whole_fee_is_never_the_first_word(outcome: Outcome) -> None:
    people = () if outcome is Outcome.NONE else (LAPSED,)
    told = explained(outcome, *people)
    assert "10割" not in told.words + told.lead
    assert NextStep.PRINT_DECLARATION in told.steps
    assert told.words


def test_twins_are_chosen_by_card_face() -> None:
    twins = (information(card=insured(branch="02")), information(card=insured(branch="03")))
    assert explained(Outcome.SEVERAL, *twins).steps[0] is NextStep.CHOOSE_PERSON


@pytest.mark.parametrize(
    ("typed_as", "meant", "slip"),
    [
        ("443", "442", True),
        ("424", "442", True),
        ("44", "442", True),
        ("4442", "442", True),
        ("119", "442", False),
    ],
)
def test_a_slip_is_one_key_wrong_missing_too_many_or_swapped(typed_as: str, meant: str, slip: bool) -> None:
    assert is_slip(typed_as, meant) is slip


def test_a_worn_number_is_found_in_the_ledger() -> None:
    question = typed(insured(number="443", branch=""), month_day=None, birth_on=date(1988, 2, 14))
    found = look_alikes(question, PatientsInMemory(patient()))
    assert [(each.field, each.held) for each in found] == [("番号", "442")]


def test_a_wrong_birth_date_is_found_by_the_card() -> None:
    found = look_alikes(typed(month_day="0215"), PatientsInMemory(patient()))
    assert [(each.field, each.held) for each in found] == [("生まれた月日", "0214")]


def test_a_look_alike_is_shown_as_a_cause() -> None:
    alike = LookAlike(patient(), held(), "番号", "442")
    told = explained(Outcome.NONE, evidence=Evidence(TODAY, look_alikes=(alike,)))
    assert "442" in told.causes[0].text
