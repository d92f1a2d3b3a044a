"""`reviews work`, `again`, `deliver`, `closing-day`: the review of the receipts that were handed in."""

import argparse
from pathlib import Path

from app.central.commands.on_database import (
    DONE,
    REFUSED,
    add_database,
    default_database,
    on_database,
    say,
)
from app.central.storage.database import Database
from app.errors import InputRefused
from app.scheme.days import utc_now

HELP = "work off the review of receipts handed in, review again, write what goes to insurers"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    work = actions.add_parser("work", help="review what waits, a process a core; ends when nothing is left")
    work.add_argument("--processes", type=int, metavar="N", help="default: one a core, and one more")
    again = actions.add_parser(
        "again",
        help="review again as known now, until the closing day; prints what was begun, `work` does it",
    )
    again.add_argument("receipt_number", nargs="?", metavar="RECEIPT", help="default: all that are open")
    deliver = actions.add_parser(
        "deliver", help="write a receipt file for each insurer and agency, and a list for each 国保"
    )
    deliver.add_argument("receipt_number", metavar="RECEIPT")
    deliver.add_argument("folder", type=Path, metavar="DIR", help="made when missing")
    closing = actions.add_parser("closing-day", help="until which day of the month a review may run again")
    closing.add_argument("day", type=int, metavar="DAY", help="1 to 28")
    for action in (work, again, deliver, closing):
        add_database(action)


def run(arguments: argparse.Namespace) -> int:
    if arguments.action == "work":
        return _work(arguments)
    if arguments.action == "again":
        return on_database(arguments, lambda database: _again(database, arguments.receipt_number))
    if arguments.action == "deliver":
        return on_database(
            arguments, lambda database: _deliver(database, arguments.receipt_number, arguments.folder)
        )
    return on_database(arguments, lambda database: _close_on(database, arguments.day))


def _work(arguments: argparse.Namespace) -> int:
    from app.central.review.workers import work_off_everything

    if arguments.processes is not None and arguments.processes < 1:
        raise InputRefused("processes", "at least 1")

    async def nothing(_: Database) -> int:
        return DONE

    on_database(arguments, nothing)  # the database must have today's shape before workers start on it
    failed = work_off_everything(arguments.database or default_database(), arguments.processes)
    for each in failed:
        say(
            f"{each.receipt_number}: block {each.block} failed and left nothing; it is free again in some minutes"
        )
    if failed:
        return REFUSED
    return on_database(arguments, _say_open)


async def _say_open(database: Database) -> int:
    from app.central.review.leases import blocks_open

    async with database.session() as tx:
        count = await blocks_open(tx)
    if count:
        say(f"blocks not done: {count}. Others are at them, or they failed before: again in some minutes")
    return DONE


async def _again(database: Database, receipt_number: str | None) -> int:
    from app.central.review.closing import ReviewClosed, open_submissions, review_again

    now = utc_now()
    async with database.transaction() as tx:
        open_now = () if receipt_number else await open_submissions(tx, now)
    for number in (receipt_number,) if receipt_number else [each.receipt_number for each in open_now]:
        try:
            async with database.transaction() as tx:
                run = await review_again(tx, number, now)
        except ReviewClosed:
            if receipt_number:
                raise
            continue  # somebody else began it meanwhile
        print(number, run, sep="\t")
    return DONE


async def _deliver(database: Database, receipt_number: str, folder: Path) -> int:
    from app.central.review.closing import ReviewClosed
    from app.central.review.deliveries import kokuho_lists, receipt_files
    from app.central.review.outcomes import newest_run
    from app.central.review.submissions import submission

    async with database.transaction() as tx:
        found, run = await submission(tx, receipt_number), await newest_run(tx, receipt_number)
        if found is None or run is None or run.done_at is None:
            raise ReviewClosed
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            async for each in receipt_files(tx, found, run):
                _write(folder / each.file_name, each.content)
            for each in await kokuho_lists(tx, found, run):
                _write(folder / each.file_name, each.content)
        except OSError as trouble:
            raise InputRefused("DIR", f"{folder}: cannot be written ({trouble.strerror})") from None
    say(f"as known at {run.known_at.isoformat()}")
    return DONE


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)  # persons stand in it
    path.write_bytes(content)
    print(path)


async def _close_on(database: Database, day: int) -> int:
    from app.central.review.closing import set_closing_day

    async with database.transaction() as tx:
        await set_closing_day(tx, day)
    return DONE
