"""`create-phr-client`: a service that may ask persons for permission to read (R18)."""

import argparse
import json
from datetime import datetime

from app.central.commands.newcomer import let_in
from app.central.commands.on_database import add_database
from app.central.phr.clients import create_client
from app.central.storage.database import Transaction

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
    async def create(tx: Transaction, name: str, now: datetime) -> str:
        client_id, secret = await create_client(tx, name, arguments.redirect, now)
        return json.dumps({"client_id": client_id, "client_secret": secret})

    return let_in(arguments, create, "the secret is kept as a hash only: hand it on now")
