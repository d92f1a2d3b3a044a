"""What tests of the service share: a database of each engine, a clock, and a clinic that asks over the wire."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from app.central.storage.database import IN_MEMORY, Database, open_database
from app.central.storage.migrate import migrate
from tests.central.clinic import MORNING, Clinic, StandingClock
from tests.central.postgres_server import PostgresMissing, PostgresServer

_names = (f"test_{number}" for number in count())


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    # A short path: a unix socket's name has room for about a hundred bytes.
    folder = Path(tempfile.mkdtemp(prefix="mdg-pg-"))
    try:
        server = PostgresServer(folder)
    except PostgresMissing:
        shutil.rmtree(folder)
        pytest.skip("PostgreSQL is not installed")
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
async def empty_postgres(anyio_backend: str, postgres: PostgresServer) -> str:
    return await _new_schema(postgres.url())


async def _new_schema(server: str) -> str:
    """The URL of a new, empty schema: a hundred times cheaper than a database of its own."""
    name = next(_names)
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"CREATE SCHEMA {name}")
    finally:
        await connection.close()
    return f"{server.partition('&search_path')[0]}&search_path={name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each engine."""
    if request.param == "postgresql":
        found: str = request.getfixturevalue("empty_postgres")
        return found
    return f"sqlite:///{tmp_path / 'central.sqlite3'}"


@pytest.fixture
async def sibling_url(anyio_backend: str, url: str, tmp_path: Path) -> str:
    """Another empty database of the same engine, for a store beside the register."""
    if url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'sibling.sqlite3'}"
    return await _new_schema(url)


@pytest.fixture
async def database(anyio_backend: str, url: str) -> AsyncIterator[Database]:
    """On both engines, in today's shape."""
    opened = await open_database(url)
    await migrate(opened, MORNING)
    yield opened
    await opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.full)])
async def memory(anyio_backend: str, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """SQLite in memory, for what should not hang on the engine; with --full on PostgreSQL too, to see that so it is."""
    on_postgresql = request.param == "postgresql"
    url = await _new_schema(request.getfixturevalue("postgres").url()) if on_postgresql else IN_MEMORY
    opened = await open_database(url)
    await migrate(opened, MORNING)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(MORNING)


@pytest.fixture
async def clinic(memory: Database, clock: StandingClock) -> AsyncIterator[Clinic]:
    """An institution with a token, before a register of one insurer."""
    async with Clinic.opened(memory, clock) as opened:
        yield opened
