"""`renew-token-key`: another key signs the tokens."""

import argparse

from app.central.commands.on_database import DONE, add_database, on_database, say
from app.central.storage.database import Database
from app.scheme.days import utc_now

HELP = "let a new key sign tokens, in services that run too; tokens there are last until their own end"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--now",
        action="store_true",
        help="every token there is ends at once: somebody else has the key. Desks fetch new ones by themselves",
    )
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    from app.central.access.token_keys import renew_token_key

    async def work(database: Database) -> int:
        async with database.transaction() as tx:
            signs_from = await renew_token_key(tx, utc_now(), arguments.now)
        say(f"the new key signs from {signs_from.isoformat(timespec='seconds')}")
        return DONE

    return on_database(arguments, work)
