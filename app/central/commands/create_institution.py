"""`create-institution`: a clinic or pharmacy that may ask."""

import argparse

from app.central.commands.on_database import DONE, add_database, on_database, say
from app.central.institutions.credentials import create_institution
from app.central.storage.database import Database
from app.errors import InputRefused
from app.scheme.days import utc_now
from app.scheme.numbers import InstitutionCode

HELP = "let an institution ask; its secret is printed once, alone, on standard output"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="医療機関コード, 10 digits")
    parser.add_argument("--name", required=True, help="the institution's name, as its staff will see it")
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    code = InstitutionCode.parse(arguments.code)
    name: str = arguments.name.strip()
    if not name:
        raise InputRefused("name", "is empty")

    async def create(database: Database) -> int:
        async with database.transaction() as tx:
            secret = await create_institution(tx, code, name, utc_now())
        print(secret)
        say("kept as a hash only: hand the secret on now (python -m app connect --secret-stdin)")
        return DONE

    return on_database(arguments, create)
