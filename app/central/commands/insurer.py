"""`insurer`: what insurers tell of their members, entered by the operator."""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.central.commands.insurer_reports import add_reports
from app.central.commands.moment import parse_moment
from app.central.commands.on_database import (
    DONE,
    add_action,
    add_database,
    on_both_databases,
    on_database,
    say,
)
from app.central.registration.row import CLEARED, COLUMNS, Action
from app.central.storage.database import Database
from app.errors import InputRefused
from app.scheme.days import parse_day, utc_now
from app.scheme.numbers import InsurerNumber

if TYPE_CHECKING:
    from app.central.intermediary.identities import Intermediary
    from app.central.registration.row import RowResult

HELP = "enter insurers' rows; look into what they are told"
_COLUMNS = ("line", "status", "field", "code", "reason")
_PROGRESS_ROWS = 10_000
_BREATH_S = 0.025
"""SQLite has one writer at a time, and a service that waits for it looks again some milliseconds later."""
_WORTH_TELLING = timedelta(seconds=10)
"""Two computers' clocks differ by less."""
_ROWS = (
    "All others enter: exit status 0 says that the file was read, whatever became of its rows, and the same file again"
    f" changes nothing. Columns, in any order: {', '.join(COLUMNS)}. All may be missing but insurer_number and number."
    f" action is {', '.join(filter(None, Action))}, or empty: acquire, or correct what is known. An empty cell tells"
    f" nothing; {CLEARED} in lost_on, certificate_to or card_returned_on takes the loss, the certificate or the card"
    " issued on the day beside it back."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    register = add_action(
        actions,
        "register",
        "enter a file of rows; each that is refused, set aside or odd is told on standard output",
        _ROWS,
    )
    register.add_argument("file", metavar="FILE.csv", type=Path, help="UTF-8, with a header")
    register.add_argument(
        "--known-at",
        metavar="TIME",
        help="the moment of knowing, such as 2026-04-25T09:00:00+09:00; not before the register's newest change"
        " (default: now)",
    )
    register.add_argument("--json", action="store_true", help="one JSON object a line instead of CSV")
    register.set_defaults(work=_register)
    confirm = add_action(
        actions,
        "confirm",
        "settle a finding details_differ: it is the same person, and told again the row enters",
    )
    confirm.add_argument(
        "--other-person",
        action="store_true",
        help="it is somebody else: the row stays out, whoever tells it again",
    )
    confirm.add_argument("number", metavar="NUMBER", help="保険者番号")
    confirm.add_argument("finding", metavar="FINDING", type=int, help="its id")
    confirm.set_defaults(work=_confirm)
    entrust = add_action(
        actions, "entrust", "the insurer lets the service answer for it, on these days of asking"
    )
    entrust.add_argument("number", metavar="NUMBER", help="保険者番号")
    entrust.add_argument("--from", dest="since", metavar="DATE", required=True, help="the first day")
    entrust.add_argument("--until", metavar="DATE", help="the last day (default: until further notice)")
    entrust.add_argument(
        "--kinds", default="drug,checkup", help="of drug, checkup, with commas (default: %(default)s)"
    )
    entrust.set_defaults(work=_entrust)
    for action in (register, confirm, entrust):
        add_database(action)
    add_reports(actions)


def run(arguments: argparse.Namespace) -> int:
    status: int = arguments.work(arguments)
    return status


def _register(arguments: argparse.Namespace) -> int:
    from app.central.registration.file import RegistrationFile
    from app.central.registration.register import register_rows
    from app.central.registration.told_files import told_file

    file = RegistrationFile.open(arguments.file)
    known_at = parse_moment(arguments.known_at, "known-at") if arguments.known_at else None
    if known_at and known_at > utc_now():
        raise InputRefused("known-at", "is to come")

    async def register(database: Database, intermediary: "Intermediary") -> int:
        if known_at:
            await _must_not_precede(database, known_at)
        else:
            await _tell_if_ahead(database)
        clock = utc_now if known_at is None else lambda: known_at
        async with database.transaction() as tx:
            told = await told_file(tx, file.content())
        rows = register_rows(
            *(database, intermediary, None, file.rows(), clock, told, _breath_on(arguments.database))
        )
        return await _tell_rows(rows, arguments.json)

    return on_both_databases(arguments, register)


async def _must_not_precede(database: Database, known_at: datetime) -> None:
    """Raises: InputRefused."""
    from app.central.registry.moments import newest_change

    async with database.transaction() as tx:
        newest = await newest_change(tx)
    if newest is not None and known_at < newest:
        raise InputRefused("known-at", f"the register changed later than that, at {newest.isoformat()}")


async def _tell_if_ahead(database: Database) -> None:
    from app.central.registry.moments import ahead_of

    now = utc_now()
    async with database.transaction() as tx:
        ahead = await ahead_of(tx, now)
    if ahead >= _WORTH_TELLING:
        until = (now + ahead).isoformat(timespec="seconds")
        say(
            f"the register's newest change is ahead of this clock: nobody sees what is told now before {until}"
        )


def _breath_on(url: str | None) -> float:
    """url: None is the default, a file."""
    return _BREATH_S if url is None or url.startswith("sqlite:") else 0.0


async def _tell_rows(results: "AsyncIterator[RowResult]", as_json: bool) -> int:
    counted: Counter[str] = Counter()
    out = csv.writer(sys.stdout, lineterminator="\n")
    if not as_json:
        out.writerow(_COLUMNS)
    async for result in results:
        counted[result.status] += 1
        counted["warned"] += bool(result.warnings)
        for told in _lines(result):
            if as_json:
                print(json.dumps(dict(zip(_COLUMNS, told, strict=True)), ensure_ascii=False))
            else:
                out.writerow(told)
        rows = counted.total() - counted["warned"]
        if rows % _PROGRESS_ROWS == 0:
            say(f"{rows} rows")
    say(
        f"{counted.total() - counted['warned']} rows: {counted['accepted']} accepted,"
        f" {counted['unchanged']} unchanged, {counted['set_aside']} set aside, {counted['refused']} refused;"
        f" {counted['warned']} with warnings"
    )
    if counted["set_aside"]:
        say("set aside: a human decides, see `insurer findings NUMBER` and `insurer confirm NUMBER FINDING`")
    return DONE


def _lines(result: "RowResult") -> Iterator[tuple[Any, ...]]:
    """One for each complaint: a row may be wrong in more than one field."""
    for each in result.complaints:
        yield (each.line, result.status.value, each.field, each.code, each.words)
    for each in result.warnings:
        yield (each.line, "warning", each.field, each.code, each.words)


def _confirm(arguments: argparse.Namespace) -> int:
    from app.central.registration.confirming import close_as_other_person, confirm_same_person

    number = InsurerNumber.parse(arguments.number)
    settle = close_as_other_person if arguments.other_person else confirm_same_person

    async def confirm(database: Database) -> int:
        async with database.transaction() as tx:
            await settle(tx, number, arguments.finding, utc_now())
        say("closed: the row stays out" if arguments.other_person else "confirmed: tell the row again")
        return DONE

    return on_database(arguments, confirm)


def _entrust(arguments: argparse.Namespace) -> int:
    from app.central.records.entrustment import entrust

    number = InsurerNumber.parse(arguments.number)
    since = parse_day(arguments.since, "from")
    until = parse_day(arguments.until, "until") if arguments.until else None
    kinds = [each.strip() for each in arguments.kinds.split(",")]

    async def enter(database: Database) -> int:
        async with database.transaction() as tx:
            await entrust(tx, number, kinds, since, until, utc_now())
        say(f"{number}: {', '.join(kinds)} from {since} until {until or 'further notice'}")
        return DONE

    return on_database(arguments, enter)
