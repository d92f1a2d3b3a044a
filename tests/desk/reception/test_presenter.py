"""The reception decides: nothing of one patient on another's card, nothing sent twice, the next step always told."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from app.desk.lanes import DroppedTicket, Inline, Lane, Ticket
from app.desk.reception.presenter import ReceptionLanes, ReceptionNews, ReceptionPresenter
from app.desk.reception.state import CardPhase, ReceptionState
from app.eligibility.card import (
    CardKind,
    OtherCard,
    PinBlocked,
    PinWrong,
    Presence,
    ReadersStatus,
    ReaderStatus,
)
from app.eligibility.counter import Shown
from app.eligibility.ports import LineError
from app.eligibility.question import PhotoQuestion, Question, SignedQuestion, TypedForm
from app.scheme.digits import my_number_check_digit
from app.scheme.outcome import DocumentKind, Outcome
from tests.desk.reception.states import LAPSED, READING, TWINS
from tests.eligibility.desk import DeskInMemory
from tests.people import RECEPTIONIST, answer, information, patient

FORM = TypedForm(insurer="06139992", symbol="701", number="442", branch="02", birth="0214")
READER = READING.reader


class Later:
    """A lane whose work a test carries out when it likes, in any order."""

    def __init__(self) -> None:
        self.under_way: list[Callable[[], Ticket]] = []

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> Ticket:
        self.under_way.append(partial(Inline().run, work, done, failed))
        return DroppedTicket()

    def finish(self, place: int = 0) -> None:
        self.under_way.pop(place)()


class Reception:
    """A presenter with its view and news caught."""

    def __init__(self, desk: DeskInMemory | None = None, line: Lane | None = None) -> None:
        self.desk = desk or DeskInMemory()
        self.state = ReceptionState()
        self.said: list[LineError | None] = []
        self.waiting = self.open = 0
        self.outcomes: list[Outcome] = []
        self.standing: list[Shown | None] = []
        news = ReceptionNews(
            self.said.append,
            self._waits,
            self._open,
            lambda: None,
            self.outcomes.append,
            self.standing.append,
        )
        lanes = ReceptionLanes(line or Inline(), Inline(), Inline())
        self.presenter = ReceptionPresenter(
            self,
            self.desk.counter,
            lanes,
            lambda: RECEPTIONIST,
            news,
            self.desk.book.insurer_name,
            lambda: "",
        )

    def _waits(self, number: int) -> None:
        self.waiting = number

    def _open(self, number: int) -> None:
        self.open = number

    def show_state(self, state: ReceptionState) -> None:
        self.state = state

    def lay(self, insertion: int = 7, reading: Any = READING) -> None:
        self.desk.reader.reading = replace(reading, insertion=insertion)
        card = ReaderStatus(READER, Presence.CARD, insertion)
        self.presenter.readers_changed(ReadersStatus(True, (card,)))

    def take_off(self) -> None:
        self.presenter.readers_changed(ReadersStatus(True, (ReaderStatus(READER, Presence.EMPTY, 8),)))

    def submit(self, form: TypedForm = FORM) -> None:
        self.presenter.form.changed(form)
        self.presenter.form.submitted(form)

    @property
    def asked(self) -> list[Question]:
        return [question for _, question in self.desk.line.asked]


def test_a_typed_card_becomes_an_answer_and_a_line_in_the_list() -> None:
    reception = Reception()
    reception.submit()
    shown = reception.state.answer.shown
    assert shown is not None
    assert shown.check.answer is not None
    assert [check.id for check in reception.state.today.checks] == [shown.check.id]
    assert reception.outcomes == [Outcome.VALID]
    assert reception.said == [None]


def test_the_form_is_empty_for_the_next_card_after_an_answer() -> None:
    """R7: after a lapsed card the new one is typed."""
    reception = Reception(DeskInMemory(respond=lambda question: answer(Outcome.LAPSED, LAPSED)))
    reception.submit()
    assert reception.state.form.form == TypedForm()
    assert reception.state.form.revision == 1


def test_what_may_be_mistyped_stays_in_the_form() -> None:
    reception = Reception(DeskInMemory(respond=lambda question: answer(Outcome.NONE)))
    reception.submit()
    assert reception.state.form.form == FORM


def test_the_next_patients_numbers_are_never_wiped_by_a_late_answer() -> None:
    line = Later()
    reception = Reception(line=line)
    reception.submit()
    next_form = replace(FORM, number="9")
    reception.presenter.form.changed(next_form)
    line.finish()
    assert reception.state.form.form == next_form


def test_a_late_answer_goes_to_the_list_never_onto_another_card() -> None:
    line = Later()
    reception = Reception(line=line)
    reception.submit()
    reception.submit(replace(FORM, number="9"))
    line.finish(1)
    newest = reception.state.answer.shown
    line.finish(0)
    assert reception.state.answer.shown is newest
    assert len(reception.state.today.checks) == 2


def test_after_the_counter_was_left_no_answer_is_painted() -> None:
    line = Later()
    reception = Reception(line=line)
    reception.submit()
    reception.presenter.end_session()
    line.finish()
    assert reception.state.answer.shown is None
    assert len(reception.state.today.checks) == 1


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (replace(FORM, insurer="1"), "insurer"),
        (replace(FORM, branch="", birth="0214"), "birth"),
        (replace(FORM, on="R9.1.1"), "on"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_sent(form: TypedForm, field: str) -> None:
    reception = Reception()
    reception.submit(form)
    assert reception.state.form.wrong_field == field
    assert reception.state.form.complaint
    assert reception.asked == []


def test_a_my_number_is_refused_and_gone_from_the_screen() -> None:
    """R3."""
    reception = Reception()
    number = f"12345678901{my_number_check_digit('12345678901')}"
    reception.submit(replace(FORM, number=number))
    assert reception.state.form.form.number == ""
    assert "マイナンバー" in reception.state.form.complaint
    assert reception.desk.book.waiting() == ()


def test_a_pasted_line_is_spread_over_the_fields() -> None:
    reception = Reception()
    assert reception.presenter.form.pasted("06139992\t701 ４４２　02 0214")
    form = reception.state.form.form
    assert (form.insurer, form.symbol, form.number, form.branch, form.birth) == (
        "06139992",
        "701",
        "４４２",
        "02",
        "0214",
    )
    assert not reception.presenter.form.pasted("0613 9992")


def test_a_look_alike_in_the_ledger_is_offered_and_taken() -> None:
    desk = DeskInMemory()
    desk.index.add(patient())
    reception = Reception(desk)
    reception.presenter.form.changed(replace(FORM, birth="0215"))
    (alike,) = reception.state.form.look_alikes
    reception.presenter.form.correct_to(alike)
    assert reception.state.form.form.birth == "0214"


def test_the_insurers_name_stands_there_as_soon_as_the_number_does() -> None:
    desk = DeskInMemory()
    desk.counter.refresh_insurers()
    reception = Reception(desk)
    reception.presenter.form.changed(TypedForm(insurer="06139992"))
    assert reception.state.form.insurer_name == "見本健康保険組合"
    reception.presenter.form.changed(TypedForm(insurer="0613999"))
    assert reception.state.form.insurer_name == ""
    assert reception.state.form.insurer.words == "次は 2 のはずです"


def test_a_laid_card_is_read_by_itself_and_asked_with_the_photograph() -> None:
    """R5."""
    reception = Reception()
    reception.lay()
    assert reception.state.card.phase is CardPhase.READ
    assert reception.asked == []
    reception.presenter.card.photograph_confirmed()
    assert isinstance(reception.asked[0], PhotoQuestion)
    assert reception.state.card.done


def test_a_photograph_first_and_a_pin_after_are_both_kept() -> None:
    reception = Reception()
    reception.lay()
    reception.presenter.card.photograph_confirmed()
    reception.presenter.card.pin_entered("1234")
    question = reception.asked[-1]
    assert isinstance(question, SignedQuestion)
    assert question.photograph_confirmed
    assert reception.state.card.pin_given


def test_a_wrong_pin_shows_the_tries_left_and_the_last_one_is_warned_of() -> None:
    reception = Reception()
    reception.lay()
    for left in (2, 1):
        reception.desk.reader.failure = PinWrong(left)
        reception.presenter.card.pin_entered("9999")
        assert reception.state.card.tries_left == left
        assert not reception.state.card.busy
    assert reception.state.card.trouble is not None
    assert reception.asked == []


def test_a_blocked_pin_is_not_sent_again_and_the_photograph_still_serves() -> None:
    reception = Reception()
    reception.lay()
    reception.desk.reader.failure = PinBlocked()
    reception.presenter.card.pin_entered("1234")
    reception.presenter.card.pin_entered("1234")
    assert reception.desk.reader.pins == ["1234"]
    reception.presenter.card.photograph_confirmed()
    assert len(reception.asked) == 1


def test_a_phone_shows_no_photograph() -> None:
    reception = Reception()
    reception.lay(reading=replace(READING, kind=CardKind.IPHONE))
    reception.presenter.card.photograph_confirmed()
    assert reception.asked == []


def test_another_kind_of_card_is_named() -> None:
    reception = Reception()
    reception.desk.reader.failure = OtherCard()
    reception.lay()
    assert reception.state.card.phase is CardPhase.FAILED
    assert reception.state.card.trouble is not None
    assert "マイナンバーカードではありません" in reception.state.card.trouble.what


@pytest.mark.parametrize(
    ("status", "phase"),
    [
        (ReadersStatus(False, ()), CardPhase.NO_SERVICE),
        (ReadersStatus(True, ()), CardPhase.NO_READER),
        (ReadersStatus(True, (ReaderStatus(READER, Presence.EMPTY, 1),)), CardPhase.EMPTY),
    ],
)
def test_what_is_missing_at_the_reader_is_named(status: ReadersStatus, phase: CardPhase) -> None:
    reception = Reception()
    reception.presenter.readers_changed(status)
    assert reception.state.card.phase is phase


def test_a_swapped_card_starts_anew() -> None:
    reception = Reception()
    reception.lay(7)
    reception.presenter.card.photograph_confirmed()
    reception.lay(9)
    assert not reception.state.card.photograph_confirmed
    reception.take_off()
    assert reception.state.card.phase is CardPhase.EMPTY
    assert reception.state.answer.shown is not None, "the answer stays when the card is handed back"


def test_a_cut_line_gives_a_provisional_answer_that_settles_by_itself() -> None:
    reception = Reception()
    reception.desk.line.cut()
    reception.submit()
    shown = reception.state.answer.shown
    assert shown is not None
    assert shown.trouble is not None
    assert (reception.waiting, reception.said[-1]) == (1, shown.trouble)
    reception.desk.line.mend()
    reception.presenter.tick()
    settled = reception.state.answer.shown
    assert settled is not None
    assert settled.check.id == shown.check.id
    assert settled.check.answer is not None
    assert reception.waiting == 0


def test_the_outbox_is_sent_by_one_at_a_time() -> None:
    line = Later()
    reception = Reception(line=line)
    reception.presenter.tick()
    reception.presenter.tick()
    assert len(line.under_way) == 1


def test_a_question_on_its_way_is_not_sent_a_second_time_with_the_outbox() -> None:
    line = Later()
    reception = Reception(line=line)
    reception.submit()
    reception.presenter.tick()
    assert len(line.under_way) == 1
    line.finish()
    reception.presenter.tick()
    assert len(line.under_way) == 1


def test_a_wrong_pin_leaves_the_answer_by_photograph_where_it_was() -> None:
    reception = Reception()
    reception.lay()
    reception.presenter.card.photograph_confirmed()
    answered = reception.state.answer
    reception.desk.reader.failure = PinWrong(2)
    reception.presenter.card.pin_entered("9999")
    assert reception.state.answer == answered
    assert reception.state.answer.shown is not None
    assert reception.standing[-1] == answered.shown


def test_from_the_next_question_on_the_patient_before_stands_there_no_more() -> None:
    """R15: who opens health information while the answer is on its way must not see the one before."""
    line = Later()
    reception = Reception(line=line)
    reception.submit()
    line.finish()
    assert reception.standing[-1] is not None
    reception.submit()
    assert reception.standing[-1] is None
    line.finish()
    assert reception.standing[-1] == reception.state.answer.shown


def test_what_needs_a_hand_is_counted_until_it_is_done() -> None:
    reception = Reception()
    reception.submit()
    assert reception.open == 1
    reception.presenter.new_patient_requested()
    assert reception.open == 0


def test_twins_are_chosen_by_place() -> None:
    def respond(question: Question) -> Any:
        several = not getattr(getattr(question, "insured", None), "branch", None)
        return answer(Outcome.SEVERAL, *TWINS) if several else answer(Outcome.VALID, TWINS[1])

    reception = Reception(DeskInMemory(respond=respond))
    reception.submit(replace(FORM, branch="", birth="H29.8.26"))
    reception.presenter.choice_made(5)
    assert len(reception.asked) == 1
    reception.presenter.choice_made(1)
    shown = reception.state.answer.shown
    assert shown is not None
    assert shown.check.answer is not None
    assert shown.check.answer.outcome is Outcome.VALID


def test_a_new_patient_is_entered_from_the_answer_once() -> None:
    reception = Reception()
    reception.submit()
    reception.presenter.new_patient_requested()
    reception.presenter.new_patient_requested()
    assert reception.desk.index.count() == 1


def test_a_line_of_the_list_is_opened_again() -> None:
    reception = Reception(
        DeskInMemory(respond=lambda question: answer(Outcome.VALID, information(address=None)))
    )
    reception.submit()
    first = reception.state.today.checks[0]
    reception.submit(replace(FORM, number="9"))
    reception.presenter.row_opened(first.id)
    shown = reception.state.answer.shown
    assert shown is not None
    assert shown.check.id == first.id
    assert reception.state.today.chosen == first.id


@pytest.mark.parametrize(
    ("document", "on", "told"),
    [
        (DocumentKind.INSURANCE_CARD, "", "資格確認書などをお願いしてください"),
        (DocumentKind.INSURANCE_CARD, "R7.11.30", ""),
        (DocumentKind.INSURANCE_CARD, "R7.", "資格確認書などをお願いしてください"),
        (DocumentKind.CONFIRMATION, "", ""),
    ],
)
def test_an_old_insurance_card_is_hinted_at_and_asked_all_the_same(
    document: DocumentKind, on: str, told: str
) -> None:
    """R12: a hint, never a refusal."""
    reception = Reception()
    reception.presenter.form.changed(replace(FORM, document=document, on=on))
    hint = reception.presenter.form.state.document_hint
    assert told in hint and bool(told) == bool(hint)
    reception.submit(replace(FORM, document=document))
    assert reception.outcomes == [Outcome.VALID]
    assert reception.presenter.form.state.document_hint == "", "the next patient's form begins anew"
