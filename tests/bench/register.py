"""A filled register on a PostgreSQL that waits for its disk, and the cards to ask it about."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import asyncpg

from app.central.access.tokens import ELIGIBILITY, issue_token
from app.central.institutions.credentials import create_institution
from app.central.practice.institutions import institutions
from app.central.storage.database import open_database
from app.central.storage.settings import service_settings
from app.scheme.days import business_day, utc_now
from app.scheme.numbers import InstitutionCode
from tests.central.postgres_server import PostgresServer

_INSTITUTIONS = 1000
_CARDS = 20_000
_TABLES = ("person", "person_detail", "period", "cover", "card_key", "certificate")
_CARD = """
    SELECT period.insurer, card_key.symbol, card_key.number, card_key.branch, person_detail.birth_on,
        card_key.insurer_key, card_key.symbol_key, card_key.number_key
    FROM period
    JOIN card_key ON card_key.period_id = period.id AND card_key.known_until IS NULL
    JOIN person_detail ON person_detail.person_id = period.person_id AND person_detail.known_until IS NULL
    WHERE period.id = ANY ($1)
"""


@dataclass(frozen=True)
class Register:
    """fill_s: seconds of the whole `town` command; peak_mb: the most memory it held. cards: as a clinic types them,
    with the birth date. keys: the same as the register compares them. tokens: one an institution.
    """

    url: str
    people: int
    fill_s: float
    peak_mb: float
    cards: list[dict[str, Any]]
    keys: list[list[str]]
    tokens: list[str]
    server: PostgresServer

    def questions(self) -> str:
        """What `tests.bench.asking` reads: each card asked by another institution."""
        asked = [[self.tokens[place % len(self.tokens)], card] for place, card in enumerate(self.cards)]
        return json.dumps(asked)


@contextmanager
def filled_register(people: int) -> Iterator[Register]:
    folder = Path(tempfile.mkdtemp(prefix="mdg-bench-"))
    try:
        server = PostgresServer(folder, durable=True)
        try:
            yield _filled(server, people, folder)
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _filled(server: PostgresServer, people: int, folder: Path) -> Register:
    url = server.url()
    command = [sys.executable, "-m", "app.central", "town", "--people", str(people), "--database", url]
    command += ["--intermediary", f"sqlite:///{folder / 'intermediary.sqlite3'}"]
    started = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    fill_s = perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"town ended with {process.returncode}")
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    return asyncio.run(_described(server, people, fill_s, used.ru_maxrss / unit))


async def _described(server: PostgresServer, people: int, fill_s: float, peak_mb: float) -> Register:
    url = server.url()
    key = await _enter_institutions(url)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")  # what the fill still owes the disk is not asked of the checks
        codes = [row["code"] for row in await connection.fetch("SELECT code FROM institution ORDER BY code")]
        last = await connection.fetchval("SELECT max(id) FROM period")
        chosen = Random(1).sample(range(1, last + 1), min(_CARDS, last))
        rows = await connection.fetch(_CARD, chosen)
    finally:
        await connection.close()
    now = utc_now()
    tokens = [issue_token(key, code, (ELIGIBILITY,), now) for code in codes]
    return Register(
        url,
        people,
        fill_s,
        peak_mb,
        [_typed(row, business_day(now)) for row in rows],
        [[row["insurer_key"], row["symbol_key"], row["number_key"], str(row["birth_on"])] for row in rows],
        tokens,
        server,
    )


async def _enter_institutions(url: str) -> bytes:
    """As many as the goal names, also where the town has fewer. Returns the service's key, which signs tokens."""
    database = await open_database(url)
    try:
        async with database.transaction() as tx:
            known = {row["code"] for row in await tx.fetch("SELECT code FROM institution")}
            for each in institutions(_INSTITUTIONS):
                if each.code not in known:
                    await create_institution(tx, InstitutionCode(each.code), each.name, utc_now())
            return (await service_settings(tx)).key
    finally:
        await database.close()


def _typed(row: Any, day: date) -> dict[str, Any]:
    branch, born = row["branch"], row["birth_on"]
    return {
        "on": day.isoformat(),
        "staff": "計測",
        "specific_disease_agreed": False,
        "document": "confirmation",
        "insurer": row["insurer"],
        "symbol": row["symbol"],
        "number": row["number"],
        "branch": branch,
        "month_day": born.strftime("%m%d") if branch else None,
        "birth_on": None if branch else born.isoformat(),
    }


def settled(register: Register) -> None:
    """What autovacuum does within a minute: plans made while the audit was empty are made anew."""
    asyncio.run(_analyzed(register.url))


async def _analyzed(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("ANALYZE check_audit")
    finally:
        await connection.close()


def copied_alone_s(register: Register) -> float:
    """The same rows once more by COPY alone, as text that is ready, into empty tables of the same shape."""
    return asyncio.run(_copied_alone_s(register.url))


async def _copied_alone_s(url: str) -> float:
    connection = await asyncpg.connect(url)
    try:
        with tempfile.TemporaryDirectory() as folder:
            files = {table: Path(folder, table) for table in _TABLES}
            for table, file in files.items():
                await connection.copy_from_table(table, output=str(file), format="text", timeout=600)
                await connection.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
            started = perf_counter()
            for table, file in files.items():
                await connection.copy_to_table(f"bare_{table}", source=str(file), format="text", timeout=600)
            took_s = perf_counter() - started
        await connection.execute(f"DROP TABLE {', '.join(f'bare_{table}' for table in _TABLES)}")
    finally:
        await connection.close()
    return took_s
