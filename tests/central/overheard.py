"""What the service asks of its database, listened to at the port: on either engine alike."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any, NamedTuple

import pytest

from app.central.storage.database import Database

Open = Callable[[], AbstractAsyncContextManager[Any]]
_STATEMENTS = frozenset({"fetch", "fetch_one", "execute", "execute_many"})


class Asked(NamedTuple):
    """A statement's text, and how many parameters it takes."""

    sql: str
    parameters: int


class _Passing:
    """Passes on what is asked, and keeps it."""

    def __init__(self, statements: Any, asked: list[Asked]) -> None:
        self._statements = statements
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._statements, name)
        if name not in _STATEMENTS:
            return real

        async def pass_on(sql: str, *parameters: Any) -> Any:
            # The rows of execute_many are the statement's parameters, many times.
            self._asked.append(
                Asked(sql, len(parameters) if name != "execute_many" else len(parameters[0][0]))
            )
            return await real(sql, *parameters)

        return pass_on


@contextmanager
def overheard(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Asked]]:
    """Every statement that runs meanwhile, in order."""
    asked: list[Asked] = []
    append = database.append

    def listened_to(real: Open) -> Open:
        @asynccontextmanager
        async def opened() -> AsyncIterator[_Passing]:
            async with real() as statements:
                yield _Passing(statements, asked)

        return opened

    async def appended(sql: str, rows: Sequence[Sequence[object]]) -> None:
        asked.append(Asked(sql, len(rows[0])))
        await append(sql, rows)

    with monkeypatch.context() as patched:
        patched.setattr(database, "session", listened_to(database.session))
        patched.setattr(database, "transaction", listened_to(database.transaction))
        patched.setattr(database, "append", appended)
        yield asked
