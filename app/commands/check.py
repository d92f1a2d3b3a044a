"""`check`: one confirmation of eligibility from the terminal."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Event
from typing import Any, TextIO

from app.eligibility.answer import Answer, CheckId, CheckState
from app.eligibility.card import (
    CardError,
    CardReaders,
    NoCard,
    NoReader,
    Pin,
    Presence,
    ReadersStatus,
    ReaderStatus,
)
from app.eligibility.check import Confirmation, ask, enter
from app.eligibility.ports import CheckBook, EligibilityLine, NotConnected
from app.eligibility.question import PhotoQuestion, Question, SignedQuestion, TypedForm, TypedQuestion
from app.errors import ClinicError, InputRefused
from app.scheme.cover import EligibilityInformation
from app.scheme.days import Clock, business_day, parse_day
from app.scheme.outcome import OUTCOME_WORDS, DocumentKind, Outcome
from app.scheme.statement import Purpose
from app.staff.member import Duty, Role, StaffId, StaffMember, StaffPinWrong
from app.staff.ports import PinHasher, StaffRoll
from app.staff.sign_in import sign_in

BAD_INPUT, NOT_ANSWERED, NOT_USABLE, REFUSED = 2, 6, 7, 8
_EXIT = {Outcome.VALID: 0, Outcome.LAPSED: 3, Outcome.LAPSED_NEWER: 3, Outcome.NONE: 4, Outcome.SEVERAL: 5}
_CARD_WAIT_S = 3.0
_ALONE = StaffMember(StaffId(0), "（端末）", frozenset({Role.RECEPTIONIST}))


@dataclass(frozen=True, slots=True)
class CheckTools:
    """What one confirmation needs; assembly fills it."""

    book: CheckBook
    line: EligibilityLine
    readers: Callable[[], CardReaders]
    roll: StaffRoll
    hasher: PinHasher
    clock: Clock
    new_id: Callable[[], CheckId]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    typed = parser.add_argument_group("a typed card (R6)")
    typed.add_argument("--insurer", help="保険者番号, 8 or 6 digits")
    typed.add_argument("--symbol", default="", help="記号")
    typed.add_argument("--number", help="番号")
    typed.add_argument("--branch", default="", help="枝番, 2 digits; then --month-day is asked")
    typed.add_argument("--month-day", help="month and day of birth, 4 digits")
    typed.add_argument(
        "--birth", help="birth date, such as S63.2.14 or 1988-02-14, for a card without branch"
    )
    kinds = [str(kind) for kind in DocumentKind]
    typed.add_argument(
        "--document", choices=kinds, default=str(DocumentKind.CONFIRMATION), help="kind of document"
    )
    card = parser.add_argument_group("a My Number card (R5)")
    card.add_argument("--reader", help="name of the card reader")
    how = card.add_mutually_exclusive_group()
    how.add_argument("--photo", action="store_true", help="staff compared the photograph with the face")
    how.add_argument("--pin-stdin", action="store_true", help="the card's PIN is a line on standard input")
    parser.add_argument("--on", default="", help="day of confirmation (default: today)")
    parser.add_argument("--staff", help="who asks; needed where the home has staff")
    parser.add_argument(
        "--staff-pin-stdin", action="store_true", help="their PIN is the first line on standard input"
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")


def run(arguments: argparse.Namespace, tools: CheckTools, stdin: TextIO = sys.stdin) -> int:
    """Exit status as the README lists them."""
    try:
        staff = _staff(arguments, tools, stdin)
        staff.must_be_allowed(Duty.CHECK_ELIGIBILITY)
        question = _question(arguments, tools, stdin)
    except InputRefused as refusal:
        return _failed(
            refusal.code, f"--{refusal.field.replace('_', '-')}: {refusal.reason}", BAD_INPUT, arguments
        )
    except StaffPinWrong as refusal:
        return _failed(refusal.code, "staff name and PIN do not fit", BAD_INPUT, arguments)
    except CardError as failure:
        return _failed(failure.code, str(failure), NOT_USABLE, arguments)
    except ClinicError as failure:
        return _failed(failure.code, str(failure), NOT_ANSWERED, arguments)
    check = enter(question, staff, tools.new_id(), tools.clock(), tools.book)
    return _report(ask(check, tools.book, tools.line, tools.clock), arguments)


def _staff(arguments: argparse.Namespace, tools: CheckTools, stdin: TextIO) -> StaffMember:
    if not tools.roll.members():
        return _ALONE
    if not arguments.staff or not arguments.staff_pin_stdin:
        raise InputRefused("staff", "this home has staff: --staff NAME --staff-pin-stdin")
    return sign_in(arguments.staff, stdin.readline().rstrip("\r\n"), tools.roll, tools.hasher, tools.clock())


def _question(arguments: argparse.Namespace, tools: CheckTools, stdin: TextIO) -> Question:
    today = business_day(tools.clock())
    if arguments.reader is None:
        return _typed(arguments, today)
    on = parse_day(arguments.on, "on") if arguments.on else today
    if not (arguments.photo or arguments.pin_stdin):
        raise InputRefused("reader", "--photo or --pin-stdin says how the card is confirmed")
    readers = tools.readers()
    reading = readers.read(_reader_with_card(readers, arguments.reader))
    if arguments.photo:
        return PhotoQuestion(reading.certificate, on)
    pin = Pin(stdin.readline().rstrip("\r\n"))
    statement = tools.line.new_statement(Purpose.ELIGIBILITY, ())
    signature = readers.sign(reading, pin, statement.digest_info())
    return SignedQuestion(reading.certificate, statement, signature, on, photograph_confirmed=False)


def _typed(arguments: argparse.Namespace, today: date) -> TypedQuestion:
    for field in ("insurer", "number"):
        if not getattr(arguments, field):
            raise InputRefused(field, "is missing")
    if arguments.month_day and arguments.birth:
        raise InputRefused("birth", "either --month-day or --birth")
    if bool(arguments.branch) != bool(arguments.month_day):
        raise InputRefused("month_day", "--branch and --month-day go together; without a branch --birth")
    form = TypedForm(
        insurer=arguments.insurer,
        symbol=arguments.symbol,
        number=arguments.number,
        branch=arguments.branch,
        birth=arguments.month_day or arguments.birth or "",
        on=arguments.on,
        document=DocumentKind(arguments.document),
    )
    return TypedQuestion.parse(form, today)


def _reader_with_card(readers: CardReaders, name: str) -> ReaderStatus:
    """Waits a moment for the card. Raises: NoReader, NoCard."""
    seen: list[ReadersStatus] = []
    lies_there = Event()

    def look(status: ReadersStatus) -> None:
        seen.append(status)
        if any(each.name == name and each.presence is not Presence.EMPTY for each in status.readers):
            lies_there.set()

    watch = readers.watch(look)
    try:
        lies_there.wait(_CARD_WAIT_S)
    finally:
        watch.stop()
    found = next((each for each in seen[-1].readers if each.name == name), None) if seen else None
    if found is None:
        raise NoReader(name)
    if found.presence is Presence.EMPTY:
        raise NoCard(name)
    return found


def _report(confirmation: Confirmation, arguments: argparse.Namespace) -> int:
    check, trouble = confirmation.check, confirmation.trouble
    if trouble is not None:
        known = confirmation.last_known
        _print(arguments, None, trouble.code, provisional=known.information if known else None)
        return NOT_ANSWERED
    if check.state is not CheckState.ANSWERED or check.answer is None:
        _print(arguments, None, check.failure_code)
        return NOT_USABLE if check.failure_code == NotConnected.code else REFUSED
    _print(arguments, check.answer, None)
    return _EXIT[check.answer.outcome]


def _print(
    arguments: argparse.Namespace,
    answer: Answer | None,
    advice_code: str | None,
    provisional: EligibilityInformation | None = None,
) -> None:
    single = answer.single if answer else provisional
    if not arguments.json:
        print(OUTCOME_WORDS[answer.outcome] if answer else advice_code)
        return
    document = {
        "outcome": answer.outcome if answer else None,
        "level": answer.level if answer else None,
        "on": answer.on.isoformat() if answer else None,
        "checked_at": answer.checked_at.isoformat() if answer else None,
        "source": "central" if answer else "ledger" if provisional else None,
        "cover": cover_document(single) if single else None,
        "certificates": certificate_documents(single) if single else [],
        "advice_code": advice_code,
    }
    print(json.dumps(document, ensure_ascii=False))


def cover_document(information: EligibilityInformation) -> dict[str, Any]:
    """The cover and whose it is, as JSON knows it."""
    cover, person = information.cover, information.person
    return {
        "insurer": cover.insured.insurer.digits,
        "insurer_name": cover.insurer_name,
        "symbol": cover.insured.symbol,
        "number": cover.insured.number,
        "branch": cover.insured.branch,
        "relationship": cover.relationship,
        "acquired_on": cover.acquired_on.isoformat(),
        "lost_on": cover.lost_on.isoformat() if cover.lost_on else None,
        "loss_reason": cover.loss_reason,
        "ratio_percent": information.ratio_percent,
        "name": person.name,
        "kana": person.kana,
        "sex": person.sex,
        "birth_on": person.birth_on.isoformat(),
    }


def certificate_documents(information: EligibilityInformation) -> list[dict[str, Any]]:
    return [
        {
            "kind": each.kind,
            "class_code": each.class_code,
            "ratio_percent": each.ratio_percent,
            "valid_from": each.valid_from.isoformat(),
            "valid_until": each.valid_until.isoformat() if each.valid_until else None,
        }
        for each in information.certificates
    ]


def _failed(code: str, message: str, status: int, arguments: argparse.Namespace) -> int:
    if arguments.json:
        _print(arguments, None, code)
    print(f"{code}: {message}" if message else code, file=sys.stderr)
    return status
