"""What was saved by the engine's own means answers as before: nothing of the service lies outside its database."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest

from app.central.app import build_app
from app.central.practice.fill import fill
from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.town import build
from app.central.service import Limits, Service
from app.central.storage.database import open_database
from app.central.storage.migrate import migrate, must_be_current
from app.central.storage.settings import service_settings
from tests.central.clinic import MORNING, StandingClock, typed_message
from tests.central.postgres_server import PostgresServer

pytestmark = pytest.mark.anyio
TOWN = build(300, 1, date(2026, 11, 19))
ROWS = [row for row in (each.row() for each in TOWN.cases()) if row.number]


@asynccontextmanager
async def _line(url: str, secret: str) -> AsyncIterator[httpx.AsyncClient]:
    database = await open_database(url)
    try:
        await must_be_current(database)
        async with database.transaction() as tx:
            settings = await service_settings(tx)
        service = Service(database, settings, StandingClock(MORNING), Limits(miss_delay_s=0))
        transport = httpx.ASGITransport(build_app(service))
        async with httpx.AsyncClient(transport=transport, base_url="http://central") as line:
            form = {
                "grant_type": "client_credentials",
                "client_id": PRACTICE_CLINIC.code,
                "client_secret": secret,
            }
            token = (await line.post("/v1/token", data=form)).json()["access_token"]
            line.headers["Authorization"] = f"Bearer {token}"
            yield line
    finally:
        await database.close()


async def _answers(url: str, secret: str) -> list[dict[str, Any]]:
    """To every typed row of the town, each a check with an id of its own."""
    async with _line(url, secret) as line:
        replies = []
        for place, row in enumerate(ROWS):
            stated = {name: getattr(row, name) for name in ("insurer", "symbol", "number")}
            birth = (row.birth, None) if row.branch else (None, row.birth)
            question = typed_message(
                **stated,
                check_id=str(UUID(int=place)),
                branch=row.branch or None,
                month_day=birth[0],
                birth_on=birth[1],
                on=row.on or "2026-11-19",
            )
            replies.append((await line.post("/v1/eligibility/typed", json=question)).json())
        return replies


async def _saved_and_restored(url: str, postgres: PostgresServer | None, folder: Path) -> str:
    """The URL of the copy."""
    if postgres is None:
        copy = folder / "restored.sqlite3"
        with sqlite3.connect(url.removeprefix("sqlite:///")) as one, sqlite3.connect(copy) as other:
            one.backup(other)
        one.close()
        other.close()
        return f"sqlite:///{copy}"
    dump = folder / "saved.dump"
    schema = parse_qs(urlsplit(url).query)["search_path"][0]
    name = f"restored_{schema}"
    postgres.program("pg_dump", "--format=custom", f"--schema={schema}", f"--file={dump}", "postgres")
    postgres.program("createdb", name)
    postgres.program("pg_restore", "--exit-on-error", f"--dbname={name}", str(dump))
    return url.replace(":///postgres?", f":///{name}?")


async def test_a_restored_database_answers_as_the_one_it_was_saved_from(
    url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    postgres = request.getfixturevalue("postgres") if url.startswith("postgresql") else None
    database = await open_database(url)
    await migrate(database, MORNING)
    filled = await fill(database, TOWN, None, MORNING)
    await database.close()
    secret = filled.secrets[PRACTICE_CLINIC.code]
    before = await _answers(url, secret)
    assert [each["outcome"] for each in before] == [row.expected for row in ROWS]
    restored = await _saved_and_restored(url, postgres, tmp_path)
    assert await _answers(restored, secret) == before, "a repeat of the same checks, by the same tokens' key"
