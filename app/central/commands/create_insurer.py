"""`create-insurer`: an insurer that may register its members."""

import argparse

from app.central.commands.on_database import DONE, add_database, on_database, say
from app.central.registration.credentials import create_insurer
from app.central.storage.database import Database
from app.errors import InputRefused
from app.scheme.days import utc_now
from app.scheme.numbers import InsurerNumber

HELP = "let an insurer register its members; its secret is printed once, alone, on standard output"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="保険者番号, 8 digits, or 6 for 国保")
    parser.add_argument("--name", required=True, help="the insurer's name, as clinics will see it")
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    number = InsurerNumber.parse(arguments.number)
    name: str = arguments.name.strip()
    if not name:
        raise InputRefused("name", "is empty")

    async def create(database: Database) -> int:
        async with database.transaction() as tx:
            secret = await create_insurer(tx, number, name, utc_now())
        print(secret)
        if not number.has_valid_check_digit:
            say(f"created, though the check digit of this number would be {number.likely_last_digit}")
        say("kept as a hash only: hand the secret on now")
        return DONE

    return on_database(arguments, create)
