"""The operator, before a register with three insurers and nobody in it."""

from collections.abc import AsyncIterator

import pytest

from app.central.intermediary.identities import Intermediary
from app.central.intermediary.key import IntermediaryKey
from app.central.storage.database import IN_MEMORY, Database, open_database
from tests.central.registrar import Registrar


@pytest.fixture
async def registrar(database: Database, sibling_url: str) -> AsyncIterator[Registrar]:
    """Register and intermediary on one engine, each engine in turn; in two databases."""
    store = await open_database(sibling_url)
    opened = Registrar(database, Intermediary(store, IntermediaryKey.random()))
    await opened.open_books()
    yield opened
    await store.close()


@pytest.fixture
async def books(memory: Database) -> AsyncIterator[Registrar]:
    """In memory, for what does not hang on the engine."""
    store = await open_database(IN_MEMORY)
    opened = Registrar(memory, Intermediary(store, IntermediaryKey.random()))
    await opened.open_books()
    yield opened
    await store.close()
