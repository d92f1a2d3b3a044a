"""A service killed in the middle of a batch: the next process goes on with it (R10)."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import connect
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.central.__main__ import main
from app.central.institutions.credentials import create_institution
from app.central.storage.database import open_database
from app.scheme.days import utc_now
from tests.central.batch.desk import items
from tests.central.clinic import CODE, enter, person
from tests.central.test_serve import Served

ITEMS = 400


@pytest.fixture
def register(tmp_path: Path) -> tuple[str, str]:
    """A database in a file with one person in it, and the secret of an institution."""
    url = f"sqlite:///{tmp_path / 'central.sqlite3'}"
    assert main(["migrate", "--database", url]) == 0

    async def fill() -> str:
        database = await open_database(url)
        await enter(database, person())
        async with database.transaction() as tx:
            secret = await create_institution(tx, CODE, "見本医院", utc_now())
        await database.close()
        return secret

    return url, asyncio.run(fill())


@contextmanager
def _line(served: Served, secret: str) -> Iterator[httpx.Client]:
    form = {"grant_type": "client_credentials", "client_id": CODE.digits, "client_secret": secret}
    with httpx.Client(base_url=served.said["listening"], trust_env=False) as line:
        token = line.post("/v1/token", data=form).json()["access_token"]
        line.headers["Authorization"] = f"Bearer {token}"
        yield line


def _results(line: httpx.Client, receipt: str) -> Iterator[dict[str, Any]]:
    cursor: str | None = ""
    while cursor is not None:
        page = line.get(f"/v1/batches/{receipt}/results", params={"cursor": cursor}).json()
        yield from page["results"]
        cursor = page["next_cursor"]


def test_a_batch_goes_on_in_the_process_that_comes_after(
    tmp_path: Path, cache: Path, register: tuple[str, str]
) -> None:
    """Each item is answered once and audited once."""
    url, secret = register
    first = Served(tmp_path, cache, "--database", url)
    try:
        with _line(first, secret) as line:
            message = {"batch_id": str(uuid4()), "staff": "佐藤", "items": items(ITEMS)}
            receipt = line.post("/v1/batches", json=message).json()["receipt_number"]
            while not (done := line.get(f"/v1/batches/{receipt}").json()["done"]):
                pass
    finally:
        first.close()  # kill -9
    assert 0 < done < ITEMS
    second = Served(tmp_path, cache, "--database", url)
    try:
        with _line(second, secret) as line:
            found = Counter(each["item_id"] for each in _results(line, receipt))
    finally:
        second.close()
    assert len(found) == ITEMS and set(found.values()) == {1}
    with closing(connect(tmp_path / "central.sqlite3")) as db:
        (audited,) = db.execute("SELECT count(*) FROM check_audit").fetchone()
    assert audited == ITEMS
