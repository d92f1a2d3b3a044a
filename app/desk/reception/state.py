"""What the reception shows: three parts that change apart from each other, each a frozen value."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.consent.consent import ConsentKind
from app.desk.advice import Advice
from app.desk.reception.form.hints import NO_HINT, InsurerHint
from app.eligibility.answer import Check
from app.eligibility.card import CardReading
from app.eligibility.counter import Shown
from app.eligibility.look_alikes import LookAlike
from app.eligibility.question import TypedForm

EMPTY_FORM = TypedForm()


class CardPhase(Enum):
    STARTING = "starting"
    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    EMPTY = "empty"
    READING = "reading"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CardState:
    """insertion: of the card that lies there. busy: the card or the line works. done: an answer came by this card.

    agreed: what the patient lets the clinic see; chosen before the PIN, signed with it (R15).
    """

    phase: CardPhase = CardPhase.STARTING
    reader: str = ""
    insertion: int = 0
    reading: CardReading | None = None
    today: date | None = None
    photograph_confirmed: bool = False
    pin_given: bool = False
    tries_left: int = 3
    trouble: Advice | None = None
    busy: bool = False
    done: bool = False
    agreed: frozenset[ConsentKind] = frozenset()


@dataclass(frozen=True, slots=True)
class FormState:
    """revision: grows when the presenter sets the fields itself; only then the panel overwrites what is typed.

    document_hint: what to ask for beside a document that is not enough any more.
    """

    form: TypedForm = EMPTY_FORM
    revision: int = 0
    insurer: InsurerHint = NO_HINT
    insurer_name: str = ""
    document_hint: str = ""
    wrong_field: str = ""
    complaint: str = ""
    look_alikes: tuple[LookAlike, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerState:
    """shown None with busy: asking; without: nothing to show yet. trouble: of the last action on the answer."""

    shown: Shown | None = None
    today: date = date.min
    busy: bool = False
    trouble: Advice | None = None
    may_see_disease: bool = False


@dataclass(frozen=True, slots=True)
class TodayState:
    """checks: newest first. chosen: the check that stands above."""

    checks: tuple[Check, ...] = ()
    only_open: bool = False
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class ReceptionState:
    card: CardState = CardState()
    form: FormState = FormState()
    answer: AnswerState = AnswerState()
    today: TodayState = TodayState()
