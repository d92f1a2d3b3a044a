"""A batch on its way (R10): cut lines, crashes, pages, charts; nothing is asked twice and nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.appointments.appointment import Batch, BatchId, BatchState, Item, ItemState
from app.appointments.refresh import cancel, due, enter, go_on
from app.eligibility.answer import Answer
from app.eligibility.ports import CentralUnreachable, LineError, RefusedByCentral
from app.scheme.outcome import Outcome
from app.staff.member import NotAllowed, StaffId, StaffMember
from tests.appointments.batches import appointment
from tests.fakes.appointments import AppointmentBookInMemory, BatchLineInMemory
from tests.fakes.ledger import PatientsInMemory
from tests.people import NOW, RECEPTIONIST, answer, held, information, insured, patient

BATCH = BatchId("8f1c1d0e-2f64-4a0b-9b7d-5f2f8f1f6c22")


class Clinic:
    """A ledger and a line in memory, with a batch of five in it."""

    def __init__(
        self, respond: Callable[[Item], Answer | str] = lambda item: answer(), at_once: int = 2
    ) -> None:
        self.book = AppointmentBookInMemory()
        self.line = BatchLineInMemory(respond, at_once)
        self.index = PatientsInMemory()
        listed = [appointment(line=line) for line in range(2, 7)]
        enter(listed, "予約.csv", RECEPTIONIST, None, NOW, lambda: BATCH, self.book)

    def round(self) -> Batch:
        return go_on(BATCH, self.book, self.line, self.index)

    def finish(self) -> Batch:
        for _ in range(20):
            batch = self.round()
            if batch.state not in (BatchState.ENTERED, BatchState.WORKING):
                return batch
        raise AssertionError("the batch does not end")

    def states(self) -> list[ItemState]:
        return [each.state for each in self.book.items(BATCH)]


def test_a_batch_is_handed_over_and_fetched_page_by_page() -> None:
    clinic = Clinic()
    assert clinic.round().state is BatchState.WORKING
    assert clinic.round().done == 2
    batch = clinic.finish()
    assert (batch.state, batch.done, batch.total) == (BatchState.DONE, 5, 5)
    assert clinic.states() == [ItemState.ANSWERED] * 5
    assert clinic.line.handed_over == [BATCH]
    assert clinic.round() == batch, "what is finished stays so"


def test_an_item_that_is_refused_leaves_the_others_answered() -> None:
    clinic = Clinic(lambda item: "number.refused" if item.id == "3" else answer())
    clinic.finish()
    assert clinic.states()[2] is ItemState.REFUSED
    assert clinic.book.items(BATCH)[2].failure_code == "number.refused"
    assert clinic.states().count(ItemState.ANSWERED) == 4


@pytest.mark.parametrize("where", ["hand_over", "hand_over, its reply", "progress", "results"])
def test_after_a_cut_line_it_goes_on_where_it_was(where: str) -> None:
    """Also where the service took the batch in and the reply was lost: the batch id is recognised."""
    clinic = Clinic()
    if where in ("progress", "results"):
        clinic.round()
        clinic.round()
    before = clinic.book.batch(BATCH).done
    clinic.line.trouble, clinic.line.fails_at = CentralUnreachable(), where
    for _ in range(2):
        with pytest.raises(LineError):
            clinic.round()
    assert clinic.book.batch(BATCH).done == before
    clinic.line.trouble = None
    assert clinic.finish().done == 5
    assert clinic.line.handed_over == [BATCH]


class _Crash(BaseException):
    """The desk is gone."""


def test_after_a_crash_between_two_pages_only_what_is_missing_is_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clinic = Clinic(at_once=5)
    clinic.round()
    real, pages = clinic.line.results, []

    def crashing(receipt: str, cursor: str | None):
        pages.append(cursor)
        if len(pages) == 2:
            raise _Crash
        return real(receipt, cursor)

    with monkeypatch.context() as broken:
        broken.setattr(clinic.line, "results", crashing)
        with pytest.raises(_Crash):
            clinic.round()
    assert clinic.states().count(ItemState.ANSWERED) == 2
    batch = clinic.finish()
    assert (batch.done, batch.state) == (5, BatchState.DONE)


def test_what_the_service_no_longer_holds_is_asked_anew_and_answers_stay() -> None:
    clinic = Clinic()
    clinic.round()
    clinic.round()
    first = clinic.book.items(BATCH)[0]
    clinic.line.forget()
    assert clinic.round().state is BatchState.ENTERED
    batch = clinic.finish()
    assert (batch.done, batch.state) == (5, BatchState.DONE)
    assert clinic.line.handed_over == [BATCH, BATCH]
    assert clinic.book.items(BATCH)[0] == first


def test_a_refusal_of_the_whole_is_told_and_leaves_the_batch_as_it_was() -> None:
    clinic = Clinic()
    clinic.line.trouble = RefusedByCentral("scope.missing")
    with pytest.raises(RefusedByCentral):
        clinic.round()
    assert clinic.book.batch(BATCH).state is BatchState.ENTERED


def test_cancelling_keeps_what_was_found_and_asks_nothing_more() -> None:
    clinic = Clinic()
    clinic.round()
    clinic.line.progress(f"R-{BATCH}")  # found by the service, not fetched yet
    batch = cancel(BATCH, clinic.book, clinic.line, clinic.index)
    assert batch.state is BatchState.CANCELLED
    assert clinic.states().count(ItemState.ANSWERED) == 2
    assert cancel(BATCH, clinic.book, clinic.line, clinic.index) == batch
    assert clinic.book.unfinished() == ()


def test_a_batch_that_was_never_handed_over_is_cancelled_without_a_line() -> None:
    clinic = Clinic()
    clinic.line.trouble = CentralUnreachable()
    assert cancel(BATCH, clinic.book, clinic.line, clinic.index).state is BatchState.CANCELLED


def test_with_the_line_down_a_batch_at_the_service_cannot_be_cancelled_and_goes_on() -> None:
    clinic = Clinic()
    clinic.round()
    clinic.line.trouble = CentralUnreachable()
    with pytest.raises(LineError):
        cancel(BATCH, clinic.book, clinic.line, clinic.index)
    assert clinic.book.batch(BATCH).state is BatchState.WORKING


def test_the_evening_before_a_batch_waits_for_its_hour() -> None:
    book = AppointmentBookInMemory()
    evening = NOW + timedelta(hours=8)
    enter([appointment()], "予約.csv", RECEPTIONIST, evening, NOW, lambda: BATCH, book)
    assert due(book, NOW) == ()
    assert [each.id for each in due(book, evening)] == [BATCH]


def test_only_who_may_check_eligibility_enters_a_batch() -> None:
    nobody = StaffMember(StaffId(9), "見学", frozenset())
    with pytest.raises(NotAllowed):
        enter([appointment()], "予約.csv", nobody, None, NOW, lambda: BATCH, AppointmentBookInMemory())


def test_answers_are_tied_to_charts_that_are_sure_and_confirm_their_card() -> None:
    """A valid answer without differences renews the card's confirmation, as one at the counter does (R9)."""
    clinic = Clinic()
    hers = clinic.index.add(
        patient(
            1,
            held(confirmed_at=NOW - timedelta(days=40)),
            postcode="100-0000",
            address="東京都見本区例示1-2-3",
        )
    )
    clinic.finish()
    assert {each.patient_id for each in clinic.book.items(BATCH)} == {hers.id}
    card = clinic.index.get(hers.id).current_card
    assert card is not None and card.confirmed_at == NOW


def test_a_changed_answer_is_tied_to_its_chart_but_not_taken_over() -> None:
    """R10: only what somebody takes over goes into the chart."""
    clinic = Clinic(lambda item: answer(Outcome.VALID, information(address="東京都例示区")))
    before = clinic.index.add(patient(1, held(confirmed_at=NOW - timedelta(days=40))))
    clinic.finish()
    assert {each.patient_id for each in clinic.book.items(BATCH)} == {before.id}
    assert clinic.index.get(before.id) == before


def test_twins_of_one_card_are_tied_to_nobody_by_themselves() -> None:
    """R7: card and birth date are shared; without branch or name somebody chooses."""
    without = insured(branch="")
    clinic = Clinic(
        lambda item: answer(Outcome.VALID, information(without, name="架空　双葉", kana="カクウ　フタバ"))
    )
    for number, name in enumerate(("架空　一葉", "架空　二葉"), start=1):
        clinic.index.add(replace(patient(number, held(without), name=name), kana=f"カクウ　{number}"))
    clinic.finish()
    assert {each.patient_id for each in clinic.book.items(BATCH)} == {None}


def test_somebody_the_service_does_not_find_is_tied_by_what_the_file_says() -> None:
    """So that the exception shows whose chart it is."""
    clinic = Clinic(lambda item: answer(Outcome.NONE))
    hers = clinic.index.add(patient(1, held()))
    clinic.finish()
    assert {each.patient_id for each in clinic.book.items(BATCH)} == {hers.id}
