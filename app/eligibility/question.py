"""The three ways to ask whether somebody is insured (R5, R6)."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from app.errors import InputRefused
from app.scheme.days import parse_day, parse_month_day
from app.scheme.digits import refuse_my_number
from app.scheme.numbers import InsuredNumber
from app.scheme.outcome import DOCUMENT_WORDS, LEVEL_WORDS, DocumentKind, Level
from app.scheme.statement import Statement


class QuestionIncomplete(InputRefused):
    """With branch the month and day of birth, without it the full birth date (R6)."""

    code = "input.birth"


def day_of_confirmation(typed: str, today: date) -> date:
    """Today where nothing is typed; past days may be asked (R6). Raises: InputRefused."""
    on = parse_day(typed, "on") if typed.strip() else today
    if on > today:
        raise InputRefused("on", "a day to come cannot be confirmed")
    return on


@dataclass(frozen=True, slots=True)
class TypedForm:
    """The form 「資格確認書・保険証」 as typed, every field text. Empty `on` means today."""

    insurer: str = ""
    symbol: str = ""
    number: str = ""
    branch: str = ""
    birth: str = ""
    on: str = ""
    document: DocumentKind = DocumentKind.CONFIRMATION


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """A card typed in. Exactly one of month_day ("0214") and birth_on is there (R6)."""

    document: DocumentKind
    insured: InsuredNumber
    month_day: str | None
    birth_on: date | None
    on: date
    specific_disease_agreed: bool = False

    @classmethod
    def parse(cls, form: TypedForm, today: date, specific_disease_agreed: bool = False) -> Self:
        """Raises: InputRefused with the field that is wrong (also a day after today); MyNumberRefused (R3)."""
        for field in ("insurer", "symbol", "number", "branch", "birth"):
            refuse_my_number(field, getattr(form, field))
        insured = InsuredNumber.parse(form.insurer, form.symbol, form.number, form.branch)
        on = day_of_confirmation(form.on, today)
        if not form.birth.strip():
            raise QuestionIncomplete("birth", "is missing")
        if insured.branch is not None:
            month_day = cls._month_day_of(form.birth)
            return cls(form.document, insured, month_day, None, on, specific_disease_agreed)
        birth_on = parse_day(form.birth, "birth")
        if birth_on > on:
            raise QuestionIncomplete("birth", "is after the day of confirmation")
        return cls(form.document, insured, None, birth_on, on, specific_disease_agreed)

    @staticmethod
    def _month_day_of(typed: str) -> str:
        """Who types the full date although four digits would do is not sent back."""
        try:
            return parse_month_day(typed, "birth")
        except InputRefused:
            return parse_day(typed, "birth").strftime("%m%d")


@dataclass(frozen=True, slots=True)
class PhotoQuestion:
    """A card read without PIN, its photograph compared with the face by the member of staff who asks."""

    certificate: bytes
    on: date
    specific_disease_agreed: bool = False


@dataclass(frozen=True, slots=True)
class SignedQuestion:
    """A statement that the card signed after its PIN."""

    certificate: bytes
    statement: Statement
    signature: bytes
    on: date
    photograph_confirmed: bool
    specific_disease_agreed: bool = False


Question = TypedQuestion | PhotoQuestion | SignedQuestion


def level_of(question: Question) -> Level:
    match question:
        case TypedQuestion():
            return Level.TYPED
        case PhotoQuestion():
            return Level.PHOTO
        case SignedQuestion():
            return Level.PIN


def way_words(question: Question) -> str:
    """How it was asked, for lists: 「保険証入力」, 「カード＋暗証番号」."""
    if isinstance(question, TypedQuestion):
        return f"{DOCUMENT_WORDS[question.document]}入力"
    return LEVEL_WORDS[level_of(question)]
