"""`checkups`: what insurers register of specific health checkups (特定健診)."""

import argparse
import csv
import sys
from pathlib import Path

from app.central.commands.insurer_reports import InsurerUnknown
from app.central.commands.on_database import DONE, add_database, on_database, say
from app.central.storage.database import Database
from app.scheme.days import utc_now
from app.scheme.numbers import InsurerNumber

HELP = "take in an insurer's checkups"
_COLUMNS = ("line", "field", "reason")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    take = actions.add_parser(
        "import", help="a row a value; each refused row is told on standard output, none is lost"
    )
    take.add_argument(
        "file",
        metavar="FILE.csv",
        type=Path,
        help="UTF-8, with the header symbol,number,branch,birth_on,held_on,item,value; item: JLAC10 code",
    )
    take.add_argument("--insurer", required=True, metavar="NUMBER", help="保険者番号 of these members")
    add_database(take)


def run(arguments: argparse.Namespace) -> int:
    from app.central.records.checkup_file import CheckupFile, enter_checkups
    from app.central.registry.insurers import insurer_of

    number = InsurerNumber.parse(arguments.insurer)
    file = CheckupFile.open(arguments.file)

    async def take(database: Database) -> int:
        async with database.transaction() as tx:
            if await insurer_of(tx, number) is None:
                raise InsurerUnknown
        entered = await enter_checkups(database, file, number, utc_now())
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow(_COLUMNS)
        out.writerows((each.line, each.field, each.reason) for each in entered.refused)
        rows = entered.values + len(entered.refused)
        say(f"{rows} rows: {entered.values} entered, {len(entered.refused)} refused")
        return DONE

    return on_database(arguments, take)
