"""The form as typed becomes a question, or says which field is wrong."""

from datetime import date

import pytest

from app.eligibility.question import QuestionIncomplete, TypedForm, TypedQuestion, way_words
from app.errors import InputRefused
from app.scheme.digits import MyNumberRefused, my_number_check_digit
from app.scheme.outcome import DocumentKind
from tests.people import TODAY, photo, signed, typed

FULL = TypedForm(insurer="０６１３９９９２", symbol="701", number="442", branch="02", birth="０２１４")


def test_with_branch_month_and_day_are_enough() -> None:
    """R6."""
    question = TypedQuestion.parse(FULL, TODAY)
    assert (question.month_day, question.birth_on, question.on) == ("0214", None, TODAY)


def test_a_full_birth_date_typed_beside_a_branch_serves_as_month_and_day() -> None:
    question = TypedQuestion.parse(TypedForm("06139992", "701", "442", "02", "S63.2.14"), TODAY)
    assert question.month_day == "0214"


def test_without_branch_the_full_birth_date_is_asked() -> None:
    """R6."""
    question = TypedQuestion.parse(TypedForm("06139992", "701", "442", "", "S63.2.14", "R8.11.1"), TODAY)
    assert (question.month_day, question.birth_on, question.on) == (
        None,
        date(1988, 2, 14),
        date(2026, 11, 1),
    )
    with pytest.raises(InputRefused):
        TypedQuestion.parse(TypedForm("06139992", "701", "442", "", "0214"), TODAY)


def test_late_elderly_needs_number_and_full_birth_date() -> None:
    """R6."""
    question = TypedQuestion.parse(TypedForm("39139993", "", "12345678", "", "S23.3.20"), TODAY)
    assert question.birth_on == date(1948, 3, 20)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (TypedForm("0613999", "1", "2", "01", "0214"), "insurer"),
        (TypedForm("06139992", "1", "", "01", "0214"), "number"),
        (TypedForm("06139992", "1", "2", "1", "0214"), "branch"),
        (TypedForm("06139992", "1", "2", "01", ""), "birth"),
        (TypedForm("06139992", "1", "2", "01", "0230"), "birth"),
        (TypedForm("06139992", "1", "2", "", "R9.1.1"), "birth"),
        (TypedForm("06139992", "1", "2", "01", "0214", "R8.11.23"), "on"),
    ],
)
def test_the_wrong_field_is_named(form: TypedForm, field: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        TypedQuestion.parse(form, TODAY)
    assert refusal.value.field == field
    assert QuestionIncomplete.code


@pytest.mark.parametrize("field", ["insurer", "symbol", "number", "branch", "birth"])
def test_a_my_number_is_refused_wherever_it_is_typed(field: str) -> None:
    """R3."""
    number = f"98765432109{my_number_check_digit('98765432109')}"
    values = {"insurer": "06139992", "symbol": "1", "number": "2", "branch": "01", "birth": "0214"} | {
        field: number
    }
    with pytest.raises(MyNumberRefused):
        TypedQuestion.parse(TypedForm(**values), TODAY)  # type: ignore[arg-type]


def test_lists_say_how_it_was_asked() -> None:
    assert way_words(typed(document=DocumentKind.INSURANCE_CARD)) == "保険証入力"
    assert way_words(photo()) == "カード＋写真"
    assert way_words(signed()) == "カード＋暗証番号"
