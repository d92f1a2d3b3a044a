"""`migrate`: bring register and intermediary to the shape this version needs."""

import argparse
from typing import TYPE_CHECKING

from app.central.commands.on_database import DONE, add_database, intermediary_place, on_database, say
from app.central.storage.database import Database
from app.central.storage.migrate import migrate
from app.central.storage.settings import service_settings
from app.scheme.days import utc_now

if TYPE_CHECKING:
    from app.central.intermediary.opening import IntermediaryPlace

HELP = "bring the databases to the shape this version needs; makes the intermediary's key file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    place = intermediary_place(arguments)

    async def migrate_both(database: Database) -> int:
        applied = await _migrate(database)
        if place is None:
            say("no intermediary beside PostgreSQL: --intermediary URL names one, for registrations")
        else:
            applied += await migrate_intermediary(place)
        for name in applied:
            print(name)
        say(f"{len(applied)} migration(s) applied")
        return DONE

    return on_database(arguments, migrate_both, current=False)


async def migrate_intermediary(place: "IntermediaryPlace") -> tuple[str, ...]:
    """The migrations it applied; makes the key file where there is none. Raises: IntermediaryKeyForeign."""
    from app.central.intermediary.key import IntermediaryKeyForeign, make_key_file
    from app.central.intermediary.opening import intermediary_at

    is_new_key = make_key_file(place.key_file)
    try:
        async with intermediary_at(place) as intermediary:
            applied = await intermediary.migrate(utc_now())
    except IntermediaryKeyForeign:
        if is_new_key:  # the store has a key already, which is not where it was looked for
            place.key_file.unlink()
        raise
    if is_new_key:
        say(f"the intermediary's key was made: keep a copy of {place.key_file.name} apart from its backups")
    return tuple(f"intermediary/{name}" for name in applied)


async def _migrate(database: Database) -> tuple[str, ...]:
    applied = await migrate(database, utc_now())
    async with database.transaction() as tx:
        await service_settings(tx)
    return applied
