"""`medicines`: the price master, from the review agencies' file."""

import argparse
import csv
import sys
from datetime import date
from pathlib import Path

from app.central.commands.on_database import DONE, add_database, on_database, say
from app.central.storage.database import Database
from app.scheme.days import parse_day

HELP = "take in the official medicine master"
_COLUMNS = ("line", "field", "reason")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    take = actions.add_parser(
        "import", help="medicines and prices; each refused line is told on standard output, none is lost"
    )
    take.add_argument("file", metavar="FILE.csv", type=Path, help="医薬品マスター: 35 columns, Shift_JIS")
    take.add_argument(
        "--from",
        dest="since",
        metavar="DATE",
        help="first day of the prices (default: each line's 変更年月日)",
    )
    add_database(take)


def run(arguments: argparse.Namespace) -> int:
    since = parse_day(arguments.since, "from") if arguments.since else None
    return on_database(arguments, lambda database: _import(database, arguments.file, since))


async def _import(database: Database, path: Path, since: date | None) -> int:
    from app.central.records.medicines import enter_medicines
    from app.central.records.official_master import RefusedLine, read_master

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(_COLUMNS)
    entries, refused = [], 0
    for each in read_master(path, since):
        if isinstance(each, RefusedLine):
            refused += 1
            out.writerow((each.line, each.field, each.reason))
        else:
            entries.append(each)
    async with database.transaction() as tx:
        await enter_medicines(tx, entries)
    say(f"{len(entries) + refused} lines: {len(entries)} medicines, {refused} refused")
    return DONE
