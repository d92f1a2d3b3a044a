"""Confirming eligibility: into the ledger first, then over the line, and again by itself when the line was down."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from time import perf_counter

from app.eligibility.answer import Check, CheckId, CheckState, LastKnown
from app.eligibility.ports import CheckBook, EligibilityLine, LineError, NotConnected, RefusedByCentral
from app.eligibility.question import PhotoQuestion, Question, SignedQuestion, TypedQuestion
from app.scheme.days import Clock, business_day
from app.scheme.outcome import Outcome
from app.staff.member import Duty, StaffMember

STALE = "check.statement_stale"
"""failure_code of a signed check that never reached the service before its statement ran out."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a check has come to so far.

    trouble: why no answer came; the check waits in the outbox. last_known: what the ledger holds of this card,
    given while the check waits, so that the counter can go on — never an answer.
    """

    check: Check
    trouble: LineError | None = None
    last_known: LastKnown | None = None


def enter(question: Question, staff: StaffMember, check_id: CheckId, now: datetime, book: CheckBook) -> Check:
    """Writes the check into the outbox. Raises: NotAllowed."""
    staff.must_be_allowed(Duty.CHECK_ELIGIBILITY)
    check = Check(
        id=check_id,
        question=question,
        staff_id=staff.id,
        staff_name=staff.name,
        entered_at=now,
        state=CheckState.WAITING,
        answer=None,
        failure_code=None,
        patient_id=None,
    )
    book.enter(check)
    return check


def ask(check: Check, book: CheckBook, line: EligibilityLine, clock: Clock) -> Confirmation:
    """Asks the service about an entered check; only its reply changes the record.

    A desk without a line keeps the plain record that a card was seen: who, when, which document (R20).
    """
    if _is_stale(check.question, clock()):
        return Confirmation(book.refuse(check.id, STALE, dropped=True))
    started = perf_counter()
    try:
        answer = line.ask(check.id, check.question, check.staff_name)
    except RefusedByCentral as refusal:
        return Confirmation(book.refuse(check.id, refusal.failure_code))
    except NotConnected as without_line:
        return Confirmation(book.refuse(check.id, without_line.code, dropped=True))
    except LineError as trouble:
        return Confirmation(check, trouble, last_known(check.question, book))
    return Confirmation(book.settle(check.id, answer, perf_counter() - started))


def resend(book: CheckBook, line: EligibilityLine, clock: Clock) -> tuple[Confirmation, ...]:
    """The outbox, oldest first, until the line fails again; the last confirmation then carries the trouble."""
    done = []
    for check in book.waiting():
        confirmation = ask(check, book, line, clock)
        done.append(confirmation)
        if confirmation.trouble is not None:
            break
    return tuple(done)


def ask_due_again(
    book: CheckBook, line: EligibilityLine, clock: Clock, new_id: Callable[[], CheckId]
) -> tuple[Confirmation, ...]:
    """Asks anew, for today, what was put off until today or earlier, until the line fails.

    Each is a check of its own in the book; what the line did not come to stays put off.
    """
    today = business_day(clock())
    done = []
    for earlier in book.due_again(today):
        book.ask_again(earlier.id, None)
        question = asked_for(earlier.question, today)
        if question is None:
            continue
        again = replace(
            earlier,
            id=new_id(),
            question=question,
            entered_at=clock(),
            state=CheckState.WAITING,
            answer=None,
            failure_code=None,
            ask_again_on=None,
            answered_in_s=None,
        )
        book.enter(again)
        done.append(ask(again, book, line, clock))
        if done[-1].trouble is not None:
            break
    return tuple(done)


def asked_for(question: Question, day: date) -> Question | None:
    """The same question for another day; None for a signature, which was good once."""
    match question:
        case TypedQuestion() | PhotoQuestion():
            return replace(question, on=day)
        case SignedQuestion():
            return None


def with_branch_of(question: TypedQuestion, branch: str, birth_on: date) -> TypedQuestion:
    """The question that one of several (twins) answers alone: the branch on the card face, month and day of birth."""
    return replace(
        question,
        insured=question.insured.with_branch(branch),
        month_day=birth_on.strftime("%m%d"),
        birth_on=None,
    )


def last_known(question: Question, book: CheckBook) -> LastKnown | None:
    match question:
        case TypedQuestion():
            return book.last_known(question.insured, question.month_day, question.birth_on)
        case PhotoQuestion() | SignedQuestion():
            return book.last_known_of_certificate(question.certificate)


def day_to_ask_again(check: Check, today: date, usual_delay_days: int | None) -> date:
    """When a registration under way should have arrived: the insurer's usual delay, three days where none is known."""
    lost_on = None
    if check.answer and check.answer.outcome is Outcome.LAPSED and check.answer.single:
        lost_on = check.answer.single.cover.lost_on
    expected = (lost_on or today) + timedelta(days=usual_delay_days or 3)
    return max(expected, today + timedelta(days=1))


def _is_stale(question: Question, now: datetime) -> bool:
    return isinstance(question, SignedQuestion) and question.statement.expires_at <= now
