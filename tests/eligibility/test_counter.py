"""Confirming at the counter: into the book first, over the line, tied to its patient, and again by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.eligibility.answer import CheckState
from app.eligibility.card import Pin, PinWrong
from app.eligibility.check import STALE
from app.eligibility.linking import Linked, NotHeld, ShortList
from app.eligibility.ports import NotConnected, RefusedByCentral
from app.eligibility.question import SignedQuestion, TypedQuestion
from app.scheme.outcome import Outcome
from app.staff.member import NotAllowed
from tests.desk.reception.states import READING
from tests.eligibility.desk import DeskInMemory
from tests.people import (
    MANAGER,
    NOW,
    RECEPTIONIST,
    TODAY,
    answer,
    held,
    information,
    insured,
    patient,
    photo,
    signed,
    typed,
)


def test_a_check_is_in_the_book_before_it_is_sent() -> None:
    desk = DeskInMemory()
    desk.respond = lambda question: answer() if desk.book.waiting() else pytest.fail("sent before entered")
    shown = desk.counter.confirm(typed(), RECEPTIONIST)
    assert shown.check.state is CheckState.ANSWERED
    assert desk.book.waiting() == ()
    assert shown.check.staff_name == "佐藤"


def test_a_cut_line_leaves_the_check_waiting_with_what_is_known() -> None:
    """The answer is provisional: last known data with its age."""
    desk = DeskInMemory()
    desk.counter.confirm(typed(), RECEPTIONIST)
    desk.line.cut()
    desk.now = NOW + timedelta(days=3)
    shown = desk.counter.confirm(typed(), RECEPTIONIST)
    assert shown.check.state is CheckState.WAITING
    assert shown.last_known is not None
    assert shown.last_known.checked_at == NOW
    assert shown.check.answer is None


def test_a_line_that_is_back_answers_what_waited_oldest_first_and_once() -> None:
    desk = DeskInMemory()
    desk.line.cut()
    first = desk.counter.confirm(typed(), RECEPTIONIST).check
    desk.now += timedelta(seconds=5)
    second = desk.counter.confirm(photo(), RECEPTIONIST).check
    assert len(desk.counter.send_waiting()) == 1
    desk.line.mend()
    assert [shown.check.id for shown in desk.counter.send_waiting()] == [first.id, second.id]
    assert [identity for identity, _ in desk.line.asked] == [first.id, second.id]
    assert desk.counter.send_waiting() == ()


def test_what_the_service_refuses_does_not_wait() -> None:
    desk = DeskInMemory()
    desk.line.trouble = RefusedByCentral("certificate.revoked")
    shown = desk.counter.confirm(photo(), RECEPTIONIST)
    assert (shown.check.state, shown.check.failure_code) == (CheckState.REFUSED, "certificate.revoked")
    assert desk.counter.waiting() == 0


def test_a_desk_without_a_line_keeps_that_the_card_was_seen() -> None:
    """R20: who, when, which document."""
    desk = DeskInMemory()
    desk.line.trouble = NotConnected()
    shown = desk.counter.confirm(typed(), RECEPTIONIST)
    assert (shown.check.state, shown.check.failure_code) == (CheckState.DROPPED, "line.not_connected")
    assert desk.counter.todays_checks() == (shown.check,)
    assert desk.counter.waiting() == 0


def test_a_signature_that_never_arrived_is_not_sent_when_it_is_stale() -> None:
    desk = DeskInMemory()
    desk.line.cut()
    desk.counter.confirm(signed(expires_at=NOW + timedelta(minutes=5)), RECEPTIONIST)
    desk.line.mend()
    desk.now += timedelta(minutes=6)
    (shown,) = desk.counter.send_waiting()
    assert (shown.check.state, shown.check.failure_code) == (CheckState.DROPPED, STALE)
    assert desk.line.asked == []


def test_the_card_signs_the_services_statement_once() -> None:
    desk = DeskInMemory()
    shown = desk.counter.confirm_with_pin(READING, Pin("1234"), TODAY, True, RECEPTIONIST)
    question = shown.check.question
    assert isinstance(question, SignedQuestion)
    assert question.statement.nonce == "nonce"
    assert question.photograph_confirmed
    assert desk.reader.pins == ["1234"]


def test_a_wrong_pin_asks_nothing_and_is_sent_once() -> None:
    desk = DeskInMemory()
    desk.reader.failure = PinWrong(2)
    with pytest.raises(PinWrong):
        desk.counter.confirm_with_pin(READING, Pin("1234"), TODAY, False, RECEPTIONIST)
    assert desk.reader.pins == ["1234"]
    assert desk.book.of_day(TODAY) == ()


def test_an_answer_finds_its_chart_and_the_visit_is_tied_to_it() -> None:
    desk = DeskInMemory(respond=lambda question: answer(Outcome.VALID, information(address=None)))
    known = desk.index.add(patient())
    shown = desk.counter.confirm(typed(), RECEPTIONIST)
    assert isinstance(shown.link, Linked)
    assert shown.check.patient_id == known.id
    assert shown.differences == ()


def test_differences_wait_for_a_hand() -> None:
    desk = DeskInMemory(respond=lambda question: answer(Outcome.VALID, information(address="新住所")))
    known = desk.index.add(patient(1, held(insured(branch=""))))
    shown = desk.counter.confirm(typed(), RECEPTIONIST)
    assert [each.label for each in shown.differences] == ["住所", "枝番"]
    after = desk.counter.take_over(shown.check.id, known.id, RECEPTIONIST)
    assert after.differences == ()
    kept = desk.index.get(known.id)
    assert (kept.address, kept.cards[0].insured.branch) == ("新住所", "02")


def test_a_new_patient_is_entered_in_one_step() -> None:
    desk = DeskInMemory()
    shown = desk.counter.confirm(typed(), RECEPTIONIST)
    assert isinstance(shown.link, NotHeld)
    after = desk.counter.enter_new_patient(shown.check.id, RECEPTIONIST)
    assert after.patient is not None
    assert after.patient.cards[0].insured == insured()
    again = desk.counter.confirm(typed(), RECEPTIONIST)
    assert isinstance(again.link, Linked)


def test_what_somebody_settled_by_hand_stays_settled() -> None:
    desk = DeskInMemory()
    other = desk.index.add(patient(1, held(insured("01139997", "1", "2", "00"))))
    shown = desk.counter.confirm(typed(), RECEPTIONIST)
    assert isinstance(shown.link, ShortList)
    desk.counter.take_over(shown.check.id, other.id, RECEPTIONIST)
    assert desk.counter.look_at(shown.check.id).patient == desk.index.get(other.id)


def test_twins_are_asked_again_with_the_branch_on_the_card_face() -> None:
    """R7."""
    twins = tuple(information(insured(branch=branch)) for branch in ("02", "03"))

    def respond(question: object) -> object:
        assert isinstance(question, TypedQuestion)
        if question.insured.branch is None:
            return answer(Outcome.SEVERAL, *twins)
        return answer(Outcome.VALID, twins[1])

    desk = DeskInMemory(respond=respond)  # type: ignore[arg-type]
    several = desk.counter.confirm(
        typed(insured(branch=""), month_day=None, birth_on=date(1988, 2, 14)), RECEPTIONIST
    )
    assert several.link is None
    chosen = desk.counter.choose(several.check.id, twins[1], RECEPTIONIST)
    question = chosen.check.question
    assert isinstance(question, TypedQuestion)
    assert (question.insured.branch, question.month_day, question.birth_on) == ("03", "0214", None)


def test_what_was_put_off_is_asked_again_by_itself_on_its_day() -> None:
    lapsed = information(lost_on=date(2026, 11, 20))
    desk = DeskInMemory(respond=lambda question: answer(Outcome.LAPSED, lapsed))
    shown = desk.counter.confirm(typed(), RECEPTIONIST)
    assert shown.ask_again_on == date(2026, 11, 23)
    desk.counter.put_off(shown.check.id, date(2026, 11, 25))
    desk.now = NOW + timedelta(days=2)
    assert desk.counter.ask_what_is_due() == ()
    desk.now = NOW + timedelta(days=3)
    (again,) = desk.counter.ask_what_is_due()
    assert again.check.id != shown.check.id
    assert again.check.question.on == date(2026, 11, 25)
    assert desk.counter.ask_what_is_due() == ()


def test_the_day_to_ask_again_follows_the_published_delay() -> None:
    """R7: insurers' published delays."""
    lapsed = information(lost_on=date(2026, 11, 20))
    desk = DeskInMemory(respond=lambda question: answer(Outcome.LAPSED, lapsed))
    desk.counter.refresh_insurers()
    assert desk.counter.confirm(typed(), RECEPTIONIST).ask_again_on == date(2026, 11, 26)


def test_who_may_not_check_enters_nothing() -> None:
    desk = DeskInMemory()
    gone = replace(RECEPTIONIST, is_active=False)
    with pytest.raises(NotAllowed):
        desk.counter.confirm(typed(), gone)
    assert desk.book.of_day(TODAY) == ()
    assert desk.counter.confirm(typed(), MANAGER).check.staff_id == MANAGER.id
