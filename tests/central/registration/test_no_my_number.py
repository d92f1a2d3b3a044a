"""After files, messages and questions no My Number stands anywhere but in the intermediary, and there it is sealed."""

import json
import logging
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.central.__main__ import main
from app.central.storage.database import Database, open_database
from tests.central.clinic import ASSOCIATION, MORNING, SOCIETY, Clinic, StandingClock, card
from tests.central.registrar import Registrar, my_number, row
from tests.central.registration.big_file import BigFile
from tests.central.registration.insurer import Insurer
from tests.central.registration.test_register_command import Service

pytestmark = pytest.mark.anyio
TELLING = [
    row(3, name=f"架空　{my_number(3)}"),
    row(4, address=f"東京都{my_number(4)}"),
    row(5, number=my_number(5)),
    row(6, symbol=my_number(6)),
    row(7, cover_ref=my_number(7)),
    row(8, my_number=my_number(8)[:-1] + "x"),
    row(9, kana=my_number(9)),
    row(2, name="別人", insurer_number=ASSOCIATION),
]
"""Rows that tell a My Number where none may stand, or about somebody else."""
OF_THE_CALLER = ("httpx", "httpcore")
"""The insurer's own program notes what it asked; the service hears it and writes nothing."""


async def _tables(database: Database, url: str) -> list[str]:
    listing = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if url.startswith("sqlite")
        else "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()"
    )
    async with database.transaction() as tx:
        return [each["name"] for each in await tx.fetch(listing)]


async def _values(database: Database, url: str) -> list[bytes]:
    """Every value of every table."""
    found: list[bytes] = []
    tables = await _tables(database, url)
    assert {"person", "card_key", "finding"} <= set(tables) or {"my_number", "linkage"} <= set(tables)
    async with database.transaction() as tx:
        for table in tables:
            for each in await tx.fetch(f"SELECT * FROM {table}"):
                found.extend(value if isinstance(value, bytes) else str(value).encode() for value in each)
    return found


def _must_hold_none(texts: Collection[bytes], numbers: Collection[str]) -> None:
    """Neither plain nor in groups of four, whatever stands between them."""
    wanted = {number for number in numbers if len(number) == 12}
    assert texts and wanted
    for text in texts:
        for digits in _twelve_digits(text):
            assert digits not in wanted


def _twelve_digits(text: bytes) -> Iterator[str]:
    """Every run of twelve digits, also inside longer ones; at most one sign between groups of four."""
    for start in re.finditer(rb"(?=(\d{4}[-. ]?\d{4}[-. ]?\d{4}))", text):
        yield re.sub(rb"\D", b"", start[1]).decode()


async def test_neither_tables_nor_replies_nor_logs_hold_a_my_number(
    registrar: Registrar,
    clock: StandingClock,
    url: str,
    sibling_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """R3"""
    caplog.set_level(logging.DEBUG)
    replies: list[bytes] = []
    society = await Insurer.signed_in(registrar.database, clock, SOCIETY, registrar.intermediary)
    told = [row(), row(2), *TELLING, row(1, action="lose", lost_on="2026-11-10", loss_reason="03")]
    replies.append((await society.write("registrations", {"rows": told})).content)
    assert json.loads(replies[0])["counts"] == {"accepted": 3, "refused": 8}
    malformed = {"rows": [row() | {"surname": my_number(1)}]}
    replies.append((await society.write("registrations", malformed)).content)
    household = {"symbol": "12", "number": "3456"}
    replies.append((await society.write("branches", household | {"member_refs": [my_number(1)]})).content)
    for path, asked in (("members", household), ("findings", {}), ("unreturned-cards", {})):
        reply = await society.read(path, **asked)
        assert reply.status_code == 200
        replies.append(reply.content)
    replies.append((await society.read("members", symbol=my_number(1), number=my_number(2))).content)
    await registrar.tell(*TELLING, known_at=MORNING)
    async with Clinic.opened(registrar.database, clock) as clinic:
        for number in (card().number, my_number(1)):
            replies.append((await clinic.typed(number=number)).content)
    numbers = [my_number(serial) for serial in range(1, 10)]
    _must_hold_none(replies, numbers)
    _must_hold_none(await _values(registrar.database, url), numbers)
    _must_hold_none(await _values(registrar.intermediary.database, sibling_url), numbers)
    logged = [each.getMessage().encode() for each in caplog.records if each.name not in OF_THE_CALLER]
    _must_hold_none([b"log", *logged], numbers)


def test_neither_report_nor_files_of_a_run_hold_a_my_number(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """R3"""
    key = tmp_path / "central.intermediary.key"
    folder = tmp_path / "stores"
    folder.mkdir()
    register, store = folder / "central.sqlite3", folder / "central.intermediary.sqlite3"
    service = Service(f"sqlite:///{register}", f"sqlite:///{store}", key)
    file = BigFile.write(tmp_path / "members.csv", 1_100)
    assert service.register(file.path) == 0
    assert service.register(file.path, "--json") == 0
    told = capfdbinary.readouterr()
    reports = _reports(service, capfdbinary)
    written = [each.read_bytes() for each in folder.iterdir()]
    assert len(written) >= 2 and len(told.out.splitlines()) > 18
    _must_hold_none([told.out, told.err, reports, *written], file.told)


def _reports(service: Service, capture: Any) -> bytes:
    """What an insurer may take away."""
    for report in (["findings"], ["unreturned"], ["delays"], ["delays", "--slowest"], ["findings", "--json"]):
        assert main(["insurer", *report, SOCIETY, *service.options]) == 0
    told = capture.readouterr()
    out: bytes = told.out + told.err
    return out


async def test_the_walk_finds_a_my_number_that_stands_somewhere(registrar: Registrar, url: str) -> None:
    """The test above can fail."""
    async with registrar.database.transaction() as tx:
        number = my_number(1)
        spaced = f"x{number[:4]}-{number[4:8]}-{number[8:]}"
        await tx.execute("INSERT INTO service_setting (name, value) VALUES ($1, $2)", "leak", spaced)
    database = await open_database(url)
    with pytest.raises(AssertionError):
        _must_hold_none(await _values(database, url), [number])
    await database.close()
