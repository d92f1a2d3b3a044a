"""The reader's part of the reception."""

import pytest

from app.consent.consent import ConsentKind
from app.desk.reception.state import CardPhase
from app.eligibility.card import (
    CardKind,
    OtherCard,
    PinBlocked,
    PinWrong,
    Presence,
    ReaderInUse,
    ReadersStatus,
    ReaderStatus,
)
from app.eligibility.question import PhotoQuestion, SignedQuestion, TypedForm
from app.patients.patient import PatientId
from app.scheme.outcome import Level
from app.staff.member import Role, StaffId, StaffMember
from tests.desk.reception.counter import READER, Reception, lies_there, reading
from tests.people import answer, patient

HANA = TypedForm("06139992", "701", "442", "02", "0214")


@pytest.mark.parametrize(
    ("status", "phase"),
    [
        (ReadersStatus(False, ()), CardPhase.NO_SERVICE),
        (ReadersStatus(True, ()), CardPhase.NO_READER),
        (lies_there(presence=Presence.EMPTY), CardPhase.EMPTY),
        (lies_there(), CardPhase.READ),
    ],
)
def test_the_desk_says_what_the_reader_is_doing(status: ReadersStatus, phase: CardPhase) -> None:
    desk = Reception()
    desk.presenter.readers_changed(status)
    assert desk.shown.card.phase is phase


def test_another_kind_of_card_is_named() -> None:
    desk = Reception()
    desk.readers.card = OtherCard()
    desk.presenter.readers_changed(lies_there())
    assert desk.shown.card.phase is CardPhase.FAILED
    assert desk.shown.card.trouble is not None
    assert desk.shown.card.trouble.what == "マイナンバーカードではありません。"


def test_one_card_is_read_once_however_often_the_monitor_speaks() -> None:
    desk = Reception()
    desk.presenter.readers_changed(lies_there())
    desk.readers.card = OtherCard()
    desk.presenter.readers_changed(lies_there())
    assert desk.shown.card.phase is CardPhase.READ


def test_a_card_is_read_by_itself_when_another_program_lets_it_go() -> None:
    desk = Reception()
    desk.readers.card = ReaderInUse()
    desk.presenter.readers_changed(lies_there(presence=Presence.IN_USE))
    desk.readers.card = reading()
    desk.presenter.readers_changed(lies_there(presence=Presence.CARD))
    assert desk.shown.card.phase is CardPhase.READ


def test_among_two_readers_the_one_with_the_card_is_read() -> None:
    desk = Reception()
    empty = ReaderStatus("空のリーダー", Presence.EMPTY, 0)
    desk.presenter.readers_changed(ReadersStatus(True, (empty, *lies_there().readers)))
    assert desk.shown.card.reader == READER


def test_nothing_is_asked_before_somebody_compared_the_face() -> None:
    """R5."""
    desk = Reception()
    desk.presenter.readers_changed(lies_there())
    assert desk.line.asked == []


def test_a_confirmed_photograph_brings_the_answer_and_the_card_goes_back() -> None:
    """R5."""
    desk = Reception(respond=lambda question: answer(level=Level.PHOTO))
    desk.presenter.readers_changed(lies_there())
    desk.presenter.card.photograph_confirmed()
    assert isinstance(desk.line.asked[0][1], PhotoQuestion)
    assert desk.shown.answer.shown is not None
    assert desk.shown.card.done and not desk.shown.card.busy


def test_a_phone_has_no_photograph_to_compare() -> None:
    desk = Reception()
    desk.readers.card = reading(kind=CardKind.ANDROID)
    desk.presenter.readers_changed(lies_there())
    desk.presenter.card.photograph_confirmed()
    assert desk.line.asked == []


def test_the_pin_signs_once_and_says_whether_the_photograph_was_compared() -> None:
    desk = Reception()
    desk.presenter.readers_changed(lies_there())
    desk.presenter.card.photograph_confirmed()
    desk.presenter.card.pin_entered("1234")
    question = desk.line.asked[-1][1]
    assert isinstance(question, SignedQuestion) and question.photograph_confirmed
    assert len(desk.readers.pins) == 1
    assert desk.shown.card.pin_given


def test_a_wrong_pin_says_how_many_tries_are_left() -> None:
    desk = Reception()
    desk.presenter.readers_changed(lies_there())
    desk.readers.pin_trouble = PinWrong(1)
    desk.presenter.card.pin_entered("9999")
    assert desk.shown.card.tries_left == 1
    assert desk.shown.card.trouble is not None
    assert not desk.shown.card.busy and not desk.shown.answer.busy


def test_a_blocked_pin_is_never_sent_and_the_photograph_still_serves() -> None:
    desk = Reception()
    desk.presenter.readers_changed(lies_there())
    desk.readers.pin_trouble = PinBlocked()
    desk.presenter.card.pin_entered("9999")
    desk.presenter.card.pin_entered("8888")
    assert len(desk.readers.pins) == 1
    desk.presenter.card.photograph_confirmed()
    assert desk.shown.answer.shown is not None


@pytest.mark.parametrize("typed", ["", "123", "12a4"])
def test_what_cannot_be_a_pin_never_reaches_the_card(typed: str) -> None:
    desk = Reception()
    desk.presenter.readers_changed(lies_there())
    desk.presenter.card.pin_entered(typed)
    assert desk.readers.pins == []
    assert desk.shown.card.trouble is not None


def test_without_a_line_no_try_of_the_pin_is_spent() -> None:
    desk = Reception()
    desk.presenter.readers_changed(lies_there())
    desk.line.cut()
    desk.presenter.card.pin_entered("1234")
    assert desk.readers.pins == []
    assert desk.shown.card.tries_left == 3
    assert desk.news.line[-1] is not None


def test_a_card_taken_away_takes_its_confirmations_along() -> None:
    desk = Reception()
    desk.presenter.readers_changed(lies_there())
    desk.presenter.card.photograph_confirmed()
    desk.presenter.readers_changed(lies_there(2, Presence.EMPTY))
    desk.presenter.readers_changed(lies_there(3))
    assert not desk.shown.card.photograph_confirmed
    assert not desk.shown.card.done


def test_an_answer_that_comes_after_the_swap_does_not_hand_back_the_new_card() -> None:
    desk = Reception()
    desk.presenter.readers_changed(lies_there())
    line = desk.hold_back()
    desk.presenter.card.photograph_confirmed()
    desk.presenter.readers_changed(lies_there(2, Presence.EMPTY))
    desk.readers.card = reading(3, certificate=b"another")
    desk.presenter.readers_changed(lies_there(3))
    line.let_go()
    assert not desk.shown.card.done


def test_a_card_goes_back_even_while_somebody_looks_at_another_answer() -> None:
    desk = Reception()
    desk.presenter.form.submitted(HANA)
    earlier = desk.shown.today.checks[0].id
    desk.presenter.readers_changed(lies_there())
    line = desk.hold_back()
    desk.presenter.card.photograph_confirmed()
    desk.presenter.row_opened(earlier)
    line.let_go()
    assert desk.shown.card.done and not desk.shown.card.busy
    assert desk.shown.answer.shown is not None
    assert desk.shown.answer.shown.check.id == earlier


def test_who_may_not_ask_is_told_and_the_card_stays_usable() -> None:
    desk = Reception()
    desk.staff = StaffMember(StaffId(7), "元職員", frozenset({Role.RECEPTIONIST}), is_active=False)
    desk.presenter.readers_changed(lies_there())
    desk.presenter.card.photograph_confirmed()
    assert desk.shown.answer.trouble is not None
    assert not desk.shown.card.busy


def test_leaving_the_counter_forgets_what_was_confirmed_of_the_card() -> None:
    desk = Reception(patient(231))
    desk.presenter.readers_changed(lies_there())
    desk.presenter.card.photograph_confirmed()
    desk.presenter.end_session()
    assert not desk.shown.card.photograph_confirmed
    assert desk.shown.answer.shown is None
    assert desk.book.of_patient(PatientId(1)) != ()


def test_what_the_patient_agrees_to_show_is_signed_with_the_same_pin() -> None:
    """R15: one PIN serves eligibility and consent."""
    desk = Reception(respond=lambda question: answer())
    desk.presenter.readers_changed(lies_there())
    desk.presenter.card.consent_chosen(ConsentKind.DRUG, True)
    desk.presenter.card.consent_chosen(ConsentKind.CHECKUP, True)
    desk.presenter.card.consent_chosen(ConsentKind.CHECKUP, False)
    desk.presenter.card.pin_entered("1234")
    question = desk.line.asked[-1][1]
    assert isinstance(question, SignedQuestion)
    assert question.statement.consent_kinds == ("drug",)


def test_without_a_yes_the_statement_holds_no_consent() -> None:
    """R15."""
    desk = Reception(respond=lambda question: answer())
    desk.presenter.readers_changed(lies_there())
    desk.presenter.card.pin_entered("1234")
    question = desk.line.asked[-1][1]
    assert isinstance(question, SignedQuestion)
    assert question.statement.consent_kinds == ()


def test_the_next_card_begins_without_the_yes_of_the_one_before() -> None:
    """R15."""
    desk = Reception(respond=lambda question: answer())
    desk.presenter.readers_changed(lies_there(1))
    desk.presenter.card.consent_chosen(ConsentKind.DRUG, True)
    desk.presenter.readers_changed(lies_there(2))
    assert desk.shown.card.agreed == frozenset()


def test_leaving_the_counter_forgets_the_yes_of_who_stood_there() -> None:
    desk = Reception(respond=lambda question: answer())
    desk.presenter.readers_changed(lies_there())
    desk.presenter.card.consent_chosen(ConsentKind.DRUG, True)
    desk.presenter.end_session()
    assert desk.shown.card.agreed == frozenset()
