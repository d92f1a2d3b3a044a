"""What commands share: the database they work on, and how they end."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable

from app.central.storage.database import Database, open_database
from app.central.storage.migrate import must_be_current

DONE, BAD_INPUT, DATABASE_UNUSABLE, REFUSED = 0, 2, 3, 4
EXIT_STATUS = "exit status: 0 done, 2 bad input, 3 the database cannot be used as it is, 4 refused"


def default_database() -> str:
    """In the user's data folder, which is made when missing."""
    from platformdirs import user_data_path

    folder = user_data_path("madoguchi", appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'central.sqlite3'}"


def add_database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--database",
        metavar="URL",
        help="sqlite:///FILE or postgresql://… (default: central.sqlite3 in your data folder)",
    )


def on_database(
    arguments: argparse.Namespace, work: Callable[[Database], Awaitable[int]], current: bool = True
) -> int:
    """Runs the work on the database that was named. current: it must have today's shape already."""
    return asyncio.run(_run(arguments.database or default_database(), work, current))


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
