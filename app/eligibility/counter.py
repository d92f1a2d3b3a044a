"""The counter's work joined up: confirm, find whose chart it is, say what it means, take it over."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from app.eligibility.answer import Check, CheckId, CheckState, LastKnown
from app.eligibility.card import CardReaders, CardReading, Pin
from app.eligibility.check import (
    Confirmation,
    ask,
    ask_due_again,
    day_to_ask_again,
    enter,
    last_known,
    resend,
    with_branch_of,
)
from app.eligibility.differences import Difference, differences, held_card, is_news, new_patient, taken_over
from app.eligibility.linking import Link, Linked, link
from app.eligibility.look_alikes import LookAlike, look_alikes
from app.eligibility.ports import CheckBook, EligibilityLine, LineError
from app.eligibility.question import Question, SignedQuestion, TypedQuestion
from app.eligibility.reasons import Evidence, Explanation, explain
from app.patients.patient import Patient, PatientId
from app.patients.ports import PatientIndex
from app.scheme.cover import EligibilityInformation
from app.scheme.days import Clock, business_day
from app.scheme.outcome import Outcome
from app.scheme.statement import Purpose
from app.staff.member import Duty, StaffMember


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the counter sees of one check.

    trouble, last_known: while no answer came. link: of an answer about one person. explanation: of an answer other
    than valid. ask_again_on: the day that is proposed for asking again.
    """

    check: Check
    trouble: LineError | None = None
    last_known: LastKnown | None = None
    link: Link | None = None
    differences: tuple[Difference, ...] = ()
    explanation: Explanation | None = None
    ask_again_on: date | None = None

    @property
    def patient(self) -> Patient | None:
        """Whose chart it is, when that is settled."""
        return self.link.patient if isinstance(self.link, Linked) else None


@dataclass(frozen=True, slots=True)
class Counter:
    """Every call but `today_is` touches ledger, line or reader: none belongs on the window's thread."""

    book: CheckBook
    line: EligibilityLine
    index: PatientIndex
    readers: CardReaders
    clock: Clock
    new_id: Callable[[], CheckId]

    def today_is(self) -> date:
        return business_day(self.clock())

    def confirm(self, question: Question, staff: StaffMember) -> Shown:
        """Into the outbox, over the line, tied to its patient. Raises: NotAllowed."""
        check = enter(question, staff, self.new_id(), self.clock(), self.book)
        return self._shown(ask(check, self.book, self.line, self.clock))

    def confirm_with_pin(
        self,
        reading: CardReading,
        pin: Pin,
        on: date,
        photograph_confirmed: bool,
        staff: StaffMember,
        consent_kinds: tuple[str, ...] = (),
    ) -> Shown:
        """The card signs the service's statement, once: for the check, and for what the patient agreed to show (R15).

        Raises: CardError, PinWrong, PinBlocked, LineError.
        """
        staff.must_be_allowed(Duty.CHECK_ELIGIBILITY)
        statement = self.line.new_statement(Purpose.ELIGIBILITY, consent_kinds)
        signature = self.readers.sign(reading, pin, statement.digest_info())
        question = SignedQuestion(reading.certificate, statement, signature, on, photograph_confirmed)
        return self.confirm(question, staff)

    def choose(self, check_id: CheckId, chosen: EligibilityInformation, staff: StaffMember) -> Shown:
        """One of several (twins), by the card face: asked anew with that person's branch."""
        question = self.book.get(check_id).question
        branch = chosen.cover.insured.branch
        if not isinstance(question, TypedQuestion) or branch is None:
            raise ValueError("only typed questions meet several people, and each has a branch")
        return self.confirm(with_branch_of(question, branch, chosen.person.birth_on), staff)

    def look_at(self, check_id: CheckId) -> Shown:
        """A check from the list, as it stands now."""
        check = self.book.get(check_id)
        known = last_known(check.question, self.book) if check.state is CheckState.WAITING else None
        return self._shown(Confirmation(check, None, known))

    def send_waiting(self) -> tuple[Shown, ...]:
        """The outbox, until the line fails; the last one then carries the trouble."""
        return tuple(self._shown(each) for each in resend(self.book, self.line, self.clock))

    def ask_what_is_due(self) -> tuple[Shown, ...]:
        """What was put off until today."""
        return tuple(
            self._shown(each) for each in ask_due_again(self.book, self.line, self.clock, self.new_id)
        )

    def todays_checks(self) -> tuple[Check, ...]:
        """Newest first."""
        return self.book.of_day(self.today_is())

    def waiting(self) -> int:
        """How many checks are in the outbox (未送信)."""
        return len(self.book.waiting())

    def take_over(self, check_id: CheckId, patient_id: PatientId, staff: StaffMember) -> Shown:
        """The answer's details and card into this patient's chart. Raises: NotAllowed."""
        staff.must_be_allowed(Duty.KEEP_PATIENTS)
        check, information = self._answered(check_id)
        self.index.save(taken_over(self.index.get(patient_id), information))
        return self._keep(check, information, patient_id)

    def enter_new_patient(self, check_id: CheckId, staff: StaffMember) -> Shown:
        """A chart made of the answer. Raises: NotAllowed."""
        staff.must_be_allowed(Duty.KEEP_PATIENTS)
        check, information = self._answered(check_id)
        return self._keep(check, information, self.index.add(new_patient(information)).id)

    def put_off(self, check_id: CheckId, on: date) -> Shown:
        """Asked again by itself on that day."""
        return self._shown(Confirmation(self.book.ask_again(check_id, on)))

    def look_alikes(self, question: TypedQuestion) -> tuple[LookAlike, ...]:
        return look_alikes(question, self.index)

    def refresh_insurers(self) -> None:
        """Names and usual delays, as the service publishes them. Raises: LineError."""
        self.book.keep_insurers(self.line.insurers())

    def _answered(self, check_id: CheckId) -> tuple[Check, EligibilityInformation]:
        check = self.book.get(check_id)
        if check.answer is None or check.answer.single is None:
            raise ValueError("only an answer about one person belongs to a chart")
        return check, check.answer.single

    def _keep(self, check: Check, information: EligibilityInformation, patient_id: PatientId) -> Shown:
        assert check.answer is not None
        self.index.hold_card(patient_id, held_card(information, check.answer.checked_at))
        return self._shown(Confirmation(self.book.link(check.id, patient_id)))

    def _shown(self, confirmation: Confirmation) -> Shown:
        check = confirmation.check
        shown = Shown(check, confirmation.trouble, confirmation.last_known)
        if check.answer is None:
            return shown
        shown = replace(shown, explanation=self._explained(check), ask_again_on=self._proposed_day(check))
        information = check.answer.single
        return shown if information is None else self._linked(shown, information)

    def _linked(self, shown: Shown, information: EligibilityInformation) -> Shown:
        found = self._link_of(shown.check, information)
        if not isinstance(found, Linked):
            return replace(shown, link=found)
        told = differences(found.patient, information)
        check = shown.check
        if check.patient_id != found.patient.id:
            check = self.book.link(check.id, found.patient.id)
        if not told and check.answer is not None and is_news(check.answer, found.patient):
            self.index.hold_card(found.patient.id, held_card(information, check.answer.checked_at))
        return replace(shown, check=check, link=found, differences=told)

    def _link_of(self, check: Check, information: EligibilityInformation) -> Link:
        """What somebody settled by hand stays settled."""
        if check.patient_id is not None:
            return Linked(self.index.get(check.patient_id), ("受付で確認",))
        return link(information, self.index)

    def _explained(self, check: Check) -> Explanation | None:
        assert check.answer is not None
        question = check.question
        alike: tuple[LookAlike, ...] = ()
        delay = None
        if isinstance(question, TypedQuestion):
            delay = self.book.usual_delay_days(question.insured.insurer.digits)
            if check.answer.outcome is Outcome.NONE:
                alike = look_alikes(question, self.index)
        return explain(question, check.answer, Evidence(self.today_is(), delay, alike))

    def _proposed_day(self, check: Check) -> date | None:
        assert check.answer is not None
        if check.answer.outcome is Outcome.VALID:
            return None
        delay = None
        if isinstance(check.question, TypedQuestion):
            delay = self.book.usual_delay_days(check.question.insured.insurer.digits)
        return day_to_ask_again(check, self.today_is(), delay)
