"""What commands share: the database they work on, and how they end."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.central.storage.database import Database, open_database
from app.central.storage.migrate import must_be_current
from app.errors import InputRefused

if TYPE_CHECKING:
    from app.central.intermediary.identities import Intermediary
    from app.central.intermediary.opening import IntermediaryPlace

DONE, BAD_INPUT, DATABASE_UNUSABLE, REFUSED = 0, 2, 3, 4
EXIT_STATUS = "exit status: 0 done, 2 bad input, 3 the database cannot be used as it is, 4 refused"


def default_database() -> str:
    """In the user's data folder, which is made when missing."""
    from platformdirs import user_data_path

    folder = user_data_path("madoguchi", appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'central.sqlite3'}"


def add_action(actions: Any, name: str, says: str, more: str = "") -> argparse.ArgumentParser:
    """An action of a command. says: in the list of actions and on its own page, where more follows."""
    made: argparse.ArgumentParser = actions.add_parser(
        name, help=says, description=f"{says}. {more}" if more else says
    )
    return made


def add_database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--database",
        metavar="URL",
        help="sqlite:///FILE or postgresql://… (default: central.sqlite3 in your data folder)",
    )
    parser.add_argument(
        "--intermediary",
        metavar="URL",
        help="the database that holds My Numbers (default: FILE.intermediary.sqlite3 beside a FILE.sqlite3;"
        " none beside PostgreSQL)",
    )
    parser.add_argument(
        "--intermediary-key",
        metavar="FILE",
        type=Path,
        help="its key, made by migrate (default: beside its SQLite file)",
    )


def on_database(
    arguments: argparse.Namespace, work: Callable[[Database], Awaitable[int]], current: bool = True
) -> int:
    """Runs the work on the database that was named. current: it must have today's shape already."""
    return asyncio.run(_run(arguments.database or default_database(), work, current))


def on_both_databases(
    arguments: argparse.Namespace, work: "Callable[[Database, Intermediary], Awaitable[int]]"
) -> int:
    """Runs the work on the register and the intermediary. Raises: InputRefused where none is named."""
    from app.central.intermediary.opening import intermediary_at

    place = intermediary_place(arguments)
    if place is None:
        raise InputRefused("intermediary", "is needed beside PostgreSQL: --intermediary URL")

    async def with_intermediary(database: Database) -> int:
        async with intermediary_at(place) as intermediary:
            await intermediary.must_be_current()
            return await work(database, intermediary)

    return on_database(arguments, with_intermediary)


def intermediary_place(arguments: argparse.Namespace) -> "IntermediaryPlace | None":
    from app.central.intermediary.opening import IntermediaryPlace

    database = arguments.database or default_database()
    return IntermediaryPlace.beside(database, arguments.intermediary, arguments.intermediary_key)


async def _run(url: str, work: Callable[[Database], Awaitable[int]], current: bool) -> int:
    database = await open_database(url)
    try:
        if current:
            await must_be_current(database)
        return await work(database)
    finally:
        await database.close()


def say(text: str) -> None:
    """Progress, on standard error; data alone goes to standard output."""
    print(text, file=sys.stderr)
