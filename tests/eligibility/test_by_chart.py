"""Confirmed without a card in hand, from the patients' list: by today's answer, else by the card of the chart."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.eligibility.answer import CheckState
from app.eligibility.by_chart import ChartNotConfirmed, ChartWithoutCard, confirm_by_chart
from app.eligibility.counter import Shown
from app.eligibility.ports import CentralUnreachable, RefusedByCentral
from app.eligibility.question import TypedQuestion
from app.patients.patient import Patient, PatientId
from app.scheme.outcome import Outcome
from app.staff.member import NotAllowed, StaffId, StaffMember
from tests.eligibility.desk import DeskInMemory
from tests.fakes.ledger import PatientsInMemory
from tests.people import RECEPTIONIST, TODAY, answer, held, information, insured, patient, typed

HER = PatientId(1)


def desk_with(*patients: Patient) -> DeskInMemory:
    return DeskInMemory(index=PatientsInMemory(*patients))


def hers(**changes: object) -> Patient:
    return replace(patient(), id=HER, **changes)  # type: ignore[arg-type]


def by_chart(desk: DeskInMemory) -> Shown:
    return confirm_by_chart(HER, RECEPTIONIST, desk.counter)


def test_the_card_of_the_chart_is_asked_about_as_if_it_were_typed() -> None:
    """R6: with a branch the month and day of birth go along."""
    desk = desk_with(hers())
    shown = by_chart(desk)
    assert shown.check.patient_id == HER
    ((_, question),) = desk.line.asked
    assert question == typed(held().insured, month_day="0214", on=TODAY)
    assert [each.id for each in desk.book.of_patient(HER)] == [shown.check.id]


def test_a_card_without_branch_is_asked_about_with_the_full_birth_date() -> None:
    """R6."""
    plain = insured(branch="")
    desk = desk_with(hers(cards=(replace(held(), insured=plain),)))
    desk.respond = lambda _: answer(Outcome.VALID, information(plain))
    by_chart(desk)
    ((_, question),) = desk.line.asked
    assert isinstance(question, TypedQuestion)
    assert (question.month_day, question.birth_on) == (None, hers().birth_on)


def test_an_answer_of_today_is_enough_and_yesterdays_is_not() -> None:
    """R9: nobody is asked twice a day."""
    desk = desk_with(hers())
    first = by_chart(desk)
    assert by_chart(desk).check == first.check
    assert len(desk.line.asked) == 1
    desk.now += timedelta(days=1)
    desk.respond = lambda _: answer(checked_at=desk.now)
    assert by_chart(desk).check != first.check
    assert len(desk.line.asked) == 2


def test_a_chart_without_a_card_has_nothing_to_ask_about() -> None:
    desk = desk_with(hers(cards=()))
    with pytest.raises(ChartWithoutCard):
        by_chart(desk)
    assert not desk.book.of_day(TODAY)


@pytest.mark.parametrize("outcome", [Outcome.LAPSED, Outcome.NONE, Outcome.SEVERAL])
def test_what_is_not_valid_opens_nobody(outcome: Outcome) -> None:
    """R7: it stands in today's list for the reception."""
    desk = desk_with(hers())
    people = (information(), information()) if outcome is Outcome.SEVERAL else ()
    desk.respond = lambda _: answer(outcome, *people)
    with pytest.raises(ChartNotConfirmed):
        by_chart(desk)
    assert len(desk.book.of_day(TODAY)) == 1


def test_an_answer_about_somebody_else_is_not_this_patient() -> None:
    """The number of the chart is another person's by now."""
    born = hers().birth_on.replace(year=1950)
    desk = desk_with(hers(name="例示　次郎", kana="レイジ　ジロウ", birth_on=born))
    with pytest.raises(ChartNotConfirmed):
        by_chart(desk)


def test_a_line_that_is_down_says_so_and_the_check_waits() -> None:
    desk = desk_with(hers())
    desk.line.cut()
    with pytest.raises(CentralUnreachable):
        by_chart(desk)
    assert [each.state for each in desk.book.of_day(TODAY)] == [CheckState.WAITING]


def test_a_refusal_is_told_by_its_reason() -> None:
    desk = desk_with(hers())
    desk.line.trouble = RefusedByCentral("misses.exceeded")
    with pytest.raises(RefusedByCentral) as refused:
        by_chart(desk)
    assert refused.value.failure_code == "misses.exceeded"


def test_who_has_left_asks_about_nobody() -> None:
    desk = desk_with(hers())
    gone = StaffMember(StaffId(9), "退職", RECEPTIONIST.roles, is_active=False)
    with pytest.raises(NotAllowed):
        confirm_by_chart(HER, gone, desk.counter)
