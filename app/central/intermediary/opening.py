"""Where the intermediary lies: a database of its own beside the register's, and its key file."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.central.intermediary.identities import Intermediary
from app.central.intermediary.key import IntermediaryKey
from app.central.storage.database import IN_MEMORY, open_database
from app.errors import InputRefused

_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class IntermediaryPlace:
    """url: of its database. key_file: never inside that database, nor in its backups."""

    url: str
    key_file: Path

    @classmethod
    def beside(cls, database: str, url: str | None, key_file: Path | None) -> Self | None:
        """As named, else the sibling of the register's SQLite file: FILE.intermediary.sqlite3, FILE.intermediary.key.

        None where nothing was named and the register lies in PostgreSQL: a service that only answers checks needs no
        intermediary, and had better have none. Raises: InputRefused where a key file has to be named.
        """
        if url is None:
            if not database.startswith(_SQLITE) or database == IN_MEMORY:
                return None
            file = Path(database.removeprefix(_SQLITE))
            url = f"{_SQLITE}{file.with_name(f'{file.stem}.intermediary{file.suffix}')}"
        if key_file is None:
            if not url.startswith(_SQLITE):
                raise InputRefused("intermediary-key", "is needed beside an intermediary in PostgreSQL")
            key_file = Path(url.removeprefix(_SQLITE)).with_suffix(".key")
        return cls(url, key_file)

    @property
    def is_there(self) -> bool:
        """Whether `migrate` made it."""
        return self.key_file.exists()


@asynccontextmanager
async def intermediary_at(place: IntermediaryPlace) -> AsyncIterator[Intermediary]:
    """Opened, whatever its shape. Raises: IntermediaryKeyMissing, DatabaseBusy, DatabaseUrlMalformed."""
    key = IntermediaryKey.read(place.key_file)
    database = await open_database(place.url)
    try:
        yield Intermediary(database, key)
    finally:
        await database.close()


@asynccontextmanager
async def intermediary_in_memory() -> AsyncIterator[Intermediary]:
    """For practice: gone with the program, its key too."""
    database = await open_database(IN_MEMORY)
    try:
        yield Intermediary(database, IntermediaryKey.random())
    finally:
        await database.close()
