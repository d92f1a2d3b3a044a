"""The reception: card and form become questions, questions answers, and late answers never land on another's card."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from app.desk.advice import advice_for
from app.desk.lanes import Lane, Ticket
from app.desk.reception.card.presenter import CardPresenter, CardRequests
from app.desk.reception.form.presenter import FormPresenter
from app.desk.reception.state import AnswerState, CardState, FormState, ReceptionState
from app.desk.reception.today.words import is_open
from app.desk.staff.at_counter import AtCounter
from app.eligibility.answer import Check, CheckId, CheckState
from app.eligibility.card import CardReading, Pin, ReadersStatus
from app.eligibility.counter import Counter, Shown
from app.eligibility.linking import ShortList
from app.eligibility.ports import LineError
from app.eligibility.question import PhotoQuestion, Question, SignedQuestion, TypedQuestion
from app.patients.patient import PatientId
from app.scheme.outcome import Outcome
from app.staff.member import Duty


@dataclass(frozen=True, slots=True)
class ReceptionLanes:
    """line: several threads, for what asks the service. read: of the ledger. reader: of the card."""

    line: Lane
    read: Lane
    reader: Lane


@dataclass(frozen=True, slots=True)
class ReceptionNews:
    """What others are told: the shell's lamps and counts (未送信, 要対応), the patients' screen, a sound.

    person_shown: the check that stands there now, None for none any more.
    """

    line_said: Callable[[LineError | None], None]
    waiting_changed: Callable[[int], None]
    open_changed: Callable[[int], None]
    charts_changed: Callable[[], None]
    outcome_came: Callable[[Outcome], None]
    person_shown: Callable[[Shown | None], None] = lambda _: None


class ReceptionView(Protocol):
    def show_state(self, state: ReceptionState) -> None: ...


class ReceptionPresenter:
    """insurer_name: of a number, from the ledger. preferred: the reader to prefer."""

    def __init__(
        self,
        view: ReceptionView,
        counter: Counter,
        lanes: ReceptionLanes,
        at_counter: AtCounter,
        news: ReceptionNews,
        insurer_name: Callable[[str], str | None],
        preferred: Callable[[], str],
    ) -> None:
        self._view = view
        self._counter = counter
        self._lanes = lanes
        self._at_counter = at_counter
        self._news = news
        self._ticket: Ticket | None = None
        self._turn = 0  # grows with everything asked: only the newest may be painted
        self._on_the_way = 0
        self._sending = False
        self._state = ReceptionState()
        requests = CardRequests(self._ask_by_photograph, self._ask_by_pin)
        self.card = CardPresenter(
            self._show_card, counter.readers, lanes.reader, counter.clock, requests, preferred
        )
        self.form = FormPresenter(
            self._show_form, lanes.read, insurer_name, counter.look_alikes, counter.clock, self._ask
        )

    @property
    def state(self) -> ReceptionState:
        return self._state

    def begin(self) -> None:
        """Somebody signed in: today's list stands there, and what waits is sent."""
        self._view.show_state(self._state)
        self.refresh_today()
        self.tick()

    def readers_changed(self, status: ReadersStatus) -> None:
        self.card.readers_changed(status)

    def end_session(self) -> None:
        """The counter is left: nobody's answer stays on the screen, a late one goes to the list."""
        self._step_aside()
        self.card.session_ended()
        self.form.cleared()
        self._news.person_shown(None)
        self._show(replace(self._state, answer=AnswerState(), today=replace(self._state.today, chosen="")))

    def tick(self) -> None:
        """Every few seconds: the outbox, and what is due again — not while a question is on its way already."""
        if not self._sending and not self._on_the_way:
            self._sending = True
            self._lanes.line.run(self._send, self._sent, self._not_sent)

    def row_opened(self, check_id: str) -> None:
        """A line of today's list."""
        self._begin_answer()
        work = partial(self._counter.look_at, CheckId(check_id))
        self._ticket = self._lanes.read.run(work, self._show_answer, self._answer_failed)

    def only_open_requested(self, only_open: bool) -> None:
        self._show(replace(self._state, today=replace(self._state.today, only_open=only_open)))

    def take_over_requested(self) -> None:
        shown = self._state.answer.shown
        if shown is not None and shown.patient is not None:
            self._change(
                partial(self._counter.take_over, shown.check.id, shown.patient.id, self._at_counter())
            )

    def new_patient_requested(self) -> None:
        shown = self._state.answer.shown
        if shown is not None and shown.check.answer and shown.check.answer.single and shown.patient is None:
            self._change(partial(self._counter.enter_new_patient, shown.check.id, self._at_counter()))

    def choice_made(self, place: int) -> None:
        """A chart of the short list, or one of several people; place counts from 0."""
        shown = self._state.answer.shown
        if shown is None or shown.check.answer is None:
            return
        if shown.check.answer.outcome is Outcome.SEVERAL:
            self._choose_person(shown, place)
        elif isinstance(shown.link, ShortList) and place < len(shown.link.candidates):
            chosen = PatientId(shown.link.candidates[place].patient.id)
            self._change(partial(self._counter.take_over, shown.check.id, chosen, self._at_counter()))

    def ask_again_requested(self) -> None:
        shown = self._state.answer.shown
        if shown is not None and shown.ask_again_on is not None:
            self._change(partial(self._counter.put_off, shown.check.id, shown.ask_again_on))

    def refresh_today(self) -> None:
        self._lanes.read.run(self._counter.todays_checks, self._show_today, self._today_failed)
        self._lanes.read.run(self._counter.waiting, self._news.waiting_changed, self._today_failed)

    def _choose_person(self, shown: Shown, place: int) -> None:
        assert shown.check.answer is not None
        if place < len(shown.check.answer.information):
            chosen = shown.check.answer.information[place]
            work = partial(self._counter.choose, shown.check.id, chosen, self._at_counter())
            self._run(work)

    def _ask(self, question: Question) -> None:
        self._run(partial(self._counter.confirm, question, self._at_counter()))

    def _ask_by_photograph(self, reading: CardReading) -> None:
        question = PhotoQuestion(reading.certificate, self._counter.today_is())
        work = partial(self._counter.confirm, question, self._at_counter())
        self._run(work, partial(self.card.not_answered, reading.certificate))

    def _ask_by_pin(
        self,
        reading: CardReading,
        pin: Pin,
        photograph_confirmed: bool,
        given: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        work = partial(
            self._counter.confirm_with_pin,
            reading,
            pin,
            self._counter.today_is(),
            photograph_confirmed,
            self._at_counter(),
            tuple(sorted(self.card.state.agreed)),
        )

        def came(shown: Shown) -> None:
            given()
            self._came(turn, shown)

        def did_not(error: Exception) -> None:
            if self._is_current(turn):  # a wrong PIN asked nothing: what stood there still holds
                self._show(
                    replace(
                        self._state,
                        answer=before.answer,
                        today=replace(self._state.today, chosen=before.today.chosen),
                    )
                )
                self._news.person_shown(before.answer.shown)
            if isinstance(error, LineError):
                self._news.line_said(error)
            failed(error)

        before = self._state
        turn = self._begin_answer()
        self._send_off(work, came, did_not)

    def _run(self, work: Callable[[], Shown], free_card: Callable[[], None] | None = None) -> None:
        """A question on its way. Its answer is always kept; it is painted only while nobody asked something else."""
        turn = self._begin_answer()
        self._send_off(work, partial(self._came, turn), partial(self._did_not_come, turn, free_card))

    def _send_off(
        self, work: Callable[[], Shown], came: Callable[[Shown], None], did_not: Callable[[Exception], None]
    ) -> None:
        """Counted, so that the outbox is not sent while a question of it is on its way."""

        def arrived(shown: Shown) -> None:
            self._on_the_way -= 1
            came(shown)

        def failed(error: Exception) -> None:
            self._on_the_way -= 1
            did_not(error)

        self._on_the_way += 1
        self._lanes.line.run(work, arrived, failed)

    def _begin_answer(self) -> int:
        self._step_aside()
        self._news.person_shown(None)  # who stood there is nobody's patient from now on
        may_see = self._at_counter().may(Duty.SEE_SPECIFIC_DISEASE)
        answer = AnswerState(today=self._counter.today_is(), busy=True, may_see_disease=may_see)
        self._show(replace(self._state, answer=answer, today=replace(self._state.today, chosen="")))
        return self._turn

    def _step_aside(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()
            self._ticket = None
        self._turn += 1

    def _is_current(self, turn: int) -> bool:
        return turn == self._turn

    def _came(self, turn: int, shown: Shown) -> None:
        self._tell(shown)
        self.refresh_today()
        self._hand_back(shown.check.question)
        if self._is_current(turn):
            self._show_answer(shown)
            self._after_answer(shown)

    def _did_not_come(self, turn: int, free_card: Callable[[], None] | None, error: Exception) -> None:
        if free_card is not None:
            free_card()
        if self._is_current(turn):
            self._answer_failed(error)
        else:
            advice_for(error)

    def _hand_back(self, question: Question) -> None:
        """Also when somebody looks at another answer by now: the card on the reader is done with (R5)."""
        if isinstance(question, PhotoQuestion | SignedQuestion):
            self.card.answered(question.certificate)

    def _after_answer(self, shown: Shown) -> None:
        question = shown.check.question
        answer = shown.check.answer
        may_be_mistyped = shown.check.failure_code is not None or (answer and answer.outcome is Outcome.NONE)
        if isinstance(question, TypedQuestion) and not may_be_mistyped:
            self.form.settled()
        if answer is not None:
            self._news.outcome_came(answer.outcome)

    def _tell(self, shown: Shown) -> None:
        if shown.trouble is not None:
            self._news.line_said(shown.trouble)
        elif shown.check.state is CheckState.ANSWERED:
            self._news.line_said(None)
            self._news.charts_changed()

    def _change(self, work: Callable[[], Shown]) -> None:
        """An action on the answer that stands there; the answer stays while it runs."""
        turn = self._turn

        def done(shown: Shown) -> None:
            self._news.charts_changed()
            self.refresh_today()
            if self._is_current(turn):
                self._show_answer(shown)

        def failed(error: Exception) -> None:
            advice = advice_for(error)
            if self._is_current(turn):
                self._show(replace(self._state, answer=replace(self._state.answer, trouble=advice)))

        self._lanes.line.run(work, done, failed)

    def _show_answer(self, shown: Shown) -> None:
        answer = replace(
            self._state.answer, shown=shown, busy=False, trouble=None, today=self._counter.today_is()
        )
        self._show(
            replace(self._state, answer=answer, today=replace(self._state.today, chosen=shown.check.id))
        )
        self._news.person_shown(shown)

    def _answer_failed(self, error: Exception) -> None:
        answer = replace(self._state.answer, busy=False, trouble=advice_for(error))
        self._show(replace(self._state, answer=answer))

    def _send(self) -> tuple[Shown, ...]:
        return self._counter.send_waiting() + self._counter.ask_what_is_due()

    def _sent(self, results: tuple[Shown, ...]) -> None:
        self._sending = False
        for shown in results:
            self._tell(shown)
            current = self._state.answer.shown
            if shown.trouble is None and current is not None and current.check.id == shown.check.id:
                self._show_answer(shown)
        if results:
            self.refresh_today()

    def _not_sent(self, error: Exception) -> None:
        self._sending = False
        advice_for(error)

    def _show_today(self, checks: tuple[Check, ...]) -> None:
        self._news.open_changed(sum(map(is_open, checks)))
        self._show(replace(self._state, today=replace(self._state.today, checks=checks)))

    def _today_failed(self, error: Exception) -> None:
        advice_for(error)

    def _show_card(self, card: CardState) -> None:
        self._show(replace(self._state, card=card))

    def _show_form(self, form: FormState) -> None:
        self._show(replace(self._state, form=form))

    def _show(self, state: ReceptionState) -> None:
        self._state = state
        self._view.show_state(state)
