"""Working a notice to done: what comes next, who has it in hand until when, and its end."""

from datetime import date
from enum import Enum, auto

from app.errors import InputRefused
from app.notices.correcting import correct_ledger, corrected_cards
from app.notices.notice import Notice, NoticeKind, NoticeState
from app.notices.ports import NoticeLine
from app.notices.tying import Tie
from app.patients.form_fields import holds_my_number
from app.patients.ports import PatientIndex
from app.scheme.days import parse_day
from app.scheme.digits import MyNumberRefused
from app.staff.member import Duty, StaffMember

MOST_LETTERS = 400
_COMES_BACK = (NoticeKind.RETURNED, NoticeKind.KOKUHO)


class NextStep(Enum):
    """What one key does with a notice."""

    TAKE_OVER = auto()  # the new card into the ledger, and done
    NOTE_LOSS = auto()  # the loss into the ledger, and in hand until it is claimed again
    CLAIM_AGAIN = auto()  # in hand until it is claimed again
    FINISH = auto()
    REOPEN = auto()


def next_step(notice: Notice, tie: Tie) -> NextStep:
    """What is likely next; everything else stays possible."""
    handling = notice.handling
    if handling.state is NoticeState.DONE:
        return NextStep.REOPEN
    to_correct = tie.patient is not None and bool(corrected_cards(notice, tie.patient))
    if notice.kind in _COMES_BACK and handling.state is NoticeState.OPEN:
        return NextStep.NOTE_LOSS if to_correct else NextStep.CLAIM_AGAIN
    return NextStep.TAKE_OVER if to_correct else NextStep.FINISH


def do_next(notice: Notice, tie: Tie, staff: StaffMember, line: NoticeLine, index: PatientIndex) -> Notice:
    """The ledger first: what the notice teaches is true whoever ends it, and holds when the line then fails.

    Raises: NotAllowed, NoticeChanged, LineError, RefusedByCentral.
    """
    staff.must_be_allowed(Duty.HANDLE_NOTICES)
    step, note = next_step(notice, tie), notice.handling.note
    if step in (NextStep.TAKE_OVER, NextStep.NOTE_LOSS) and tie.patient is not None:
        correct_ledger(notice, tie.patient, staff, index)
    if step in (NextStep.NOTE_LOSS, NextStep.CLAIM_AGAIN):
        return line.handle(notice, NoticeState.IN_HAND, staff.name, notice.due_on, note)
    state = NoticeState.OPEN if step is NextStep.REOPEN else NoticeState.DONE
    return line.handle(notice, state, staff.name, None, note)


def take_in_hand(
    notice: Notice, until: str, note: str, today: date, staff: StaffMember, line: NoticeLine
) -> Notice:
    """until: a day as typed. Raises: InputRefused for one that is past or no day; and as do_next."""
    staff.must_be_allowed(Duty.HANDLE_NOTICES)
    day = parse_day(until, "until")
    if day < today:
        raise InputRefused("until", "a day to come")
    return line.handle(notice, NoticeState.IN_HAND, staff.name, day, checked_note(note))


def finish(notice: Notice, note: str, staff: StaffMember, line: NoticeLine) -> Notice:
    """Raises: as do_next; InputRefused for a note that cannot be kept."""
    staff.must_be_allowed(Duty.HANDLE_NOTICES)
    return line.handle(notice, NoticeState.DONE, staff.name, None, checked_note(note))


def lay_back(notice: Notice, staff: StaffMember, line: NoticeLine) -> Notice:
    """Open again for whoever comes next. Raises: as do_next."""
    staff.must_be_allowed(Duty.HANDLE_NOTICES)
    return line.handle(notice, NoticeState.OPEN, staff.name, None, notice.handling.note)


def checked_note(note: str) -> str:
    """Raises: InputRefused; MyNumberRefused (R3)."""
    words = note.strip()
    if len(words) > MOST_LETTERS:
        raise InputRefused("note", f"at most {MOST_LETTERS} letters")
    if holds_my_number(words):
        raise MyNumberRefused("note", "a My Number is never entered at the desk")
    return words
