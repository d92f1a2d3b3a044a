"""`create-phr-client`: a service that may ask persons for permission to read (R18)."""

import argparse
import json

from app.central.commands.on_database import DONE, add_database, on_database, say
from app.central.phr.clients import create_client
from app.central.storage.database import Database
from app.scheme.days import utc_now

HELP = "let a PHR service ask persons for permission; its id and secret are printed once, as one JSON line"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the service's name, as persons will see it")
    parser.add_argument(
        "--redirect",
        action="append",
        required=True,
        metavar="URI",
        help="where answers go, letter by letter; may be given several times",
    )
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    async def create(database: Database) -> int:
        async with database.transaction() as tx:
            client_id, secret = await create_client(tx, arguments.name.strip(), arguments.redirect, utc_now())
        print(json.dumps({"client_id": client_id, "client_secret": secret}))
        say("the secret is kept as a hash only: hand it on now")
        return DONE

    return on_database(arguments, create)
