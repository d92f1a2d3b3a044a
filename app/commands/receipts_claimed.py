"""`receipts precheck` and `send`: a month's file compared with what is known, and handed in for review (R13, R14)."""

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import TextIO
from uuid import UUID, uuid5

from app.appointments.ports import BatchLine
from app.claims.claimed import readable
from app.claims.month import ClaimState, MonthFile, MonthId
from app.claims.ports import ClaimBook, ClaimsLine, ReceiptPage, View, Worker
from app.claims.precheck import Prediction
from app.claims.preparing import Step, enter_month, step
from app.claims.sending import MonthEmpty, Sending, want_sending, write_copy
from app.claims.taking_in import ReceiptFileUnusable
from app.claims.words import refusal_words
from app.commands.claims_told import precheck_document, precheck_text, sent_document
from app.commands.endings import BAD_INPUT, DONE, NOT_ANSWERED, REFUSED, Explain, say, say_code, status_of
from app.commands.staff import add_staff_arguments, staff_of
from app.eligibility.ports import LineError, NotConnected, RefusedByCentral
from app.errors import ClinicError, InputRefused
from app.scheme.days import JAPAN, Clock, business_day
from app.scheme.receipts.letters import LetterOutside
from app.scheme.receipts.reading import ReceiptsUnreadable
from app.staff.member import StaffMember
from app.staff.ports import PinHasher, StaffRoll

HELP_PRECHECK = "what the review will make of each receipt, from ledger and service; the file is only read"
HELP_SEND = "hand the file in; a cut one goes on where it was, the same file twice is one submission"
EXIT_PRECHECK = (
    "exit status: 0 every receipt will go on as it stands, 3 some will be reassigned, split or returned, or are not "
    "confirmed, 2 the file cannot be read or holds no receipt, 6 the service did not answer or paused (what is known "
    "is printed; run it again to go on), 7 not set up, 8 refused by the service"
)
EXIT_SEND = (
    "exit status: 0 the service has the whole file, 2 the file cannot be read or sent, 6 not or not wholly sent (run "
    "it again to go on), 7 not set up, 8 refused by the service"
)
NEEDS_A_LOOK = 3
_WAIT_S = 0.2
_LOOKS = UUID("7d1c1f0e-4c0b-4c55-9a53-0f6f0a6a2f5e")
"""Names a look by the file's content."""
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ClaimTools:
    """What the two commands need; assembly fills it. batches, line: None on a desk that takes no part.

    sample: the file of the practice town, None outside practice.
    """

    book: ClaimBook
    worker: Worker
    batches: BatchLine | None
    line: ClaimsLine | None
    roll: StaffRoll
    hasher: PinHasher
    clock: Clock
    new_id: Callable[[], str]
    wait: Callable[[float], None]
    explain: Explain
    sample: Path | None = None


class PrecheckPaused(ClinicError):
    """Too many cards found nobody: the service answers again from the moment that is told."""

    code = "batch.paused"


def add_arguments(
    steps: "argparse._SubParsersAction[argparse.ArgumentParser]", practice: argparse.ArgumentParser
) -> None:
    """practice: the parser of --practice, which these steps take."""
    for name, told, ending in (
        ("precheck", HELP_PRECHECK, EXIT_PRECHECK),
        ("send", HELP_SEND, EXIT_SEND),
    ):
        parser = steps.add_parser(name, help=told, description=told, epilog=ending, parents=[practice])
        parser.add_argument(
            "file",
            type=Path,
            nargs="?",
            metavar="FILE",
            help="RECEIPTC.UKE, RECEIPTS.UKE or RECEIPTY.CYO; with --practice by default the town's own",
        )
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")
        add_staff_arguments(parser)


def run(arguments: argparse.Namespace, tools: ClaimTools, stdin: TextIO) -> int:
    """Exit status as EXIT_PRECHECK and EXIT_SEND tell."""
    try:
        arguments.file = arguments.file or tools.sample
        if arguments.file is None:
            raise InputRefused("FILE", "is missing")
        _must_be_a_file(arguments.file)
        staff = staff_of(arguments, tools.roll, tools.hasher, tools.clock(), stdin)
        work = _precheck if arguments.step == "precheck" else _send
        return work(arguments, staff, tools)
    except ReceiptFileUnusable as failure:
        say_code(failure.code, tools.explain, f"{arguments.file}: {failure.reason}")
        return BAD_INPUT
    except (ReceiptsUnreadable, LetterOutside, MonthEmpty) as failure:
        say_code(failure.code, tools.explain, ": ".join(filter(None, (str(arguments.file), str(failure)))))
        return BAD_INPUT
    except ClinicError as failure:
        return failed(failure, tools.explain)


def _must_be_a_file(path: Path) -> None:
    """It is read more than once, which a pipe cannot be. Raises: ReceiptFileUnusable."""
    if path.exists() and not path.is_file():
        raise ReceiptFileUnusable("FILE", "is not a file")


def failed(failure: ClinicError, explain: Explain) -> int:
    say(failure, explain)
    return status_of(failure)


def _precheck(arguments: argparse.Namespace, staff: StaffMember, tools: ClaimTools) -> int:
    """The working copy of a look at the terminal goes with it, unless the service has not told all yet.

    Raises: MonthEmpty.
    """
    month = _begun(arguments.file, staff, tools)
    goes_on = False
    try:
        if not month.receipts:
            raise MonthEmpty
        trouble = _compared(month.id, tools)
        summary, month = tools.book.summary(month.id), tools.book.month(month.id)
        noted = list(_needing_a_look(month, tools.book))
        is_worked_on = summary.fixed or not month.is_open
        goes_on = bool(is_worked_on) or isinstance(trouble, PrecheckPaused | LineError)
    finally:
        if not goes_on:
            tools.book.forget(month.id)
    if arguments.json:
        print(json.dumps(precheck_document(month, summary, noted), ensure_ascii=False))
    else:
        print(precheck_text(month, summary, noted))
    if trouble is not None:
        say(trouble, tools.explain)
        return NOT_ANSWERED if isinstance(trouble, PrecheckPaused) else status_of(trouble)
    return NEEDS_A_LOOK if noted else DONE


def _compared(month_id: MonthId, tools: ClaimTools) -> ClinicError | None:
    """Until the predictions stand, or what kept the service from answering; the ledger's own are printed then."""
    today = business_day(tools.clock())
    batches = tools.batches
    trouble: ClinicError | None = None
    while True:
        try:
            went = step(month_id, tools.book, tools.worker, batches, today, tools.new_id)
        except (LineError, RefusedByCentral) as failure:
            trouble, batches = failure, None
            continue
        if went is Step.NONE:
            return trouble
        asking = tools.book.month(month_id).asking
        if went is Step.NEXT or asking is None:
            continue
        if asking.paused_until is not None and asking.paused_until > tools.clock():
            until = asking.paused_until.astimezone(JAPAN)
            trouble, batches = PrecheckPaused(f"until {until:%H:%M}"), None
        else:
            tools.wait(_WAIT_S)


def _send(arguments: argparse.Namespace, staff: StaffMember, tools: ClaimTools) -> int:
    if tools.line is None:
        raise NotConnected
    month = _held_before(arguments.file, tools) or _entered(
        arguments.file, staff, tools, MonthId(tools.new_id())
    )
    if month.state is ClaimState.PREPARED:
        sending = Sending(month.id, tools.book, tools.worker, tools.line, tools.clock)
        month = _handed_in(month, staff, sending, tools)
    if arguments.json:
        print(json.dumps(sent_document(month), ensure_ascii=False))
    if month.refusal is not None:
        tools.book.forget(month.id)
        print(f"{month.refusal}: {arguments.file} {refusal_words(month.refusal)}", file=sys.stderr)
        return REFUSED
    if not arguments.json:
        print(f"{month.receipt_number}　レセプト {month.receipts:,}　{month.points:,}点")
    return DONE


def _handed_in(month: MonthFile, staff: StaffMember, sending: Sending, tools: ClaimTools) -> MonthFile:
    """Raises: LetterOutside, MonthEmpty — the copy goes then, since the file must be made anew; LineError,
    RefusedByCentral.
    """
    try:
        want_sending(month.id, staff, tools.book)
        while sending.step():
            month = tools.book.month(month.id)
            print(f"{month.sent} / {month.length}", file=sys.stderr)
    except (LetterOutside, MonthEmpty):
        tools.book.forget(month.id)
        raise
    return tools.book.month(month.id)


def _held_before(file: Path, tools: ClaimTools) -> MonthFile | None:
    """The month whose copy is this very file, fixes of the desk aside: it goes on, or is there already."""
    try:
        content = file.read_bytes()
    except OSError:
        return None  # told when it is taken in
    for month in tools.book.months():
        if month.state is ClaimState.SETTLED or month.file_name != readable(file.name) or month.whole is None:
            continue
        with suppress(LetterOutside):  # that copy is not this file, or this file stops at the letter anyway
            if write_copy(month, tools.book, tools.worker) == content:
                return month
    return None


def _begun(file: Path, staff: StaffMember, tools: ClaimTools) -> MonthFile:
    """A look at this very file that the service had not told all about goes on: nobody is asked about twice."""
    anew = MonthId(tools.new_id())
    try:
        with file.open("rb") as content:
            look = MonthId(str(uuid5(_LOOKS, file_digest(content, "sha256").hexdigest())))
    except OSError:
        return _entered(file, staff, tools, anew)  # told when it is taken in
    try:
        month = tools.book.month(look)
    except KeyError:
        return _entered(file, staff, tools, look)
    if month.is_open:
        return month
    return _entered(file, staff, tools, look if month.state is ClaimState.READING else anew)


def _entered(file: Path, staff: StaffMember, tools: ClaimTools, month_id: MonthId) -> MonthFile:
    return enter_month(file, staff, tools.clock(), month_id, tools.book, tools.worker, _told)


def _told(receipts: int) -> None:
    """Taking in is quick: nobody at a terminal waits for it."""


def _needing_a_look(month: MonthFile, book: ClaimBook) -> list[ReceiptPage]:
    view = View(predictions=frozenset(Prediction) - {Prediction.FORWARDED})
    found: list[ReceiptPage] = []
    while rows := book.rows(month.id, view, len(found), _AT_ONCE):
        found += [book.page(month.id, row.place) for row in rows]
    return found
