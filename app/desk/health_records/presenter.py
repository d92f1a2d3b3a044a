"""Health information is open while a consent is in force, by the service's clock; then nothing of it is left."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

from app.consent.consent import ConsentKind, Consents
from app.consent.ports import PaperForm
from app.desk.advice import advice_for
from app.desk.health_records.checkups.page import CheckupsPage
from app.desk.health_records.drugs.page import Choices, DrugsPage, chosen, with_answer
from app.desk.health_records.state import Person, Phase, RecordsState, person_of, under_consents
from app.desk.health_records.work import RecordsWork, read_checkups, read_drugs
from app.desk.lanes import Result, Ticket
from app.eligibility.counter import Shown
from app.health_records.access import Access, Act
from app.health_records.duplicates import DuplicateAlert
from app.health_records.generics import Saving, generic_key
from app.health_records.readers import may_read
from app.health_records.records import Answered
from app.health_records.view import answer_alert
from app.patients.patient import PatientId
from app.scheme.days import business_day

_OVER = "同意の時間が終わったので、閉じました。"
_WITHDRAWN = "同意を取り消したので、閉じました。"
_WITHDRAWN_ELSEWHERE = "同意が取り消されたので、閉じました。"
_LOOK_EVERY = timedelta(seconds=30)
"""A withdrawal at another desk, or by the person at home, closes what is open here within this time."""
_NEVER = datetime.min.replace(tzinfo=UTC)


def _nothing() -> None:
    """Nobody else needs to know."""


class RecordsView(Protocol):
    def show_state(self, state: RecordsState) -> None: ...


class RecordsPresenter:
    """What it opens lives in its state alone; every way out of it goes through `_close`."""

    def __init__(self, view: RecordsView, work: RecordsWork) -> None:
        self._view = view
        self._work = work
        self._state = RecordsState()
        self._known: Consents | None = None
        self._ahead = timedelta()  # the service's clock before ours
        self._reading: Ticket | None = None  # dropped at a closing; a withdrawal on its way never is
        self._turn = 0  # grows with every closing: what was asked before it comes too late
        self._looked_at = _NEVER
        self._is_by_chart = False

    @property
    def state(self) -> RecordsState:
        return self._state

    @property
    def is_by_chart(self) -> bool:
        """Whether the person was chosen from the patients, and does not stand at the reception."""
        return self._is_by_chart

    def person_shown(self, shown: Shown | None) -> None:
        """Another answer stands at the reception, or none: what was open of the person before closes."""
        self._is_by_chart = False
        person = person_of(shown) if shown is not None else None
        before = self._state.person
        if person is not None and before is not None and person.check_id == before.check_id:
            self._show(replace(self._state, person=person))
        else:
            self._close(person)

    def chart_chosen(self, patient_id: PatientId) -> None:
        """A patient of the ledger, with no card in hand: confirmed by the chart, then as if at the reception."""
        person, today = self._state.person, business_day(self._work.clock())
        if person is not None and person.patient_id == patient_id and self._state.today == today:
            return
        self._close(None)
        self._is_by_chart = True
        work = partial(self._work.by_chart, patient_id, self._work.at_counter())
        self._ask(work, self._chart_confirmed, self._work.checked)

    def opened(self) -> None:
        """The screen came to the front."""
        if self._state.person is not None and not self._state.busy and not self._state.consents:
            self.look_again()
        else:
            self._show(self._state)

    def look_again(self) -> None:
        """Which consents are in force; what is agreed opens by itself."""
        person = self._state.person
        if person is not None:
            self._ask(partial(self._work.consents.of_check, person.check_id), self._consents_came)

    def tab_chosen(self, kind: ConsentKind) -> None:
        self._show(replace(self._state, tab=kind, trouble=None))
        self._open_tab()

    def paper_recorded(self, form: PaperForm) -> None:
        """The form is signed and filed."""
        person = self._state.person
        if person is not None and not self._state.busy:
            work = partial(
                self._work.consents.record_paper,
                person.check_id,
                form,
                self._work.at_counter(),
                self._work.clock(),
            )
            self._ask(work, self._consents_came)

    def withdrawn(self) -> None:
        """By the patient's wish: closed at once, whatever the line does; then told to the service."""
        in_force, person = self._state.consents, self._state.person
        if not in_force or person is None:
            return
        self._close(person, _WITHDRAWN)
        staff, now = self._work.at_counter(), self._work.clock()

        def work() -> Consents:
            left = [self._work.consents.withdraw(each.id, staff, now) for each in in_force]
            return left[-1]

        self._ask(work, self._consents_came)

    def choices_made(self, choices: Choices) -> None:
        if self._state.drugs is not None:
            self._show(replace(self._state, drugs=chosen(self._state.drugs, choices, self._state.today)))

    def alert_answered(self, alert: DuplicateAlert, answer: str, note: str) -> None:
        page = self._state.drugs
        if page is not None and alert in page.alerts:
            self._answer((alert.key, alert.facts), (answer, note))

    def generic_answered(self, saving: Saving, answer: str, note: str) -> None:
        """What the patient says to it; said again, the new word counts."""
        page, medicine = self._state.drugs, saving.newest.medicine
        if page is not None and saving in page.savings:
            self._answer((generic_key(medicine), medicine.code or "-"), (answer, note))

    def let_out(self, act: Act, hand_over: Callable[[], None]) -> None:
        """The page in front is copied or printed: on record first, then handed over, unless it closed meanwhile."""
        access, turn = self._access(self._state.tab), self._turn
        if access is None or self._state.page is None:
            return

        def noted(_: None) -> None:
            if turn == self._turn:
                hand_over()

        self._work.write.run(partial(access.enter, act), noted, partial(self._failed, turn))

    def readers_changed(self) -> None:
        """The clinic has set who may read: it holds at once, also for what stands open."""
        if self._state.person is None:
            return
        may = self._may_read()
        if not may:
            self._turn += 1
            self._show(replace(self._state, drugs=None, checkups=None, busy=False))
        self._show(replace(self._state, may_read=may, readers=self._work.readers()))
        self._open_tab()

    def tick(self) -> None:
        """Every second."""
        if self._state.consents:
            self._count_down(_OVER)
        if self._state.consents and self._work.clock() - self._looked_at >= _LOOK_EVERY:
            self._look_unseen()

    def close(self) -> None:
        """Locked, signed out, asleep, or the window closes."""
        self._is_by_chart = False
        self._close(None)

    def _chart_confirmed(self, shown: Shown) -> None:
        self._close(person_of(shown))
        self.look_again()

    def _look_unseen(self) -> None:
        """Whether what is open is still agreed to; a line that fails says nothing against it."""
        turn, person = self._turn, self._state.person
        self._looked_at = self._work.clock()

        def came(consents: Consents) -> None:
            if turn == self._turn:
                self._keep(consents)
                self._count_down(_WITHDRAWN_ELSEWHERE)

        def failed(error: Exception) -> None:
            advice_for(error)

        if person is not None:
            self._work.lane.run(partial(self._work.consents.of_check, person.check_id), came, failed)

    def _count_down(self, why: str) -> None:
        """why: what is said where something closes by it."""
        before = {each.kind for each in self._state.consents}
        self._in_force()
        if before - {each.kind for each in self._state.consents}:
            self._drop_what_ended(why)

    def _answer(self, alert: tuple[str, str], answer: tuple[str, str]) -> None:
        access = self._access(ConsentKind.DRUG)
        if access is not None and not self._state.busy:
            self._ask(partial(answer_alert, access, alert, answer, self._work.records), self._answered)

    def _answered(self, answered: Answered) -> None:
        page, person, today = self._state.drugs, self._state.person, self._state.today
        if page is not None and person is not None:
            self._show(replace(self._state, drugs=with_answer(page, answered, person.share_percent, today)))

    def _consents_came(self, consents: Consents) -> None:
        self._keep(consents)
        self._in_force()
        if self._state.consents and not self._state.tab_is_agreed:
            self._show(replace(self._state, tab=self._state.consents[0].kind))
        self._open_tab()

    def _keep(self, consents: Consents) -> None:
        self._known = consents
        self._looked_at = self._work.clock()
        self._ahead = consents.now - self._looked_at

    def _in_force(self) -> None:
        """By the service's clock, as it went on since the consents came."""
        if self._known is not None:
            self._show(under_consents(self._state, self._known, self._work.clock() + self._ahead))

    def _drop_what_ended(self, why: str) -> None:
        """One kind may go on while the other is over."""
        if not self._state.consents:
            self._close(self._state.person, why)
            return
        self._turn += 1
        drugs = self._state.drugs if self._state.consent(ConsentKind.DRUG) else None
        checkups = self._state.checkups if self._state.consent(ConsentKind.CHECKUP) else None
        self._show(replace(self._state, drugs=drugs, checkups=checkups, busy=False))

    def _access(self, kind: ConsentKind) -> Access | None:
        """Taken on the window's thread: by the time it is used the desk may be locked."""
        consent, person, work = self._state.consent(kind), self._state.person, self._work
        if consent is None or person is None:
            return None
        staff, readers = work.at_counter(), work.readers()
        return Access(person.patient_id, consent, staff, readers, work.audit, work.clock())

    def _open_tab(self) -> None:
        access, state, line = self._access(self._state.tab), self._state, self._work.records
        is_open = state.page is not None
        if access is None or state.person is None or not state.may_read or state.busy or is_open:
            return
        if state.tab is ConsentKind.DRUG:
            work = partial(read_drugs, access, line, state.person.share_percent)
            self._reading = self._ask(work, self._drugs_came)
        else:
            self._reading = self._ask(partial(read_checkups, access, line), self._checkups_came)

    def _drugs_came(self, page: DrugsPage) -> None:
        self._show(replace(self._state, drugs=page))

    def _checkups_came(self, page: CheckupsPage) -> None:
        self._show(replace(self._state, checkups=page))

    def _ask(
        self, work: Callable[[], Result], came: Callable[[Result], None], ended: Callable[[], None] = _nothing
    ) -> Ticket:
        """What comes after a closing is dropped unseen. ended: told however it ended."""
        turn = self._turn

        def done(result: Result) -> None:
            ended()
            if turn == self._turn:
                self._show(replace(self._state, busy=False))
                came(result)

        def failed(error: Exception) -> None:
            ended()
            self._failed(turn, error)

        self._show(replace(self._state, busy=True, trouble=None))
        return self._work.lane.run(work, done, failed)

    def _failed(self, turn: int, error: Exception) -> None:
        advice = advice_for(error)
        if turn == self._turn:
            nobody, agreed = self._state.person is None, self._state.consents
            phase = self._state.phase if nobody or agreed else Phase.CONSENT
            self._show(replace(self._state, busy=False, trouble=advice, phase=phase))

    def _may_read(self) -> bool:
        return may_read(self._work.at_counter(), self._work.readers())

    def _close(self, person: Person | None, told: str = "") -> None:
        self._turn += 1
        if self._reading is not None:
            self._reading.drop()
            self._reading = None
        self._known = None
        if person is None:
            self._show(RecordsState())
            return
        self._show(
            RecordsState(
                Phase.CONSENT,
                business_day(self._work.clock()),
                person,
                tab=self._state.tab,
                may_read=self._may_read(),
                readers=self._work.readers(),
                told=told,
            )
        )

    def _show(self, state: RecordsState) -> None:
        self._state = state
        self._view.show_state(state)
