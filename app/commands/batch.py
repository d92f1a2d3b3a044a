"""`batch`: the day's appointments, refreshed (R10)."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from app.appointments.appointment import Batch, BatchId, BatchState, Item, ItemState
from app.appointments.columns import header_key
from app.appointments.exceptions import exceptions_of
from app.appointments.file import AppointmentFile, Complaint, read_appointments
from app.appointments.ports import AppointmentBook, BatchLine
from app.appointments.refresh import enter, go_on
from app.appointments.table import AppointmentFileRefused, read_table
from app.commands.endings import BAD_INPUT, DONE, REFUSED, Explain, say, say_code, status_of
from app.commands.refreshed_rows import refreshed_csv
from app.commands.staff import add_staff_arguments, staff_of
from app.eligibility.ports import CentralSlow, LineError, NotConnected, RefusedByCentral
from app.errors import ClinicError, InputRefused
from app.patients.ports import PatientIndex
from app.scheme.days import JAPAN, Clock, business_day, parse_day
from app.staff.member import StaffMember
from app.staff.ports import PinHasher, StaffRoll

HELP = "the day's appointments, refreshed"
EXIT_STATUS = (
    "exit status: 0 every row answered, 2 bad input or rows left out (file, line and field are told; the good rows are "
    "answered), 6 not or not yet answered (what is known is written; run it again to go on), 7 not set up, 8 the "
    "service refused rows or all of it"
)
_QUICK_S, _SLOW_S = 0.05, 1.0
_STANDS_STILL_S = 60.0
_GOES_ON = "分かったところまで書き出しました。同じファイルでもう一度実行すると、続きから確認します。"
_OPEN = (BatchState.ENTERED, BatchState.WORKING)


class BatchPaused(LineError):
    """Too many rows found nobody: the service goes on by itself at the moment that is told."""

    code = "batch.paused"


@dataclass(frozen=True, slots=True)
class BatchTools:
    """What one batch needs; assembly fills it. line: None on a desk that takes no part. wait: for some seconds."""

    book: AppointmentBook
    line: BatchLine | None
    index: PatientIndex
    roll: StaffRoll
    hasher: PinHasher
    clock: Clock
    new_id: Callable[[], BatchId]
    wait: Callable[[float], None]
    explain: Explain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE.csv", help="appointments; UTF-8 or Shift_JIS, with headings"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE.csv", help="the rows refreshed, UTF-8 with BOM"
    )
    parser.add_argument("--on", default="", metavar="DAY", help="of rows that name no day (default: today)")
    add_staff_arguments(parser)


def run(arguments: argparse.Namespace, tools: BatchTools, stdin: TextIO) -> int:
    """Exit status as EXIT_STATUS tells. The file is written also where not everything was answered."""
    try:
        staff = staff_of(arguments, tools.roll, tools.hasher, tools.clock(), stdin)
        read = _read(arguments, tools)
        _tell(arguments.file, read.complaints)
        if not read.appointments:
            return BAD_INPUT
        if tools.line is None:
            raise NotConnected
        batch = _entered(read, arguments.file.name, staff, tools)
        trouble = _fetch(batch.id, tools.line, tools)
        items = tools.book.items(batch.id)
        _write(arguments.out, items, tools)
    except AppointmentFileRefused as refused:
        say_code(refused.code, tools.explain, f"{arguments.file}: {refused}".removesuffix(": "))
        return BAD_INPUT
    except ClinicError as failure:
        return failed(failure, tools.explain)
    return _ending(items, read.complaints, trouble, tools.explain)


def failed(failure: ClinicError, explain: Explain) -> int:
    """The end where nothing was written: also where the home could not be opened."""
    say(failure, explain)
    return status_of(failure)


def _read(arguments: argparse.Namespace, tools: BatchTools) -> AppointmentFile:
    """By the columns as the desk was told them for this header, else by the headings.

    Raises: InputRefused, AppointmentFileRefused.
    """
    if not arguments.out.absolute().parent.is_dir():
        raise InputRefused("out", "there is no such folder")
    if arguments.out.is_dir():
        raise InputRefused("out", "is a folder")
    today = business_day(tools.clock())
    default_day = parse_day(arguments.on, "on") if arguments.on else today
    try:
        content = arguments.file.read_bytes()
    except OSError:
        raise InputRefused("file", "cannot be read") from None
    mapping = tools.book.mapping(header_key(read_table(content).header))
    return read_appointments(content, mapping, default_day)


def _tell(file: Path, complaints: Sequence[Complaint]) -> None:
    """FILE:LINE: FIELD: REASON, without the value."""
    for each in complaints:
        print(f"{file}:{each.line}: {each.field or 'row'}: {each.reason}", file=sys.stderr)


def _entered(read: AppointmentFile, file_name: str, staff: StaffMember, tools: BatchTools) -> Batch:
    """The same file again goes on with the batch that was cut off. Raises: NotAllowed."""
    for each in tools.book.unfinished():
        asked = tuple(item.appointment for item in tools.book.items(each.id))
        if each.file_name == file_name and asked == read.appointments:
            return each
    now = tools.clock()
    return enter(read.appointments, file_name, staff, None, now, tools.new_id, tools.book, read.complaints)


def _fetch(batch_id: BatchId, line: BatchLine, tools: BatchTools) -> ClinicError | None:
    """Until it is finished, or what kept it from that. A pause is told and not waited for."""
    done, stood_still_s, pause_s = -1, 0.0, _QUICK_S
    try:
        while (batch := go_on(batch_id, tools.book, line, tools.index)).state in _OPEN:
            if batch.paused_until is not None:
                raise BatchPaused(f"until {batch.paused_until.astimezone(JAPAN):%H:%M}")
            if batch.done > done:
                done, stood_still_s, pause_s = batch.done, 0.0, _QUICK_S
                print(f"{batch.done} / {batch.total}", file=sys.stderr)
            elif stood_still_s >= _STANDS_STILL_S:
                raise CentralSlow
            tools.wait(pause_s)
            stood_still_s, pause_s = stood_still_s + pause_s, min(pause_s * 2, _SLOW_S)
    except (LineError, RefusedByCentral) as trouble:
        return trouble
    return None


def _write(out: Path, items: Sequence[Item], tools: BatchTools) -> None:
    """Whole or not at all. Raises: InputRefused."""
    unfinished = out.with_name(f"{out.name}.new")
    try:
        unfinished.write_bytes(refreshed_csv(items, exceptions_of(items, tools.index)))
        os.replace(unfinished, out)
    except OSError:
        with suppress(OSError):  # it holds patients
            unfinished.unlink(missing_ok=True)
        raise InputRefused("out", "cannot be written") from None


def _ending(
    items: Sequence[Item], complaints: Sequence[Complaint], trouble: ClinicError | None, explain: Explain
) -> int:
    states = [each.state for each in items]
    answered, refused = states.count(ItemState.ANSWERED), states.count(ItemState.REFUSED)
    waiting = states.count(ItemState.WAITING)
    print(f"answered {answered}, refused {refused}, not answered {waiting}, left out {len(complaints)}")
    if trouble is not None:
        say(trouble, explain)
        print(_GOES_ON, file=sys.stderr)
        return status_of(trouble)
    if complaints:
        return BAD_INPUT
    return REFUSED if refused else DONE
