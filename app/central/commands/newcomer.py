"""What the commands share that let somebody in: a name that others will see, a secret that is told once."""

import argparse
from collections.abc import Awaitable, Callable
from datetime import datetime

from app.central.commands.on_database import DONE, on_database, say
from app.central.storage.database import Database, Transaction
from app.errors import InputRefused
from app.scheme.days import utc_now


def let_in(
    arguments: argparse.Namespace,
    create: Callable[[Transaction, str, datetime], Awaitable[str]],
    *words: str,
) -> int:
    """create: by name, from now; returns what is printed once, alone, on standard output. words: said beside it.

    Raises: InputRefused where the name is empty.
    """
    name: str = arguments.name.strip()
    if not name:
        raise InputRefused("name", "is empty")

    async def work(database: Database) -> int:
        async with database.transaction() as tx:
            secret = await create(tx, name, utc_now())
        print(secret)
        for each in words:
            say(each)
        return DONE

    return on_database(arguments, work)
