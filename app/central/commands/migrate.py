"""`migrate`: bring a database to the shape this version needs."""

import argparse

from app.central.commands.on_database import DONE, add_database, on_database, say
from app.central.storage.database import Database
from app.central.storage.migrate import migrate
from app.central.storage.settings import service_settings
from app.scheme.days import utc_now

HELP = "bring the database to the shape this version needs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    return on_database(arguments, _migrate, current=False)


async def _migrate(database: Database) -> int:
    applied = await migrate(database, utc_now())
    async with database.transaction() as tx:
        await service_settings(tx)
    for name in applied:
        print(name)
    say(f"{len(applied)} migration(s) applied")
    return DONE
