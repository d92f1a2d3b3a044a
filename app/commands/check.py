"""`check`: one confirmation of eligibility from the terminal."""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TextIO

from app.commands.answers import Printed, document, text
from app.commands.endings import NOT_ANSWERED, NOT_USABLE, REFUSED, Explain, code_of, say, say_code, status_of
from app.commands.staff import add_staff_arguments, staff_of
from app.eligibility.answer import CheckId, LastKnown
from app.eligibility.card import CardReaders, CardReading, Pin
from app.eligibility.check import STALE, Confirmation, ask, enter
from app.eligibility.lying_card import reader_with_card
from app.eligibility.ports import CheckBook, EligibilityLine, LineError, NotConnected
from app.eligibility.question import (
    PhotoQuestion,
    Question,
    SignedQuestion,
    TypedForm,
    TypedQuestion,
    day_of_confirmation,
)
from app.errors import ClinicError, InputRefused
from app.scheme.days import Clock, business_day
from app.scheme.outcome import DocumentKind, Outcome
from app.scheme.statement import Purpose
from app.staff.ports import PinHasher, StaffRoll

HELP = "one confirmation of eligibility"
EXIT_STATUS = (
    "exit status: 0 valid, 3 lapsed, 4 none, 5 several, 6 not answered (the check waits in the ledger and is asked "
    "again by the desk), 7 not set up or card not usable, 8 refused by the service, 2 bad input"
)
_EXIT = {Outcome.VALID: 0, Outcome.LAPSED: 3, Outcome.LAPSED_NEWER: 3, Outcome.NONE: 4, Outcome.SEVERAL: 5}
_UNSENT = {NotConnected.code: NOT_USABLE, STALE: NOT_ANSWERED}


@dataclass(frozen=True, slots=True)
class CheckTools:
    """What one confirmation needs; assembly fills it. card_wait_s: how long a card may take to be laid on."""

    book: CheckBook
    line: EligibilityLine
    readers: Callable[[], CardReaders]
    roll: StaffRoll
    hasher: PinHasher
    clock: Clock
    new_id: Callable[[], CheckId]
    explain: Explain
    card_wait_s: float = 3.0


@dataclass(frozen=True, slots=True)
class _Unsigned:
    """A card that was read, but no statement could be had for it to sign."""

    reading: CardReading
    trouble: LineError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    typed = parser.add_argument_group("a typed card (R6)")
    typed.add_argument("--insurer", metavar="DIGITS", help="保険者番号, 8 or 6 digits")
    typed.add_argument("--symbol", default="", help="記号")
    typed.add_argument("--number", help="番号")
    typed.add_argument(
        "--branch", default="", metavar="DIGITS", help="枝番, 2 digits; --month-day goes with it"
    )
    typed.add_argument("--month-day", metavar="MMDD", help="month and day of birth, 4 digits")
    typed.add_argument(
        "--birth", metavar="DAY", help="birth date, such as S63.2.14 or 1988-02-14, for a card without branch"
    )
    kinds = [str(kind) for kind in DocumentKind]
    typed.add_argument(
        "--document",
        choices=kinds,
        default=str(DocumentKind.CONFIRMATION),
        help="資格確認書, 保険証 or 資格情報のお知らせ (default: %(default)s)",
    )
    card = parser.add_argument_group("a My Number card (R5)")
    card.add_argument("--reader", metavar="NAME", help="the card reader's name")
    how = card.add_mutually_exclusive_group()
    how.add_argument("--photo", action="store_true", help="staff compared the photograph with the face")
    how.add_argument("--pin-stdin", action="store_true", help="the card's PIN is a line on standard input")
    card.add_argument(
        "--soft-card",
        metavar="CASE",
        help="with --practice: this case of the town lies on the practice reader",
    )
    parser.add_argument("--on", default="", metavar="DAY", help="day of confirmation (default: today)")
    add_staff_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")


def run(arguments: argparse.Namespace, tools: CheckTools, stdin: TextIO) -> int:
    """Exit status as EXIT_STATUS tells."""
    try:
        staff = staff_of(arguments, tools.roll, tools.hasher, tools.clock(), stdin)
        asked = _question(arguments, tools, stdin)
        if isinstance(asked, _Unsigned):
            known = tools.book.last_known_of_certificate(asked.reading.certificate)
            return _unanswered(asked.trouble, known, arguments, tools.explain)
        check = enter(asked, staff, tools.new_id(), tools.clock(), tools.book)
        return _report(ask(check, tools.book, tools.line, tools.clock), arguments, tools.explain)
    except ClinicError as failure:
        return failed(failure, arguments, tools.explain)


def failed(failure: ClinicError, arguments: argparse.Namespace, explain: Explain) -> int:
    """The end of a check that was never entered: also where the home could not be opened."""
    return _unanswered(failure, None, arguments, explain)


def _question(arguments: argparse.Namespace, tools: CheckTools, stdin: TextIO) -> Question | _Unsigned:
    today = business_day(tools.clock())
    if arguments.reader is None:
        return _typed(arguments, today)
    on = day_of_confirmation(arguments.on, today)
    if not (arguments.photo or arguments.pin_stdin):
        raise InputRefused("reader", "--photo or --pin-stdin says how the card is confirmed")
    pin = Pin(stdin.readline().rstrip("\r\n")) if arguments.pin_stdin else None
    readers = tools.readers()
    reading = readers.read(reader_with_card(readers, arguments.reader, tools.card_wait_s))
    if pin is None:
        return PhotoQuestion(reading.certificate, on)
    return _signed(reading, pin, on, readers, tools.line)


def _signed(
    reading: CardReading, pin: Pin, on: date, readers: CardReaders, line: EligibilityLine
) -> SignedQuestion | _Unsigned:
    """The statement first: no try of the PIN is spent while the line is down."""
    try:
        statement = line.new_statement(Purpose.ELIGIBILITY, ())
    except LineError as trouble:
        return _Unsigned(reading, trouble)
    signature = readers.sign(reading, pin, statement.digest_info())
    return SignedQuestion(reading.certificate, statement, signature, on, photograph_confirmed=False)


def _typed(arguments: argparse.Namespace, today: date) -> TypedQuestion:
    """Raises: InputRefused, which names the option."""
    for field in ("insurer", "number"):
        if not getattr(arguments, field):
            raise InputRefused(field, "is missing")
    birth = "month_day" if arguments.branch else "birth"
    if arguments.month_day and not arguments.branch:
        raise InputRefused("month_day", "goes with --branch; without a branch the whole --birth is asked")
    if arguments.birth and arguments.branch:
        raise InputRefused("birth", "is for a card without branch; with --branch --month-day is asked")
    form = TypedForm(
        insurer=arguments.insurer,
        symbol=arguments.symbol,
        number=arguments.number,
        branch=arguments.branch,
        birth=arguments.month_day or arguments.birth or "",
        on=arguments.on,
        document=DocumentKind(arguments.document),
    )
    try:
        return TypedQuestion.parse(form, today)
    except InputRefused as refusal:
        if refusal.field != "birth":
            raise
        raise type(refusal)(birth, refusal.reason) from None


def _report(confirmation: Confirmation, arguments: argparse.Namespace, explain: Explain) -> int:
    answer, code = confirmation.check.answer, confirmation.check.failure_code or ""
    if confirmation.trouble is not None:
        return _unanswered(confirmation.trouble, confirmation.last_known, arguments, explain)
    if answer is None:
        _print(Printed(advice_code=code.partition("@")[0]), arguments)
        say_code(code, explain)
        return _UNSENT.get(code, REFUSED)
    _print(Printed(answer), arguments)
    return _EXIT[answer.outcome]


def _unanswered(
    failure: ClinicError, known: LastKnown | None, arguments: argparse.Namespace, explain: Explain
) -> int:
    _print(Printed(last_known=known, advice_code=code_of(failure)), arguments)
    say(failure, explain)
    return status_of(failure)


def _print(printed: Printed, arguments: argparse.Namespace) -> None:
    if arguments.json:
        print(json.dumps(document(printed), ensure_ascii=False))
    elif words := text(printed):
        print(words)
