"""`records`: health information from reviewed receipts."""

import argparse

from app.central.commands.on_database import DONE, REFUSED, add_database, on_database, say
from app.central.storage.database import Database
from app.scheme.days import utc_now

HELP = "read drugs and costs from reviewed receipts"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    derive = actions.add_parser(
        "derive", help="what waits since its review (a running service does so by itself)"
    )
    derive.add_argument("--again", action="store_true", help="everything that was ever reviewed")
    add_database(derive)


def run(arguments: argparse.Namespace) -> int:
    return on_database(arguments, lambda database: _derive(database, arguments.again))


async def _derive(database: Database, again: bool) -> int:
    from app.central.records.waiting import derive_a_part, derive_again, put_off

    if again:
        async with database.transaction() as tx:
            await derive_again(tx)
    parts = 0
    while part := await derive_a_part(database, utc_now()):
        parts += not part.has_failed
    say(f"{parts} parts of receipts read")
    async with database.transaction() as tx:
        failed = await put_off(tx)
    for number, block in failed:
        say(f"{number}: block {block} failed and waits to be read; it is tried again in some minutes")
    return REFUSED if failed else DONE
